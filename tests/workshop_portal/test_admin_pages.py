"""The pages of the back office: what must be corrected, where one stands, and what is offered to whom."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events import actions
from tests.clients import signed_in, text
from tests.factories import (
    DelegationFactory,
    EventFactory,
    MaterialFactory,
    OutgoingEmailFactory,
    RegistrationFactory,
    SessionFactory,
    UserFactory,
    published_agenda,
)
from tests.factories.assessments import AssessmentFactory, FrameworkVersionFactory, assessor

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return DelegationFactory(event=EventFactory(published=True), seats_member=2)


def html(response):
    return response.content.decode()


def summary_of(response):
    """The links of the error summary: what each says, by the id it leads to."""
    found = re.search(r'<div class="[^"]*error-summary" role="alert">(.*?)</div>', html(response), re.DOTALL)
    links = re.findall(r'<a\s+href="#([^"]+)"\s*>(.*?)</a>', found[1], re.DOTALL)
    return {target: " ".join(words.split()) for target, words in links}


def trail_of(response):
    """What the breadcrumbs say."""
    found = re.search(r'<div class="breadcrumbs">(.*?)</div>', html(response), re.DOTALL)
    return " ".join(re.sub("<[^>]+>", "", found[1]).split()).split(" &rsaquo; ")


def assert_leads_to_fields(response, summary):
    ids = set(re.findall(r'\bid="([^"]+)"', html(response)))
    assert summary.keys() - ids == set()
    assert re.search(r"<title>\s*Error: ", html(response))


# --- What must be corrected ------------------------------------------------------------------------


def test_a_form_lists_each_field_that_is_wrong_with_a_link_to_it(desk):
    data = {"title": "", "available_from_0": "soon", "versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0}

    page = desk.post(reverse("admin:events_material_add"), data)

    summary = summary_of(page)
    assert summary["id_title"] == "Title: This field is required."
    assert summary["id_available_from_0"].startswith("Available from: ")
    assert {"id_event", "id_originator", "id_marking"} <= summary.keys()
    assert_leads_to_fields(page, summary)
    assert "Please correct the errors below." not in text(page)


def test_a_form_lists_what_is_wrong_in_its_rows(desk):
    event = EventFactory()
    session, copy = SessionFactory(event=event), actions.working_copy(event)
    data = {
        "slots-TOTAL_FORMS": 1, "slots-INITIAL_FORMS": 0, "slots-0-session": session.pk, "slots-0-room": "",
        "slots-0-starts_at_0": "2021-12-14", "slots-0-starts_at_1": "10:00",
        "slots-0-ends_at_0": "2021-12-14", "slots-0-ends_at_1": "09:00",
    }  # fmt: skip

    page = desk.post(reverse("admin:events_agendaversion_change", args=[copy.pk]), data)

    summary = summary_of(page)
    assert summary == {"id_slots-0-ends_at_0": "Slot 1, Ends at: The session ends before it starts."}
    assert_leads_to_fields(page, summary)


def test_what_is_wrong_with_the_whole_is_said_in_the_same_place(desk, delegation):
    registration = RegistrationFactory(delegation=delegation)
    data = {"person": registration.person.pk, "delegation": delegation.pk, "role": "member"}

    page = desk.post(reverse("admin:participants_registration_add"), data)

    assert "Please correct this This person is already registered for this event." in text(page)
    assert text(page).count("This person is already registered for this event.") == 1


def test_a_reason_that_is_missing_is_listed_and_the_hint_has_the_id_it_is_known_by(desk, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)

    page = desk.post(reverse("admin:participants_registration_move", args=[registration.pk, "declined"]))

    summary = summary_of(page)
    assert summary == {"id_reason": "Reason: This field is required."}
    assert_leads_to_fields(page, summary)
    for described in re.findall(r'aria-describedby="([^"]+)"', html(page)):
        assert [name for name in described.split() if f'id="{name}"' not in html(page)] == []


def test_a_bulk_action_without_its_reason_lists_it(desk, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    data = {"action": "decline_selected", "_selected_action": [registration.pk], "confirmed": "yes", "reason": ""}

    page = desk.post(reverse("admin:participants_registration_changelist"), data)

    summary = summary_of(page)
    assert summary.keys() == {"id_reason"}
    assert_leads_to_fields(page, summary)


def test_results_list_each_indicator_that_is_wrong():
    client, assessment = signed_in(Client(), assessor()), AssessmentFactory()
    address = reverse("admin:assessments_assessment_results", args=[assessment.pk])
    form = client.get(address).context["chapters"][0][1][0]

    page = client.post(address, {form.add_prefix("outcome"): "3", form.add_prefix("justification"): ""})

    summary = summary_of(page)
    assert summary[form.indicator.code].startswith(f"{form.indicator.code}, justification: Say why")
    assert_leads_to_fields(page, summary)


def test_a_page_without_errors_has_no_summary(desk):
    page = html(desk.get(reverse("admin:events_material_add")))

    assert "error-summary" not in page
    assert "Error: " not in page


# --- Before something is done to many --------------------------------------------------------------


def test_what_will_change_comes_before_what_will_not(desk, delegation):
    rows = RegistrationFactory.create_batch(3, submitted=True, delegation=delegation)
    data = {"action": "approve_selected", "_selected_action": [row.pk for row in rows]}

    response = desk.post(reverse("admin:participants_registration_changelist"), data)

    page = html(response)
    skipped_at = '<details class="skipped'
    order = [page.index(words) for words in ("2 will change", 'id="id_reason"', "<caption>", ">Approve 2<", skipped_at)]
    assert order == sorted(order)
    skipped, [(row, sentence)] = page[page.index(skipped_at) :], response.context["skipped"]
    assert skipped.count(sentence) == skipped.count(str(row)) == 1
    assert "open" not in skipped[: skipped.index(">")]


def test_what_will_not_change_is_open_when_nothing_else_is_there(desk, delegation):
    declined = RegistrationFactory(declined=True, delegation=delegation)
    data = {"action": "approve_selected", "_selected_action": [declined.pk]}

    page = desk.post(reverse("admin:participants_registration_changelist"), data)

    assert re.search(r'<details class="skipped"\s+open', html(page))


# --- Where one stands ------------------------------------------------------------------------------


def test_breadcrumbs_begin_at_the_back_office_and_name_the_list(desk, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)

    def trail(name, *args):
        return trail_of(desk.get(reverse(f"admin:{name}", args=args)))

    above = ["Back office", "Registrations"]
    row = [*above, str(registration)]
    assert trail("participants_registration_changelist") == above
    assert trail("participants_registration_add") == [*above, "Add registration"]
    assert trail("participants_registration_change", registration.pk) == row
    assert trail("participants_registration_history", registration.pk) == [*row, "History"]
    assert trail("participants_registration_move", registration.pk, "declined") == [*row, "Decline"]
    assert trail("app_list", "participants") == ["Back office", "Participants"]


def test_the_first_page_has_the_lists_and_no_actions_of_the_past(desk):
    page = desk.get(reverse("admin:index"))

    assert "Recent actions" not in text(page)
    for name in ("registration", "delegation", "user"):
        assert f'href="{reverse(f"admin:participants_{name}_changelist")}"' in html(page)
    assert f'href="{reverse("admin:participants_registration_add")}"' in html(page)
    assert f'href="{reverse("admin:participants_outgoingemail_add")}"' not in html(page)


def test_how_many_were_found_is_said_after_a_search_only(desk, delegation):
    RegistrationFactory(delegation=delegation, person=UserFactory(family_name="Petrov"))
    page = reverse("admin:participants_registration_changelist")

    assert "1 found" not in text(desk.get(page))
    assert "1 found" in text(desk.get(page, {"q": "petrov"}))


def test_a_list_asks_in_words_what_to_do_with_the_selected(desk, delegation):
    RegistrationFactory(delegation=delegation)

    page = text(desk.get(reverse("admin:participants_registration_changelist")))

    assert "Do: Choose what to do Approve… Put on reserve… Decline… Withdraw…" in page
    assert "---------" not in page


def test_a_page_that_is_only_read_leads_back_to_its_list():
    client = signed_in(Client(), assessor())
    version = FrameworkVersionFactory()

    page = html(client.get(reverse("admin:assessments_frameworkversion_change", args=[version.pk])))

    assert re.search(r'class="closelink">Back to the list<', page)


# --- What is offered to whom -----------------------------------------------------------------------


@pytest.mark.parametrize(("group", "is_link"), [("Event officers", True), ("Registration desk", False)])
def test_a_mail_is_a_link_for_those_who_may_open_it(officer, delegation, group, is_link):
    registration = RegistrationFactory(approved=True, delegation=delegation, by=officer)
    mail = registration.moves_made.exclude(mail=None).get(after="approved").mail
    client = signed_in(Client(), UserFactory(staff=True, group=group))

    page = client.get(reverse("admin:participants_registration_change", args=[registration.pk]), {"tab": "history"})

    assert mail.get_status_display() in text(page)
    assert (reverse("admin:participants_outgoingemail_change", args=[mail.pk]) in html(page)) is is_link


@pytest.mark.parametrize(("group", "is_offered"), [("Event officers", True), ("Auditors", False)])
def test_the_preview_of_a_working_copy_is_for_those_who_write_it(officer, group, is_offered):
    event = EventFactory(published=True)
    published_agenda(event, sessions=1, by=officer)
    client = signed_in(Client(), UserFactory(staff=True, group=group))

    page = client.get(reverse("admin:events_agendaversion_change", args=[actions.working_copy(event).pk]))

    assert page.status_code == 200
    assert (reverse("events:working_copy", args=[event.slug]) in html(page)) is is_offered


def test_the_class_of_a_cell_is_the_one_the_style_sheet_knows(desk):
    session = SessionFactory()
    MaterialFactory(event=session.event, session=session)

    page = html(desk.get(reverse("admin:events_material_changelist")))

    assert '<td class="field-event nowrap">' in page
    assert '<td class="field-session nowrap">' in page


def test_the_first_page_says_what_waits_and_leads_there(desk):
    event = EventFactory(published=True, title="Workshop {n}")
    RegistrationFactory.create_batch(2, submitted=True, delegation=DelegationFactory(event=event))
    RegistrationFactory(submitted=True).event.close()  # nothing is decided there any more
    MaterialFactory(event=event, received=True)
    OutgoingEmailFactory().give_up("Mailbox full.")

    page = desk.get(reverse("admin:index"))

    assert [(task["sentence"], task["url"]) for task in page.context["waiting"]] == [
        ("1 paper waits to be cleared", "/admin/events/material/?status=received"),
        ("1 mail could not be sent", "/admin/participants/outgoingemail/?status=failed"),
        (
            "2 registrations await a decision: Workshop {n}",
            f"/admin/participants/registration/?event={event.pk}&status=submitted",
        ),
    ]


def test_the_first_page_says_what_lapses_and_which_deadlines_are_near(desk, officer):
    """Beside each, one that is not due: it would be counted if the deadline were not asked for."""
    today = timezone.localdate()
    event = EventFactory(published=True, title="Soon", starts_on=today + timedelta(days=20),
                         ends_on=today + timedelta(days=21))  # fmt: skip
    near = DelegationFactory(event=event, confirm_by=today + timedelta(days=7))
    far = DelegationFactory(event=event, confirm_by=today + timedelta(days=8))
    for delegation in (near, far):
        RegistrationFactory(delegation=delegation)
    changed, lapsing, later = (
        RegistrationFactory(approved=True, delegation=near, by=officer),
        RegistrationFactory(reserve=True, delegation=far, by=officer),
        RegistrationFactory(reserve=True, delegation=far, by=officer),
    )
    changed.become("recheck", by=changed.person)
    lapsing.become("offered", by=officer, offer_expires_at=timezone.now())
    later.become("offered", by=officer, offer_expires_at=timezone.now() + timedelta(days=2))

    page = desk.get(reverse("admin:index"))

    registrations, delegations = "/admin/participants/registration/", "/admin/participants/delegation/"
    assert [(task["sentence"], task["url"]) for task in page.context["waiting"]] == [
        ("1 nomination letter is missing, and the time ends within a week: Soon",
         f"{delegations}?event={event.pk}&letter=no"),
        ("1 change after the approval waits: Soon", f"{registrations}?event={event.pk}&status=recheck"),
        ("1 offered seat lapses today: Soon", f"{registrations}?event={event.pk}&status=offered"),
        ("1 person has not confirmed, and the time ends within a week: Soon",
         f"{registrations}?event={event.pk}&status=nominated"),
    ]  # fmt: skip
    for task in page.context["waiting"]:
        assert desk.get(task["url"]).status_code == 200


@pytest.mark.parametrize("group", ["Registration desk", "Auditors", "Assessors"])
def test_nobody_is_asked_for_what_they_may_not_do(group):
    RegistrationFactory(submitted=True)
    MaterialFactory(received=True)
    client = signed_in(Client(), UserFactory(staff=True, group=group))

    assert client.get(reverse("admin:index")).context["waiting"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_costs_the_same(django_assert_num_queries, desk, count):
    RegistrationFactory.create_batch(count, submitted=True)

    with django_assert_num_queries(9):
        desk.get(reverse("admin:index"))
