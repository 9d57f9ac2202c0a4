"""Decisions on registrations, seats, and what the database refuses."""

import threading

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from participants import actions
from participants.models import Move, OutgoingEmail, Registration
from tests.factories import DelegationFactory, EventFactory, JurisdictionFactory, RegistrationFactory, UserFactory
from workshop_portal.transitions import TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(staff=True, group="Event officers")


@pytest.fixture
def delegation():
    return DelegationFactory(event=EventFactory(published=True), seats=1)


def test_approve_writes_the_move_and_the_mail_it_caused(officer, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)

    move = actions.approve(registration, by=officer)

    registration.refresh_from_db()
    assert (registration.status, registration.decided_by) == ("approved", officer)
    assert (move.before, move.after, move.by) == ("submitted", "approved", officer)
    assert move.mail.to == registration.person.email
    assert move.mail.status == "queued"
    assert str(delegation.event) in move.mail.subject


def test_approve_refuses_when_every_seat_is_taken(officer, delegation):
    RegistrationFactory(approved=True, delegation=delegation)
    waiting = RegistrationFactory(submitted=True, delegation=delegation)

    with pytest.raises(TransitionError, match="all 1 seats of the delegation are taken"):
        actions.approve(waiting, by=officer)

    waiting.refresh_from_db()
    assert waiting.status == "submitted"
    assert not waiting.moves_made.filter(after="approved").exists()


def test_a_reserve_is_approved_when_a_seat_is_free_again(officer, delegation):
    seated = RegistrationFactory(approved=True, delegation=delegation)
    reserve = RegistrationFactory(reserve=True, delegation=delegation)

    actions.withdraw(seated, by=officer, reason="Cannot travel.")
    actions.approve(reserve, by=officer)

    reserve.refresh_from_db()
    assert reserve.status == "approved"


def test_decline_needs_a_reason(officer, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)

    with pytest.raises(TransitionError, match="Give a reason"):
        actions.decline(registration, by=officer, reason="  ")

    registration.refresh_from_db()
    assert registration.status == "submitted"


def test_decline_tells_the_person_why(officer, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)

    move = actions.decline(registration, by=officer, reason="The workshop is for investigators.")

    assert "The workshop is for investigators." in move.mail.body


def test_a_mail_that_names_a_designation_carries_its_footnote(officer, delegation):
    JurisdictionFactory(code="XK", name="Kosovo*", footnote="In the context of resolution 1244.")
    registration = RegistrationFactory(submitted=True, delegation=delegation)

    move = actions.decline(registration, by=officer, reason="The seats of Kosovo* are taken.")

    assert move.mail.body.endswith("\n* In the context of resolution 1244.\n")


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_what_has_ended_is_not_approved(officer, delegation, state):
    registration = RegistrationFactory(**{state: True}, delegation=delegation)

    with pytest.raises(TransitionError, match=state):
        actions.approve(registration, by=officer)


def test_nothing_is_decided_after_the_event_is_closed(officer, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    delegation.event.close()
    registration = Registration.objects.get(pk=registration.pk)

    with pytest.raises(TransitionError, match="closed: nothing is decided now"):
        actions.approve(registration, by=officer)


def test_replace_gives_the_seat_to_the_successor_and_names_them(officer, delegation):
    seated = RegistrationFactory(approved=True, delegation=delegation)
    successor = UserFactory()

    taken = actions.replace(seated, person=successor, by=officer, reason="Illness.")

    seated.refresh_from_db()
    taken.refresh_from_db()
    assert (seated.status, seated.replaced_by) == ("replaced", taken)
    assert (taken.status, taken.person) == ("approved", successor)
    assert list(taken.moves_made.order_by("pk").values_list("after", flat=True)) == ["submitted", "approved"]


def test_replace_refuses_somebody_who_is_registered_already(officer, delegation):
    seated = RegistrationFactory(approved=True, delegation=delegation)
    colleague = RegistrationFactory(submitted=True, delegation=delegation)

    with pytest.raises(TransitionError, match="already registered"):
        actions.replace(seated, person=colleague.person, by=officer)

    seated.refresh_from_db()
    assert seated.status == "approved"


def test_a_stale_registration_is_not_moved_twice(officer, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    stale = Registration.objects.get(pk=registration.pk)
    actions.decline(registration, by=officer, reason="No.")

    with pytest.raises(TransitionError, match="changed by someone else just now"):
        actions.put_on_reserve(stale, by=officer)

    assert OutgoingEmail.objects.filter(move__registration=registration).count() == 1


def test_the_database_refuses_two_live_registrations_of_one_person(delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    elsewhere = DelegationFactory(event=delegation.event, seats=5)

    with pytest.raises(IntegrityError, match="registration_is_one_live_per_person_and_event"), transaction.atomic():
        RegistrationFactory(nominated=True, delegation=elsewhere, person=registration.person)


def test_the_database_keeps_a_registration_in_the_event_of_its_delegation(delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    other = EventFactory(published=True)

    with pytest.raises(InternalError, match="event of its delegation"), transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(event=other)


def test_the_database_never_changes_a_move(officer, delegation):
    move = actions.approve(RegistrationFactory(submitted=True, delegation=delegation), by=officer)

    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        Move.objects.filter(pk=move.pk).update(reason="Other.")
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        Move.objects.filter(pk=move.pk)._raw_delete(using="default")


@pytest.mark.django_db(transaction=True)
def test_two_officers_approving_the_last_seat_at_once_get_one_approval_and_one_sentence(officer):
    delegation = DelegationFactory(event=EventFactory(published=True), seats=1)
    waiting = [RegistrationFactory(submitted=True, delegation=delegation) for _ in range(2)]
    start, sentences = threading.Barrier(2), []

    def decide(registration):
        start.wait()
        try:
            actions.approve(registration, by=officer)
        except TransitionError as error:
            sentences.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[registration]) for registration in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert delegation.registrations.holding_seat().count() == 1
    assert len(sentences) == 1
    assert "all 1 seats of the delegation are taken" in sentences[0]
    assert OutgoingEmail.objects.filter(move__after="approved").count() == 1
