"""What the rows themselves and the database say about delegations and registrations."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from participants.models import Delegation, Logistics, PersonalLink, Registration
from participants.models.details import DETAILS
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory
from workshop_portal.revisions import OUTDATED, RevisedForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return DelegationFactory(event=EventFactory(published=True), seats_member=1, seats_driver=1)


# --- Details --------------------------------------------------------------------------------------


def test_a_registration_begins_with_the_details_of_its_person_and_keeps_them(delegation):
    person = UserFactory(rank="Inspector", working_languages=["sq", "en"])
    registration = RegistrationFactory(delegation=delegation, person=person)

    type(person).objects.filter(pk=person.pk).update(rank="Colonel", family_name="Other")

    registration.refresh_from_db()
    assert {name: getattr(registration, name) for name in DETAILS} == {name: getattr(person, name) for name in DETAILS}


def test_what_a_nomination_says_is_not_written_over_by_the_person(delegation):
    registration = RegistrationFactory(delegation=delegation, given_name="Арбен", family_name="Хоџа")

    assert str(registration).startswith("Арбен Хоџа (")
    assert (registration.rank, registration.person.family_name != "Хоџа") == ("", True)


# --- Seats ----------------------------------------------------------------------------------------


def test_the_seats_of_a_delegation_are_those_of_its_roles(delegation):
    assert (delegation.seats_head, delegation.seats_member, delegation.seats_driver, delegation.seats) == (1, 1, 1, 3)


def test_a_seat_is_for_its_role(delegation):
    RegistrationFactory(approved=True, delegation=delegation)

    driver = RegistrationFactory(approved=True, delegation=delegation, role="driver")

    assert driver.status == "approved"


def test_the_database_gives_no_seat_by_a_change_of_role(delegation):
    RegistrationFactory(approved=True, delegation=delegation)
    driver = RegistrationFactory(approved=True, delegation=delegation, role="driver")

    with pytest.raises(InternalError, match="All seats"), transaction.atomic():
        Registration.objects.filter(pk=driver.pk).update(role="member")


def test_the_database_takes_no_seat_of_a_role_from_under_somebody(delegation):
    RegistrationFactory(approved=True, delegation=delegation, role="driver")

    with pytest.raises(InternalError, match="a seat for everybody"), transaction.atomic():
        Delegation.objects.filter(pk=delegation.pk).update(seats_driver=0, seats_member=9)


@pytest.mark.parametrize(
    ("role", "taken", "sentence"),
    [
        ("member", 0, None),
        ("member", 1, "The seat of {} for “member” is taken."),
        ("observer", 0, "{} has no seat for: observer."),
        ("speaker", 2, "All 2 seats of {} for “speaker” are taken."),
    ],
)
def test_a_refused_seat_is_named(delegation, role, taken, sentence):
    delegation.seats_speaker = 2

    assert delegation.seat_refusal(role, taken) == (sentence and sentence.format(delegation))


# --- Deadlines ------------------------------------------------------------------------------------


@pytest.fixture
def dated(delegation):
    delegation.event.time_zone = "Europe/Chisinau"
    delegation.nominate_by, delegation.confirm_by = date(2027, 3, 1), date(2027, 3, 15)
    return delegation


def test_a_deadline_is_the_end_of_its_day_where_the_event_is(dated):
    midnight = datetime(2027, 3, 2, tzinfo=ZoneInfo("Europe/Chisinau"))

    assert dated.nominations_close_at == midnight
    assert dated.nomination_refusal(midnight - timedelta(seconds=1)) is None
    assert dated.nomination_refusal(midnight) == (
        f"Nominations closed at the end of 1 March 2027. Write to {dated.event.contact_email}, who can still change it."
    )
    assert dated.confirmation_refusal(midnight) is None


def test_nothing_is_nominated_to_an_event_that_is_over(dated):
    dated.event.status = "closed"

    assert dated.nomination_refusal() == f"{dated.event} is closed: nothing can be changed now."


def test_without_a_deadline_nominations_stay_open(delegation):
    assert delegation.nomination_refusal(timezone.now() + timedelta(days=9999)) is None


# --- Editions -------------------------------------------------------------------------------------


class NotesForm(RevisedForm, forms.ModelForm):
    class Meta:
        model = Delegation
        fields = ("notes",)


def test_the_database_counts_the_changes_of_a_row(delegation):
    for notes in ("a", "b"):
        Delegation.objects.filter(pk=delegation.pk).update(notes=notes, revision=99)

    assert Delegation.objects.get(pk=delegation.pk).revision == delegation.revision + 2


def test_an_outdated_form_is_refused_once_and_keeps_what_was_typed(delegation):
    sent = {"notes": "Mine.", "revision": delegation.revision}
    Delegation.objects.filter(pk=delegation.pk).update(notes="Newer.")
    current = Delegation.objects.get(pk=delegation.pk)

    outdated = NotesForm(sent, instance=current)

    assert outdated.non_field_errors() == [OUTDATED]
    assert outdated["notes"].value() == "Mine."
    again = {"notes": "Mine.", "revision": outdated["revision"].value()}
    assert NotesForm(again, instance=Delegation.objects.get(pk=delegation.pk)).is_valid()


@pytest.mark.parametrize("revision", ["", "abc", "-1", "9" * 30])
def test_a_form_with_a_made_up_revision_is_refused(delegation, revision):
    assert not NotesForm({"notes": "Mine.", "revision": revision}, instance=delegation).is_valid()


# --- Logistics and links --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "nights", [{"nights_from": date(2027, 3, 1)}, {"nights_from": date(2027, 3, 2), "nights_until": date(2027, 3, 2)}]
)
def test_the_database_wants_both_ends_of_the_nights_in_order(delegation, nights):
    registration = RegistrationFactory(approved=True, delegation=delegation)

    with pytest.raises(IntegrityError, match="both_ends"), transaction.atomic():
        Logistics.objects.create(registration=registration, **nights)


def test_a_link_leads_to_one_page(delegation):
    person = UserFactory()

    with pytest.raises(IntegrityError, match="link_leads_to_one_page"), transaction.atomic():
        PersonalLink.objects.create(person=person, email=person.email, expires_at=timezone.now())
