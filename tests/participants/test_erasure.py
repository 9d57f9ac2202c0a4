"""One person is erased: nothing in the database names them any more, and the audit still adds up."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participants import actions
from participants.actions.erasure import erase_person, erasure_refusal
from participants.models import (
    DataRequest,
    Disclosure,
    ListImport,
    Logistics,
    Move,
    OutgoingEmail,
    PersonalLink,
    Registration,
    User,
)
from tests.clients import signed_in
from tests.factories import DelegationFactory, EventFactory, MaterialFactory, RegistrationFactory, UserFactory
from workshop_portal.transitions import TransitionError

pytestmark = pytest.mark.django_db

NAME, OWN, ADDRESS, OLD = "Zorana Wxyzović", "Зорана Њџљовић", "zorana@police.example", "zorana.old@police.example"
TRACES = ["zorana", "wxyzović", "зорана", "њџљовић", "inspektorka"]


@pytest.fixture
def event():
    day = timezone.localdate() + timedelta(days=3)
    return EventFactory(published=True, slug="past", starts_on=day, ends_on=day)


@pytest.fixture
def person(event, officer):
    """Somebody who has left traces everywhere, at an event that is over."""
    person = UserFactory(
        email=OLD, given_name="Zorana", family_name="Wxyzović", own_script_name=OWN, rank="Inspektorka"
    )
    person.email = ADDRESS
    person.save()
    delegation = DelegationFactory(event=event, notes=f"Ask {NAME} ({ADDRESS}) for the list.")
    made = RegistrationFactory(submitted=True, delegation=delegation, person=person, by=officer)
    made.draft = {"rank": "Inspektorka"}
    made.save()
    actions.approve(made, by=officer, reason=f"{NAME} is known to us.")
    Logistics.objects.create(registration=made, diet_note="Zorana eats no onions.")
    PersonalLink.objects.create(person=person, email=ADDRESS, registration=made, expires_at=timezone.now())
    replaced = RegistrationFactory(approved=True, delegation=delegation, by=officer)
    actions.withdraw(replaced, by=officer, reason=f"Makes room for WXYZOVIĆ, Zorana and {OWN}.")
    OutgoingEmail.objects.create(purpose="notice", to=OLD, subject=f"For {NAME}", body="Dear Zorana")
    ListImport.objects.create(
        delegation=delegation, uploaded_by=officer, original_name="Wxyzović Zorana.xlsx", rows=[["Zorana", "Wxyzović"]]
    )
    request = DataRequest.objects.create(kind="erasure", person=person, text="Zorana asks to be erased.")
    request.reply(by=officer, answer=f"Dear {NAME}, it is done.")
    paper = MaterialFactory(event=event, cleared=True)
    paper.current.accesses.create(person=person, how="view")
    Disclosure.objects.create(kind="list", by=officer, rows=1, detail=f"XLSX, search: {ADDRESS}")
    LogEntry.objects.create(
        user=officer, content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk),
        object_repr=NAME, action_flag=CHANGE, change_message="",
    )  # fmt: skip
    signed_in(Client(), person)
    type(event).objects.filter(pk=event.pk).update(
        starts_on=date(2021, 12, 14), ends_on=date(2021, 12, 15), status="closed", closed_at=timezone.now()
    )
    return person


def where_it_says(words):
    """Every column of every table, as text, that holds one of the words."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                if hits := [word for word in words if word in row.lower()]:
                    found.setdefault(table, []).append((hits, row))
    return found


def test_nothing_in_the_database_names_the_person_any_more(person):
    before = set(where_it_says(TRACES))
    assert {
        "participants_user", "participants_userhistory", "participants_registration", "participants_move",
        "participants_registrationhistory", "participants_logisticshistory", "participants_outgoingemail",
        "participants_outgoingemailhistory", "participants_delegationhistory", "participants_datarequesthistory",
        "participants_listimport", "participants_disclosure", "participants_personallink", "django_admin_log",
    } <= before  # fmt: skip

    erase_person(person)

    assert where_it_says(TRACES) == {}


def test_who_was_what_and_who_decided_stays(person, officer):
    registration = person.registrations.get()
    before = list(Move.objects.order_by("pk").values_list("pk", "registration", "before", "after", "by", "at"))
    rows = {model: model.objects.count() for model in (Registration, User, OutgoingEmail, Disclosure, DataRequest)}

    erase_person(person)

    after = list(Move.objects.order_by("pk").values_list("pk", "registration", "before", "after", "by", "at"))
    assert after == before
    assert {model: model.objects.count() for model in rows} == rows
    erased = User.objects.get(pk=person.pk)
    assert (str(erased), erased.email) == (f"Erased person {person.pk}", f"erased-{person.pk}@erased.invalid")
    assert (erased.is_active, erased.jurisdiction_id, erased.sex) == (False, None, "not_stated")
    kept = Registration.objects.get(pk=registration.pk)
    assert (str(kept.person), kept.status, kept.decided_by) == (f"Erased person {person.pk}", "approved", officer)
    assert kept.get_full_name() == f"Erased person {person.pk}"


def test_the_sessions_of_the_person_are_over(person):
    browser, other = signed_in(Client(), person), signed_in(Client(), UserFactory())

    erase_person(person)

    assert browser.get(reverse("home")).context["user"].is_authenticated is False
    assert other.get(reverse("home")).context["user"].is_authenticated is True
    assert Session.objects.count() == 1


def test_a_mail_that_waits_is_not_sent(person):
    waiting = OutgoingEmail.objects.filter(status="queued", to=ADDRESS)
    assert waiting.exists()

    erase_person(person)

    assert set(OutgoingEmail.objects.filter(to__endswith="@erased.invalid").values_list("status", flat=True)) == {
        "stopped"
    }


def test_somebody_of_the_same_name_elsewhere_keeps_it(person):
    namesake = UserFactory(given_name="Zorana", family_name="Wxyzović")
    other = RegistrationFactory(approved=True, person=namesake)

    erasure = erase_person(person)

    namesake.refresh_from_db()
    assert namesake.get_full_name() == NAME
    assert Registration.objects.get(pk=other.pk).get_full_name() == NAME
    assert any("OutgoingEmail" in sentence for sentence in erasure.left)


def test_two_erased_people_are_two(person):
    second = UserFactory()

    erase_person(person)
    erase_person(second)

    assert User.objects.filter(email__endswith="@erased.invalid").count() == 2


def test_who_is_registered_for_an_event_that_is_on_is_withdrawn_first(officer):
    registration = RegistrationFactory(approved=True, by=officer)
    person = registration.person

    with pytest.raises(TransitionError, match="withdraw that registration first"):
        erase_person(person)
    actions.withdraw(registration, by=officer, reason="Asked to be erased.")

    assert erasure_refusal(person) is None


def test_focal_points_staff_and_erased_people_are_refused_with_a_sentence(officer):
    delegation, focal_point, erased = DelegationFactory(), UserFactory(), UserFactory()
    delegation.focal_points.add(focal_point)
    erase_person(erased)
    erased.refresh_from_db()

    sentences = [erasure_refusal(person) for person in (focal_point, officer, erased)]

    assert sentences == [
        f"{focal_point} is the focal point of {delegation} at {delegation.event}: choose somebody else first.",
        f"{officer} may use the back office: an administrator takes that away first.",
        f"{erased} is erased already.",
    ]


def test_a_dry_run_says_the_same_and_changes_nothing(person):
    before = where_it_says(TRACES)

    dry = erase_person(person, dry_run=True)

    assert where_it_says(TRACES) == before
    assert erase_person(person) == dry


def test_the_command_asks_for_the_address_once_more(person, capsys):
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_person", ADDRESS, confirm="zorana")
    with pytest.raises(CommandError, match="Nobody signs in with"):
        call_command("erase_person", "nobody@police.example")
    call_command("erase_person", ADDRESS, dry_run=True)
    assert User.objects.get(pk=person.pk).email == ADDRESS

    call_command("erase_person", ADDRESS, confirm=ADDRESS)

    assert User.objects.get(pk=person.pk).email.endswith("@erased.invalid")
    assert f"Erased person {person.pk}:" in capsys.readouterr().out
