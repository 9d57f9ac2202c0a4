"""Decisions on registrations, seats, and what the database refuses."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from events.models import Event
from participants import actions
from participants.models import Delegation, Move, OutgoingEmail, Registration
from tests.factories import DelegationFactory, EventFactory, JurisdictionFactory, RegistrationFactory, UserFactory
from workshop_portal.transitions import TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return DelegationFactory(event=EventFactory(published=True), seats_member=1)


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

    with pytest.raises(TransitionError, match=r"The seat of .* for “member” is taken"):
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


@pytest.mark.parametrize("state", ["nominated", "submitted", "reserve"])
def test_replace_takes_somebody_of_the_delegation_who_waits(officer, delegation, state):
    seated = RegistrationFactory(approved=True, delegation=delegation, role="head")
    colleague = RegistrationFactory(delegation=delegation, **{state: True})

    assert actions.replace(seated, person=colleague.person, by=officer) == colleague

    colleague.refresh_from_db()
    assert (colleague.status, colleague.role) == ("approved", "head")


def test_replace_refuses_somebody_of_another_delegation_or_with_a_seat(officer, delegation):
    seated = RegistrationFactory(approved=True, delegation=delegation)
    guests = DelegationFactory(event=delegation.event)
    guest = RegistrationFactory(submitted=True, delegation=guests)

    with pytest.raises(TransitionError, match="for another delegation"):
        actions.replace(seated, person=guest.person, by=officer)
    with pytest.raises(TransitionError, match="has a seat"):
        actions.replace(seated, person=seated.person, by=officer)

    seated.refresh_from_db()
    assert seated.status == "approved"


def test_a_stale_registration_is_not_moved_twice(officer, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    stale = Registration.objects.get(pk=registration.pk)
    actions.decline(registration, by=officer, reason="No.")

    with pytest.raises(TransitionError, match="changed by someone else just now"):
        actions.put_on_reserve(stale, by=officer)

    assert OutgoingEmail.objects.filter(move__registration=registration).count() == 1


def test_nothing_is_decided_at_an_event_that_was_closed_a_moment_ago(officer, delegation):
    """The registration was read, with its event, before somebody closed it."""
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    Event.objects.get(pk=delegation.event_id).close()

    with pytest.raises(TransitionError, match="nothing is decided now"):
        actions.approve(registration, by=officer)


def test_nobody_is_registered_for_an_event_that_is_over(delegation):
    delegation.event.close()

    with pytest.raises(ValidationError, match="is over"):
        Registration(delegation=delegation, person=UserFactory()).full_clean()


def test_the_database_gives_no_seat_that_is_not_there(officer, delegation):
    RegistrationFactory(approved=True, delegation=delegation)
    waiting = RegistrationFactory(submitted=True, delegation=delegation)

    with pytest.raises(InternalError, match="All seats"), transaction.atomic():
        Registration.objects.filter(pk=waiting.pk).update(
            status="approved", decided_at=timezone.now(), decided_by=officer
        )


def test_the_database_takes_no_seat_away_from_somebody_who_has_it(delegation):
    RegistrationFactory(approved=True, delegation=delegation)

    with pytest.raises(InternalError, match="a seat for everybody"), transaction.atomic():
        Delegation.objects.filter(pk=delegation.pk).update(seats_member=0)


@pytest.mark.parametrize("steps", [["submitted", "withdrawn", "approved"], ["declined", "submitted"]])
def test_the_database_knows_the_table_of_moves(officer, delegation, steps):
    start, *rest = steps
    registration = RegistrationFactory(delegation=delegation, **{start: True})
    *ways, last = rest
    rows = Registration.objects.filter(pk=registration.pk)
    for status in ways:
        rows.update(status=status)

    with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
        rows.update(status=last, decided_at=timezone.now(), decided_by=officer)


@pytest.mark.parametrize("field", ["person", "delegation"])
def test_the_database_keeps_who_comes_for_whom(delegation, field):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    other = UserFactory() if field == "person" else DelegationFactory(event=delegation.event)

    with pytest.raises(InternalError, match="who_comes_for_whom"), transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(**{field: other})


def test_the_database_refuses_two_live_registrations_of_one_person(delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    elsewhere = DelegationFactory(event=delegation.event, seats_member=5)

    with pytest.raises(IntegrityError, match="registration_is_one_live_per_person_and_event"), transaction.atomic():
        RegistrationFactory.build(delegation=elsewhere, person=registration.person, status="submitted").save()


def test_a_nomination_by_another_delegation_is_taken_and_only_its_submission_is_refused(delegation, officer):
    """Refusing the nomination would tell one delegation whom another has nominated."""
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    elsewhere = DelegationFactory(event=delegation.event, seats_member=5)

    second = RegistrationFactory(delegation=elsewhere, person=registration.person)

    with pytest.raises(TransitionError, match="is registered for"):
        actions.submit(second, by=officer)
    assert second.status == "nominated"


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
    delegation = DelegationFactory(event=EventFactory(published=True), seats_member=1)
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
    assert "is taken." in sentences[0]
    assert OutgoingEmail.objects.filter(move__after="approved").count() == 1


def test_a_seat_is_counted_for_the_role_of_now_not_of_when_the_list_was_read(officer):
    """Many are decided one after the other, and meanwhile somebody else makes a member a speaker."""
    delegation = DelegationFactory(seats_member=1, seats_speaker=0)
    read_before = RegistrationFactory(submitted=True, delegation=delegation)
    actions.change_role(Registration.objects.get(pk=read_before.pk), "speaker", by=officer)

    with pytest.raises(TransitionError, match="has no seat for: speaker"):
        actions.approve(read_before, by=officer)

    read_before.refresh_from_db()
    assert read_before.status == "submitted"
