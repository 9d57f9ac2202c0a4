"""The purge erases what is due, everywhere, keeps counts, and says what it did."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from participants.actions.purge import purge
from participants.models import (
    DataRequest,
    KeptCount,
    ListImport,
    Logistics,
    Move,
    OutgoingEmail,
    PersonalLink,
    PurgeRun,
    Registration,
    User,
)
from participants.redaction import MARK
from tests.clients import text
from tests.factories import DelegationFactory, EventFactory, OrganisationFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db

ENDED = date(2030, 6, 14)
LONG_AFTER = ENDED + timedelta(days=400)
DETAILS = {
    "badge_name": "Ana",
    "rank": "Inspector",
    "position": "Head of unit",
    "sex": "female",
    "working_languages": ["en", "sq"],
    "interpretation": "sq",
    "photo_consent": True,
    "list_consent": True,
    "draft": {"rank": "Chief"},
}


def days_after(days):
    return ENDED + timedelta(days=days)


@pytest.fixture
def event():
    return EventFactory(published=True, slug="past", starts_on=ENDED - timedelta(days=1), ends_on=ENDED)


@pytest.fixture
def registration(event, officer):
    """Somebody of whom the portal holds everything."""
    delegation = DelegationFactory(event=event, notes="Arrives with a guard.")
    person = UserFactory(sex="female")
    made = RegistrationFactory(approved=True, delegation=delegation, person=person, by=officer)
    Registration.objects.filter(pk=made.pk).update(**DETAILS)
    Logistics.objects.create(registration=made, diet=["vegan"], diet_note="No onions.", access_needs="Step-free room")
    PersonalLink.objects.create(
        person=person, email=person.email, registration=made, expires_at=made.created_at + timedelta(days=9)
    )
    mail = OutgoingEmail.objects.get(move__registration=made)
    mail.mark_sent()
    made.refresh_from_db()
    return made


def history_of(row, *names):
    """The distinct values that the history of a row holds."""
    return set(row.history.values_list(*names))


def report_of(run):
    return {key: found["rows"] for key, found in run.report.items() if found["rows"]}


# --- What is due when -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (0, {}),
        (1, {"draft": 1}),
        (30, {"draft": 1}),
        (31, {"draft": 1, "logistics": 1, "link": 1}),
        (91, {"draft": 1, "logistics": 1, "link": 1, "details": 1, "sex": 2}),
    ],
)
def test_each_class_is_due_after_its_days(registration, days, due):
    run = purge(today=days_after(days))

    assert report_of(run) == due


def test_what_is_due_goes_and_everything_else_stays(registration, event):
    purge(today=days_after(31))

    kept = Registration.objects.get(pk=registration.pk)
    assert {name: getattr(kept, name) for name in DETAILS} == DETAILS | {"draft": {}}
    assert not Logistics.objects.exists()
    assert not PersonalLink.objects.exists()
    assert OutgoingEmail.objects.get().body != ""


def test_a_year_after_the_event_who_came_as_what_is_left(registration, event):
    mail_before = OutgoingEmail.objects.get()

    purge(today=LONG_AFTER)

    kept = Registration.objects.get(pk=registration.pk)
    assert (kept.given_name, kept.family_name, kept.role, kept.status) == (
        registration.given_name, registration.family_name, "member", "approved",
    )  # fmt: skip
    assert (kept.rank, kept.badge_name, kept.position, kept.sex) == ("", "", "", "not_stated")
    assert (kept.working_languages, kept.interpretation, kept.photo_consent, kept.list_consent) == (
        [],
        "",
        False,
        False,
    )
    mail = OutgoingEmail.objects.get()
    assert (mail.to, mail.subject, mail.body) == (f"erased-{mail.pk}@erased.invalid", MARK, "")
    assert (mail.move_id, mail.sent_at) == (mail_before.move_id, mail_before.sent_at)
    assert set(Move.objects.values_list("reason", flat=True)) == {MARK, ""}
    assert kept.delegation.notes == ""
    assert User.objects.get(pk=registration.person_id).sex == "not_stated"


def test_the_history_of_what_is_erased_is_emptied_and_every_row_of_it_stays(registration):
    """Also the history of a row that was deleted before, and the row that the deletion itself writes."""
    rows = {model: model.objects.count() for model in (Registration.pgh_event_model, Move)}
    logistics = Logistics.pgh_event_model
    assert logistics.objects.filter(diet_note="No onions.").exists()

    purge(today=LONG_AFTER)

    assert history_of(registration, "rank", "sex", "photo_consent") == {
        ("", "not_stated", False),
        (MARK, "not_stated", False),
    }
    assert set(logistics.objects.values_list("diet_note", "access_needs", "arrives_at")) == {(MARK, MARK, None)}
    assert list(logistics.objects.values_list("diet", flat=True)) == [[], []]
    assert history_of(User.objects.get(pk=registration.person_id), "sex") == {("not_stated",)}
    assert history_of(registration.delegation, "notes") == {(MARK,), ("",)}
    assert Move.objects.count() == rows[Move]
    assert Registration.pgh_event_model.objects.count() > rows[Registration.pgh_event_model]


def test_an_event_that_is_not_over_loses_nothing(event, registration):
    event.ends_on = days_after(1000)
    event.save()

    run = purge(today=LONG_AFTER)

    assert report_of(run) == {}
    assert Registration.objects.get(pk=registration.pk).rank == "Inspector"


def test_the_sex_of_somebody_who_comes_again_stays_with_the_person(registration):
    coming = EventFactory(published=True, starts_on=days_after(500), ends_on=days_after(501))
    RegistrationFactory(delegation=DelegationFactory(event=coming), person=registration.person)

    purge(today=LONG_AFTER)

    assert User.objects.get(pk=registration.person_id).sex == "female"
    assert Registration.objects.get(pk=registration.pk).sex == "not_stated"


def test_mail_that_waits_is_erased_only_after_it_was_sent(registration):
    waiting = OutgoingEmail.objects.create(
        purpose="reminder", to="a@police.example", subject="S", body="B", registration=registration
    )
    purge(today=LONG_AFTER)
    assert OutgoingEmail.objects.get(pk=waiting.pk).body == "B"

    waiting.mark_sent()
    purge(today=LONG_AFTER)

    assert OutgoingEmail.objects.get(pk=waiting.pk).body == ""


def test_of_an_uploaded_list_the_counts_stay(registration):
    made = ListImport.objects.create(
        delegation=registration.delegation, uploaded_by=registration.person, original_name="list.xlsx",
        headers=["Name"], rows=[["Ana Šarić"]], outcome={"new": 1, "errors": ["Ana Šarić: no address."]},
    )  # fmt: skip

    run = purge(today=LONG_AFTER)

    made.refresh_from_db()
    assert (made.rows, made.outcome, made.headers) == ([], {"new": 1}, ["Name"])
    assert run.report["list"] == {"rows": 1, "events": {"–": 1}}


def test_a_request_is_erased_a_year_after_its_answer(registration, officer):
    made = DataRequest.objects.create(kind="objection", person=registration.person, text="Please do not.")
    made.reply(by=officer, answer="We will not.")

    purge(today=made.answered_at.date() + timedelta(days=366))

    made.refresh_from_db()
    assert (made.text, made.answer, made.status) == ("", "", "answered")
    assert history_of(made, "text", "answer") == {(MARK, ""), (MARK, MARK), ("", "")}


# --- Counts ---------------------------------------------------------------------------------------


def test_the_counts_that_stay_are_those_of_who_came(event, officer):
    first = DelegationFactory(event=event, seats_member=9)
    second = DelegationFactory(event=event, jurisdiction=None, organisation=OrganisationFactory(), seats_member=9)
    for delegation, sex in [(first, "female"), (first, "female"), (first, "male"), (second, "not_stated")]:
        RegistrationFactory(approved=True, delegation=delegation, person__sex=sex, by=officer)
    RegistrationFactory(declined=True, delegation=first, person__sex="male", by=officer)

    purge(today=days_after(91))

    counts = KeptCount.objects.values_list("jurisdiction", "organisation", "role", "sex", "people")
    assert set(counts) == {
        (first.jurisdiction_id, None, "member", "female", 2),
        (first.jurisdiction_id, None, "member", "male", 1),
        (None, second.organisation_id, "member", "not_stated", 1),
    }
    assert sum(row.people for row in KeptCount.objects.all()) == Registration.objects.coming().count() == 4


def test_counts_are_taken_once(registration):
    purge(today=days_after(91))
    purge(today=days_after(92))

    assert list(KeptCount.objects.values_list("sex", "people")) == [("female", 1)]


# --- Runs -----------------------------------------------------------------------------------------


def rows_of_everything():
    """Every row of every table of the participants, as text."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith("participants_")]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def test_a_dry_run_reports_the_same_and_writes_nothing_but_its_report(registration):
    before = rows_of_everything()

    dry = purge(dry_run=True, today=LONG_AFTER)

    after = rows_of_everything()
    assert after.pop("participants_purgerun") != before.pop("participants_purgerun")
    assert after == before
    assert dry.is_dry_run
    assert purge(today=LONG_AFTER).report == dry.report


def test_a_second_run_finds_nothing(registration):
    purge(today=LONG_AFTER)

    assert report_of(purge(today=LONG_AFTER)) == {}


def test_a_run_that_fails_half_way_has_done_whole_steps_and_reports_them(registration, monkeypatch):
    from participants.actions import purge as module

    def fail(event):
        Registration.objects.filter(event=event).update(rank="half done")
        raise RuntimeError("Killed.")

    monkeypatch.setitem(module.OF_EVENT, "details", fail)
    with pytest.raises(RuntimeError):
        purge(today=LONG_AFTER)

    assert report_of(PurgeRun.objects.get()) == {"draft": 1, "logistics": 1, "link": 1}
    assert Registration.objects.get(pk=registration.pk).rank == "Inspector"
    monkeypatch.undo()
    assert purge(today=LONG_AFTER).report["details"]["rows"] == 1


def test_the_command_prints_what_the_report_says(registration, capsys, time_machine):
    time_machine.move_to(f"{days_after(31)} 12:00", tick=False)

    call_command("purge", "--dry-run")
    call_command("purge")

    out = capsys.readouterr().out
    assert "Would erase, by class of data:" in out
    assert "  Travel, nights, meals, access: 1\n    past: 1\n" in out
    assert [run.is_dry_run for run in PurgeRun.objects.order_by("pk")] == [True, False]


def test_the_report_is_read_in_the_back_office(registration, desk):
    run = purge(dry_run=True, today=days_after(91))
    empty = purge(today=ENDED)

    page = text(desk.get(reverse("admin:participants_purgerun_change", args=[run.pk])))

    assert "Dry run: nothing was erased" in page
    assert "Travel, nights, meals, access: 1 (past: 1)" in page
    assert "Sex: 2 (of no event: 1, past: 1)" in page.replace("past: 1, of no event: 1", "of no event: 1, past: 1")
    assert "Nothing was due." in text(desk.get(reverse("admin:participants_purgerun_change", args=[empty.pk])))
    assert desk.get(reverse("admin:participants_purgerun_changelist")).context["cl"].result_count == 2


def test_nobody_else_can_rewrite_a_record(registration):
    """What the purge may do, a page may not: the history refuses."""
    with pytest.raises(Exception, match="append_only"):
        registration.history.update(rank="Chief")
