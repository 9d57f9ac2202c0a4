"""What a person says of themselves: draft, confirmation, correction, and the look that an officer takes again."""

import threading

import pytest
from django.db import connection

from participants import actions
from participants.models import OutgoingEmail, Registration, User
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory
from workshop_portal.transitions import TransitionError

from .own_data import EVERYTHING, a_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    event = EventFactory(published=True, starts_on=a_day(30))
    return DelegationFactory(event=event, seats_member=2, confirm_by=a_day(10))


@pytest.fixture
def nominated(delegation):
    return RegistrationFactory(delegation=delegation, draft={"rank": "Captain"})


@pytest.fixture
def approved(delegation):
    return RegistrationFactory(delegation=delegation, approved=True)


def close_confirmations(delegation):
    type(delegation).objects.filter(pk=delegation.pk).update(confirm_by=a_day(-1))


def said(registration, **changes):
    """What the registration says already, with some changes."""
    row = Registration.objects.get(pk=registration.pk)
    own = {name: getattr(row, name) for name in EVERYTHING if name != "mail_language"}
    return own | {"mail_language": row.person.mail_language} | changes


def test_confirming_writes_the_registration_and_the_persons_own_record_and_hands_it_over(nominated):
    person = nominated.person

    move = actions.confirm_own_data(nominated, EVERYTHING, by=person)

    row = Registration.objects.get(pk=nominated.pk)
    assert (move.before, move.after, move.by) == ("nominated", "submitted", person)
    assert said(row) == EVERYTHING
    assert {name: getattr(row.person, name) for name in ("family_name", "service", "mail_language")} == {
        "family_name": "van der Šarić", "service": "Criminal police", "mail_language": "sr",
    }  # fmt: skip
    assert (row.confirmed_at is not None, row.draft) == (True, {})


def test_who_confirmed_is_told_that_this_is_no_answer_yet_and_who_is_a_reserve_that_it_is_one(nominated, officer):
    actions.confirm_own_data(nominated, EVERYTHING, by=nominated.person)
    nominated.refresh_from_db()
    actions.put_on_reserve(nominated, by=officer)

    mails = OutgoingEmail.objects.filter(move__registration=nominated).order_by("pk")
    assert [mail.subject.split(":")[0] for mail in mails] == [
        "Your data is with the organisers", "You are on the reserve list",
    ]  # fmt: skip
    assert "not an approval" in " ".join(mails[0].body.split())


def test_nothing_is_confirmed_twice(nominated):
    actions.confirm_own_data(nominated, EVERYTHING, by=nominated.person)

    with pytest.raises(TransitionError, match="You have confirmed this already"):
        actions.confirm_own_data(nominated, EVERYTHING | {"rank": "Other"}, by=nominated.person)

    assert Registration.objects.get(pk=nominated.pk).rank == "Major"


def test_after_the_deadline_nothing_is_confirmed_and_the_draft_stays(nominated):
    close_confirmations(nominated.delegation)

    with pytest.raises(TransitionError, match="Confirmations closed at the end of"):
        actions.confirm_own_data(nominated, EVERYTHING, by=nominated.person)

    row = Registration.objects.get(pk=nominated.pk)
    assert (row.status, row.draft, row.confirmed_at) == ("nominated", {"rank": "Captain"}, None)
    assert User.objects.get(pk=nominated.person_id).family_name == nominated.person.family_name


def test_whoever_is_registered_for_another_delegation_confirms_nothing_and_keeps_the_draft(nominated):
    other = DelegationFactory(event=nominated.event)
    RegistrationFactory(delegation=other, person=nominated.person, submitted=True)

    with pytest.raises(TransitionError, match=f"already, for {other}. Withdraw that registration first"):
        actions.confirm_own_data(nominated, EVERYTHING, by=nominated.person)

    row = Registration.objects.get(pk=nominated.pk)
    assert (row.status, row.draft, row.rank) == ("nominated", {"rank": "Captain"}, "")


def test_nobody_confirms_for_an_event_that_is_over(nominated):
    nominated.event.close()

    with pytest.raises(TransitionError, match="is closed: nothing can be changed now"):
        actions.confirm_own_data(nominated, EVERYTHING, by=nominated.person)


def test_a_draft_is_kept_bit_by_bit_and_asserts_nothing(nominated):
    actions.keep_draft(nominated, {"position": "Analyst"})

    row = Registration.objects.get(pk=nominated.pk)
    assert (row.draft, row.rank, row.position) == ({"rank": "Captain", "position": "Analyst"}, "", "")


def test_a_draft_holds_only_what_a_person_says_of_themselves(nominated):
    with pytest.raises(ValueError, match="status"):
        actions.keep_draft(nominated, {"status": "approved"})


def test_what_was_handed_over_has_no_draft_any_more(approved):
    actions.keep_draft(approved, {"rank": "Late"})

    assert Registration.objects.get(pk=approved.pk).draft == {}


# --- Corrections ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["given_name", "family_name", "own_script_name", "service"])
def test_an_identity_that_changes_after_the_approval_is_looked_at_again_and_keeps_its_seat(approved, name):
    changed = actions.correct_own_data(approved, said(approved, **{name: "Новаковић"}), by=approved.person)

    row = Registration.objects.get(pk=approved.pk)
    move = row.moves_made.latest("pk")
    words = str(Registration._meta.get_field(name).verbose_name)
    assert (changed, row.status) == ([name], "recheck")
    assert (move.by, move.reason) == (approved.person, f"Corrected by the person: {words}.")
    assert OutgoingEmail.objects.filter(move=move).count() == 1
    assert Registration.objects.holding_seat().filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("badge_name", "Đoka"), ("rank", "Colonel"), ("position", "Chief"), ("sex", "other"),
        ("working_languages", ["mk"]), ("interpretation", "mk"), ("photo_consent", True), ("list_consent", True),
        ("mail_language", "mk"),
    ],
)  # fmt: skip
def test_nothing_else_is_looked_at_again(approved, name, value):
    actions.correct_own_data(approved, said(approved, **{name: value}), by=approved.person)

    row = Registration.objects.get(pk=approved.pk)
    assert (row.status, said(row)[name]) == ("approved", value)


def test_a_second_correction_waits_with_the_first(approved):
    actions.correct_own_data(approved, said(approved, family_name="Đurić"), by=approved.person)
    actions.correct_own_data(approved, said(approved, family_name="Đurović"), by=approved.person)

    row = Registration.objects.get(pk=approved.pk)
    assert (row.status, row.family_name) == ("recheck", "Đurović")
    assert row.moves_made.filter(after="recheck").count() == 1


def test_before_the_approval_an_identity_is_just_corrected(delegation):
    submitted = RegistrationFactory(delegation=delegation, submitted=True)

    actions.correct_own_data(submitted, said(submitted, family_name="Đurić"), by=submitted.person)

    row = Registration.objects.get(pk=submitted.pk)
    assert (row.status, row.family_name, row.confirmed_at is not None) == ("submitted", "Đurić", True)


def test_what_was_said_at_another_event_stays(approved):
    elsewhere = RegistrationFactory(approved=True, person=approved.person)
    before = said(elsewhere)

    actions.correct_own_data(approved, said(approved, family_name="Đurić"), by=approved.person)

    row = Registration.objects.get(pk=elsewhere.pk)
    assert (row.status, said(row)) == ("approved", before)
    assert row.person.family_name == "Đurić"


@pytest.mark.parametrize("state", ["declined", "withdrawn", "nominated"])
def test_what_has_ended_or_not_begun_is_not_corrected(delegation, state):
    registration = RegistrationFactory(delegation=delegation, **{state: True})

    with pytest.raises(TransitionError, match=f"Your registration is {state}"):
        actions.correct_own_data(registration, said(registration, rank="Colonel"), by=registration.person)


def test_after_the_deadline_nothing_is_corrected(approved):
    close_confirmations(approved.delegation)

    with pytest.raises(TransitionError, match="Confirmations closed at the end of"):
        actions.correct_own_data(approved, said(approved, rank="Colonel"), by=approved.person)

    assert Registration.objects.get(pk=approved.pk).rank == approved.rank


# --- Two at once ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_nominations_confirmed_at_once_one_is_handed_over():
    event, person = EventFactory(published=True), UserFactory()
    rows = [RegistrationFactory(delegation=DelegationFactory(event=event), person=person) for _ in range(2)]
    said_of, start = [], threading.Barrier(2)

    def confirm(row):
        start.wait()
        try:
            actions.confirm_own_data(row, EVERYTHING, by=person)
        except TransitionError as error:
            said_of.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[row]) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(Registration.objects.values_list("status", flat=True)) == ["nominated", "submitted"]
    assert len(said_of) == 1
    assert said_of[0].endswith("Withdraw that registration first.")
