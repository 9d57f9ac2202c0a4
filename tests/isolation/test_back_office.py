"""Who × what in the back office: every list and form, and every act, for every kind of viewer.

For people who are not staff there is no back office (404); a kind of rows that a group has no business with is 403.
"""

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from events import actions as event_actions
from events.models import Event, Material
from participants.admin.registrations.bulk import fingerprint
from participants.announcements import recipients_of
from participants.models import (
    Announcement,
    DataRequest,
    Delegation,
    Disclosure,
    Logistics,
    MailTemplate,
    OutgoingEmail,
    Registration,
    User,
)
from tests.clients import signed_in
from tests.factories import (
    AnnouncementFactory,
    DelegationFactory,
    EventFactory,
    MaterialFactory,
    OutgoingEmailFactory,
    RegistrationFactory,
    UserFactory,
    published_agenda,
    seats,
)
from tests.factories.assessments import AssessmentFactory, FrameworkVersionFactory, ResultFactory, RoundFactory

pytestmark = pytest.mark.django_db

OFFICER, DESK, ASSESSOR, AUDITOR = "Event officers", "Registration desk", "Assessors", "Auditors"
ALL = {OFFICER, DESK, ASSESSOR, AUDITOR}
# list: who reads it, who opens the form for a new row
LISTS = {
    "events_agendaversion": ({OFFICER, AUDITOR}, set()),
    "events_event": (ALL, {OFFICER}),
    "events_jurisdiction": (ALL, set()),
    "events_mandate": (ALL, set()),
    "events_material": ({OFFICER, AUDITOR}, {OFFICER}),
    "events_materialaccess": ({OFFICER, AUDITOR}, set()),
    "events_organisation": (ALL, set()),
    "events_session": (ALL, {OFFICER}),
    "participants_announcement": ({OFFICER}, {OFFICER}),
    "participants_datarequest": ({OFFICER}, set()),
    "participants_delegation": ({OFFICER, DESK}, {OFFICER}),
    "participants_disclosure": ({OFFICER}, set()),
    "participants_keptcount": ({OFFICER, AUDITOR}, set()),
    "participants_mailtemplate": ({OFFICER}, {OFFICER}),
    "participants_outgoingemail": ({OFFICER}, set()),
    "participants_purgerun": ({OFFICER, AUDITOR}, set()),
    "participants_registration": ({OFFICER, DESK}, {OFFICER}),
    "participants_user": ({OFFICER, DESK}, {OFFICER}),
    "assessments_assessment": ({ASSESSOR}, {ASSESSOR}),
    "assessments_frameworkversion": ({ASSESSOR}, set()),
    "assessments_round": ({ASSESSOR}, {ASSESSOR}),
    "mfa_authenticator": (set(), set()),
}


@pytest.fixture
def viewers():
    """Browsers of somebody of every kind, by what they are."""
    delegation = DelegationFactory(event=EventFactory(published=True), seats_member=5)
    focal_point = UserFactory()
    delegation.focal_points.add(focal_point)
    people = {
        "participant": RegistrationFactory(approved=True, delegation=delegation).person,
        "head": RegistrationFactory(approved=True, delegation=delegation, role="head").person,
        "focal point": focal_point,
        "superuser": UserFactory(staff=True, is_superuser=True),
    } | {group: UserFactory(staff=True, group=group) for group in sorted(ALL)}
    browsers = {name: signed_in(Client(), person) for name, person in people.items()}
    return browsers | {
        "anonymous": Client(),
        "officer without second factor": signed_in(Client(), people[OFFICER], second_factor=False),
    }


def expected(allowed, *, otherwise=403):
    outside = {
        "anonymous": 302,
        "officer without second factor": 302,
        "participant": 404,
        "head": 404,
        "focal point": 404,
    }
    return outside | {"superuser": 200} | {group: 200 if group in allowed else otherwise for group in ALL}


def test_the_table_names_every_list():
    assert set(LISTS) == {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}


@pytest.mark.parametrize("name", LISTS)
def test_who_reads_a_list(viewers, name):
    page = reverse(f"admin:{name}_changelist")

    assert {who: browser.get(page).status_code for who, browser in viewers.items()} == expected(LISTS[name][0])


@pytest.mark.parametrize("name", LISTS)
def test_who_opens_the_form_for_a_new_row(viewers, name):
    page, writers = reverse(f"admin:{name}_add"), LISTS[name][1]

    seen = {who: browser.get(page).status_code for who, browser in viewers.items()}

    nobody = not writers and not admin.site._registry[_model(name)].has_add_permission(_request(viewers))
    assert seen == expected(writers) | ({"superuser": 403} if nobody else {})


def _model(name):
    return next(m for m in admin.site._registry if f"{m._meta.app_label}_{m._meta.model_name}" == name)


def _request(viewers):
    return viewers["superuser"].get(reverse("admin:index")).wsgi_request


# --- Acts -----------------------------------------------------------------------------------------


@pytest.fixture
def rows(officer):
    """One row for each act to change."""
    event = EventFactory(published=True, title="Before")
    published_agenda(event, sessions=1, by=officer)
    delegation = DelegationFactory(event=event, seats_member=3)
    delegation.focal_points.add(UserFactory())
    version = FrameworkVersionFactory(published=True)
    assessment = AssessmentFactory(round=RoundFactory(framework_version=version))
    assessment.become("fieldwork", by=officer)
    ResultFactory(assessment=assessment)
    mail = OutgoingEmailFactory()
    mail.give_up("Mailbox full.")
    return {
        "event": event,
        "copy": event_actions.working_copy(event),
        "delegation": delegation,
        "waiting": RegistrationFactory(submitted=True, delegation=delegation),
        "seated": RegistrationFactory(approved=True, delegation=delegation),
        "nominated": RegistrationFactory(delegation=delegation),
        "colleague": UserFactory(jurisdiction=delegation.jurisdiction),
        "person": UserFactory(),
        "paper": MaterialFactory(event=event, received=True),
        "assessment": assessment,
        "mail": mail,
        "queued": OutgoingEmailFactory(),
        "message": AnnouncementFactory(event=event),
        "announced": announced(event),
        "text": MailTemplate.objects.create(purpose="approved", language="sr", subject="Before", body="{name}"),
        "request": DataRequest.objects.create(kind="erasure", person=UserFactory()),
    }


def announced(event):
    """A bulk message that was confirmed and can still be stopped."""
    message = AnnouncementFactory(event=event, subject="Stop me")
    message.confirm(by=message.created_by)
    return message


def step(name, row="message", **data):
    """A step of a bulk message, with what its page sends."""

    def request_of(r):
        message = Announcement.objects.get(pk=r[row].pk)
        seen = recipients_of(message, User.objects.get(is_superuser=True))
        sent = {"revision": message.revision, "seen": seen.fingerprint} | data
        return reverse(f"admin:participants_announcement_{name}", args=[message.pk]), sent

    return request_of


def write_text(r):
    data = {"purpose": "offer", "language": "en", "subject": "After", "body": "{until} {link}", "revision": 1}
    return reverse("admin:participants_mailtemplate_add"), data


def change_text(r):
    data = {"subject": "After", "body": "{name}", "revision": MailTemplate.objects.get(pk=r["text"].pk).revision}
    return reverse("admin:participants_mailtemplate_change", args=[r["text"].pk]), data


def stop_mail(r):
    data = {"action": "stop", "_selected_action": [r["queued"].pk], "confirmed": "yes"}
    return reverse("admin:participants_outgoingemail_changelist"), data


def message_now(r):
    return Announcement.objects.values("criterion", "body", "status").get(pk=r["message"].pk)


def move(model, row, status, **data):
    return lambda r: (reverse(f"admin:{model}_move", args=[r[row].pk, status]), data)


def bulk(action, row, **more):
    """What the page sends that asked first."""
    return lambda r: (
        reverse("admin:participants_registration_changelist"),
        {"action": action, "_selected_action": [r[row].pk], "confirmed": "yes", "seen": fingerprint([r[row]]), **more},
    )


def retry(r):
    data = {"action": "try_again", "_selected_action": [r["mail"].pk], "confirmed": "yes"}
    return reverse("admin:participants_outgoingemail_changelist"), data


def correct(r):
    person = r["person"]
    data = {
        "email": person.email,
        "given_name": "After",
        "family_name": "After",
        "sex": "not_stated",
        "is_active": "on",
    }
    return reverse("admin:participants_user_change", args=[person.pk]), data


def corrected(row):
    row.refresh_from_db()
    return {
        "role": row.role, "given_name": row.given_name, "family_name": row.family_name, "sex": row.sex,
        "rank": "Major", "revision": row.revision,
    }  # fmt: skip


def upload(r):
    data = {
        "title": "Slides", "originator": "NABIS", "marking": "green", "audience": "everyone",
        "holds_no_case_data": "on", "new_file": MaterialFactory.upload(),
        "versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0,
    }  # fmt: skip
    return reverse("admin:events_material_change", args=[r["paper"].pk]), data


def results(r):
    indicator = r["assessment"].round.framework_version.domains.get().indicators.order_by("-position").first()
    prefix = f"indicator-{indicator.pk}-"
    names = ("outcome", "justification", "initial-outcome", "initial-justification")
    data = dict.fromkeys((f"{prefix}{name}" for name in names), "")
    data |= {f"{prefix}outcome": "not_assessed", f"initial-{prefix}outcome": "", f"initial-{prefix}justification": ""}
    return reverse("admin:assessments_assessment_results", args=[r["assessment"].pk]), data


# act: what is sent, who may, what has changed then
ACTS = {
    "approve": (
        move("participants_registration", "waiting", "approved", reason=""),
        {OFFICER},
        lambda r: Registration.objects.get(pk=r["waiting"].pk).status,
    ),
    "approve in bulk": (
        bulk("approve_selected", "waiting", reason=""),
        {OFFICER},
        lambda r: Registration.objects.get(pk=r["waiting"].pk).status,
    ),
    "withdraw in bulk": (
        bulk("withdraw_selected", "seated", reason="Ill."),
        {OFFICER},
        lambda r: Registration.objects.get(pk=r["seated"].pk).status,
    ),
    "remind in bulk": (bulk("remind_selected", "nominated"), {OFFICER}, lambda r: r["nominated"].mails.count()),
    "export": (bulk("export_xlsx", "waiting"), {OFFICER}, lambda r: Disclosure.objects.count()),
    "replace": (
        lambda r: (
            reverse("admin:participants_registration_move", args=[r["seated"].pk, "replaced"]),
            {"person": r["colleague"].pk, "reason": ""},
        ),
        {OFFICER},
        lambda r: Registration.objects.get(pk=r["seated"].pk).status,
    ),
    "change seats": (
        lambda r: (
            reverse("admin:participants_delegation_change", args=[r["delegation"].pk]),
            seats(member=9) | {"revision": 1},
        ),
        {OFFICER},
        lambda r: Delegation.objects.get(pk=r["delegation"].pk).seats,
    ),
    "correct a registration": (
        lambda r: (registration_page(r), corrected(r["seated"])),
        {OFFICER},
        lambda r: Registration.objects.get(pk=r["seated"].pk).rank,
    ),
    "write logistics": (
        lambda r: (registration_page(r, "logistics"), {"diet_note": "No fish", "revision": 0}),
        {OFFICER},
        lambda r: Logistics.objects.count(),
    ),
    "ask the person to confirm": (
        lambda r: (reverse("admin:participants_registration_ask", args=[r["nominated"].pk]), {}),
        {OFFICER},
        lambda r: OutgoingEmail.objects.filter(purpose="nomination").count(),
    ),
    "invite the focal points": (
        lambda r: (reverse("admin:participants_delegation_invite", args=[r["delegation"].pk]), {}),
        {OFFICER},
        lambda r: OutgoingEmail.objects.filter(purpose="invitation").count(),
    ),
    "add a focal point": (
        lambda r: (
            reverse("admin:participants_delegation_focal_point", args=[r["delegation"].pk]),
            {"email": "new@police.example", "given_name": "Ana", "family_name": "Šarić"},
        ),
        {OFFICER},
        lambda r: r["delegation"].focal_points.count(),
    ),
    "correct a person": (correct, {OFFICER}, lambda r: User.objects.get(pk=r["person"].pk).given_name),
    "stop a mail": (stop_mail, {OFFICER}, lambda r: OutgoingEmail.objects.get(pk=r["queued"].pk).status),
    "write a mail text": (write_text, {OFFICER}, lambda r: MailTemplate.objects.count()),
    "change a mail text": (change_text, {OFFICER}, lambda r: MailTemplate.objects.get(pk=r["text"].pk).subject),
    "take back a mail text": (
        lambda r: (reverse("admin:participants_mailtemplate_drop", args=[r["text"].pk]), {}),
        {OFFICER},
        lambda r: MailTemplate.objects.filter(pk=r["text"].pk).exists(),
    ),
    "begin a bulk message": (
        lambda r: (reverse("admin:participants_announcement_add"), {"event": r["event"].pk, "language": "en"}),
        {OFFICER},
        lambda r: Announcement.objects.count(),
    ),
    "choose people for a bulk message": (step("people", states=["declined"], shown=""), {OFFICER}, message_now),
    "write a bulk message": (step("text", language="en", subject="After", body="After"), {OFFICER}, message_now),
    "test a bulk message": (
        step("test", person=1),
        {OFFICER},
        lambda r: OutgoingEmail.objects.filter(purpose="test").count(),
    ),
    "send a bulk message": (step("confirm"), {OFFICER}, message_now),
    "stop a bulk message": (
        step("stop", row="announced"),
        {OFFICER},
        lambda r: Announcement.objects.get(pk=r["announced"].pk).status,
    ),
    "copy a bulk message": (step("copy"), {OFFICER}, lambda r: Announcement.objects.count()),
    "send a mail again": (retry, {OFFICER}, lambda r: OutgoingEmail.objects.get(pk=r["mail"].pk).status),
    "answer a request": (
        move("participants_datarequest", "request", "answered", answer="It is done."),
        {OFFICER},
        lambda r: DataRequest.objects.get(pk=r["request"].pk).status,
    ),
    "close the event": (
        move("events_event", "event", "closed"),
        {OFFICER},
        lambda r: Event.objects.get(pk=r["event"].pk).status,
    ),
    "publish the agenda": (
        lambda r: (reverse("admin:events_agendaversion_publish", args=[r["copy"].pk]), {"reason": "Room changed."}),
        {OFFICER},
        lambda r: Event.objects.get(pk=r["event"].pk).agenda.number,
    ),
    "clear a paper": (
        lambda r: (
            reverse("admin:events_material_move", args=[r["paper"].pk, "cleared"]),
            {"seen": event_actions.what_is_cleared(r["paper"])},
        ),
        {OFFICER},
        lambda r: Material.objects.get(pk=r["paper"].pk).status,
    ),
    "upload a file": (upload, {OFFICER}, lambda r: Material.objects.get(pk=r["paper"].pk).current.number),
    "share an assessment": (
        move("assessments_assessment", "assessment", "initial"),
        {ASSESSOR},
        lambda r: type(r["assessment"]).objects.get(pk=r["assessment"].pk).status,
    ),
    "enter a result": (results, {ASSESSOR}, lambda r: r["assessment"].results.count()),
}


# page of its own beside lists and forms: who opens it
PAGES = {
    "overview": (lambda r: reverse("admin:participants_delegation_overview", args=[r["event"].pk]), {OFFICER, DESK}),
    "headcounts": (lambda r: reverse("admin:participants_delegation_headcounts", args=[r["event"].pk]), {OFFICER}),
    "asking the person": (
        lambda r: reverse("admin:participants_registration_ask", args=[r["nominated"].pk]),
        {OFFICER},
    ),
    "inviting": (lambda r: reverse("admin:participants_delegation_invite", args=[r["delegation"].pk]), {OFFICER}),
    "adding a focal point": (
        lambda r: reverse("admin:participants_delegation_focal_point", args=[r["delegation"].pk]),
        {OFFICER},
    ),
    "registration": (lambda r: registration_page(r), {OFFICER, DESK}),
    "registration: logistics": (lambda r: registration_page(r, "logistics"), {OFFICER}),
    "registration: mails": (lambda r: registration_page(r, "mails"), {OFFICER}),
    "registration: files taken": (lambda r: registration_page(r, "files"), {OFFICER}),
    "registration: history": (lambda r: registration_page(r, "history"), {OFFICER, DESK}),
}


def registration_page(r, tab="data"):
    return reverse("admin:participants_registration_change", args=[r["seated"].pk]) + f"?tab={tab}"


@pytest.mark.parametrize("name", PAGES)
def test_who_opens_a_page(viewers, rows, name):
    """Nothing of a registration's own page is there for those who may not know of registrations."""
    address, allowed = PAGES[name]

    assert {who: browser.get(address(rows)).status_code for who, browser in viewers.items()} == expected(allowed)


def test_who_previews_a_bulk_message(viewers, rows):
    address = reverse("admin:participants_announcement_preview", args=[rows["message"].pk])

    seen = {who: browser.get(address).status_code for who, browser in viewers.items()}

    assert seen == expected({OFFICER}, otherwise=404)


@pytest.mark.parametrize("act", ACTS)
def test_who_acts(viewers, rows, act):
    """Each tries in turn, from the same state; what others try changes nothing."""
    request_of, allowed, state = ACTS[act]
    before, acted = state(rows), set()

    for who, browser in viewers.items():
        with transaction.atomic():
            browser.post(*request_of(rows))
            if state(rows) != before:
                acted.add(who)
            transaction.set_rollback(True)

    assert acted == allowed | {"superuser"}


def test_the_table_of_acts_names_every_move():
    """A stateful model whose moves nobody tried here would be a hole in the table."""
    stateful = {name for name in LISTS if hasattr(admin.site._registry[_model(name)], "verbs")}

    assert stateful == {
        "events_event", "events_material", "participants_registration", "participants_datarequest",
        "assessments_assessment",
        "assessments_frameworkversion",
    }  # fmt: skip
