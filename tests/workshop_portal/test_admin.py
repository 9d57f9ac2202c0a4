"""The back office: every list and form opens, costs the same for one row or many, and refuses with a sentence."""

import re

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events import actions as event_actions
from events.models import Material, Session
from participants.models import OutgoingEmail, Registration, User
from tests.clients import signed_in
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

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def officer():
    return UserFactory(staff=True, group="Event officers")


@pytest.fixture
def desk(officer):
    return signed_in(Client(), officer)


@pytest.fixture
def delegation():
    return DelegationFactory(event=EventFactory(published=True), seats=2)


def listed(response):
    """The names in the list, as a reader sees them."""
    cells = re.findall(r'<th class="field-name">(.*?)</th>', response.content.decode(), re.DOTALL)
    return {re.sub("<[^>]+>", "", cell).strip() for cell in cells}


def text(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_and_form_opens(model):
    client = signed_in(Client(), UserFactory(staff=True, is_superuser=True))
    name = f"{model._meta.app_label}_{model._meta.model_name}"

    assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    adding = client.get(reverse(f"admin:{name}_add")).status_code
    assert adding == (200 if admin.site._registry[model].has_add_permission(client.get("/").wsgi_request) else 403)


# --- Costs, cold: session, person, permissions, then the page itself ------------------------------


def url(name, *args):
    return reverse(f"admin:{name}", args=args)


@pytest.mark.parametrize("count", [1, 3])
def test_registrations_cost_the_same_for_one_or_many(django_assert_num_queries, desk, delegation, count):
    RegistrationFactory.create_batch(count, submitted=True, delegation=delegation)

    with django_assert_num_queries(6):
        page = desk.get(url("participants_registration_changelist"))
    assert len(listed(page)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_people_cost_the_same(django_assert_num_queries, desk, count):
    UserFactory.create_batch(count)

    with django_assert_num_queries(5):
        desk.get(url("participants_user_changelist"))


@pytest.mark.parametrize("count", [1, 3])
def test_delegations_cost_the_same(django_assert_num_queries, desk, count):
    DelegationFactory.create_batch(count)

    with django_assert_num_queries(6):
        desk.get(url("participants_delegation_changelist"))


@pytest.mark.parametrize("count", [1, 3])
def test_mails_cost_the_same(django_assert_num_queries, desk, count):
    OutgoingEmailFactory.create_batch(count)

    with django_assert_num_queries(6):
        desk.get(url("participants_outgoingemail_changelist"))


@pytest.mark.parametrize("count", [1, 3])
def test_events_sessions_and_versions_cost_the_same(django_assert_num_queries, officer, desk, count):
    for _ in range(count):
        published_agenda(EventFactory(published=True), sessions=count, by=officer)

    for name in ("event", "session", "agendaversion"):
        with django_assert_num_queries(6):
            desk.get(url(f"events_{name}_changelist"))


@pytest.mark.parametrize("count", [1, 3])
def test_materials_and_their_log_cost_the_same(django_assert_num_queries, officer, desk, count):
    for paper in MaterialFactory.create_batch(count, cleared=True):
        event_actions.open_file(paper.current, by=officer, download=True).close()

    with django_assert_num_queries(6):
        desk.get(url("events_material_changelist"))
    with django_assert_num_queries(5):
        desk.get(url("events_materialaccess_changelist"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_registration_costs_the_same(django_assert_num_queries, desk, delegation, count):
    rows = RegistrationFactory.create_batch(count, submitted=True, delegation=delegation)

    page = url("participants_registration_change", rows[0].pk)
    desk.get(page)  # content types are remembered by Django

    with django_assert_num_queries(5):
        desk.get(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_working_copy_costs_the_same(django_assert_num_queries, officer, desk, count):
    event = EventFactory(published=True)
    published_agenda(event, sessions=count, by=officer)
    page = url("events_agendaversion_change", event_actions.working_copy(event).pk)
    desk.get(page)  # content types are remembered by Django

    with django_assert_num_queries(8):
        desk.get(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_material_costs_the_same(django_assert_num_queries, officer, desk, count):
    paper = MaterialFactory(cleared=True, session=SessionFactory())
    for _ in range(count - 1):
        event_actions.add_file(paper, MaterialFactory.upload(), by=officer)
    desk.get(url("events_material_change", paper.pk))  # reference data is kept for a minute

    with django_assert_num_queries(8):
        desk.get(url("events_material_change", paper.pk))


# --- The registrations list -----------------------------------------------------------------------


@pytest.mark.parametrize("words", ["saric", "ŠARIĆ", "шарић", "Sar jel", "jelena šarić"])
def test_search_is_blind_to_case_diacritics_and_script(desk, delegation, words):
    for given, family in [("Jelena", "Šarić"), ("Јелена", "Шарић"), ("Petar", "Petrov")]:
        RegistrationFactory(delegation=delegation, person=UserFactory(given_name=given, family_name=family))

    page = desk.get(url("participants_registration_changelist"), {"q": words})

    assert listed(page) == {"Šarić, Jelena", "Шарић, Јелена"}


@pytest.mark.parametrize("words", ["%", "_", "\\", "100%", "a" * 500])
def test_search_takes_any_sign_literally(desk, delegation, words):
    RegistrationFactory(delegation=delegation)

    page = desk.get(url("participants_registration_changelist"), {"q": words})

    assert (page.status_code, listed(page)) == (200, set())


def test_facets_count_what_one_would_find(desk, delegation):
    RegistrationFactory.create_batch(2, submitted=True, delegation=delegation)
    RegistrationFactory(approved=True, delegation=delegation, role="head")
    RegistrationFactory(approved=True, delegation=DelegationFactory(event=delegation.event))

    page = desk.get(url("participants_registration_changelist"), {"jurisdiction": delegation.jurisdiction_id})
    facets = {
        spec.title: {str(choice["display"]): choice["count"] for choice in spec.choices(page.context["cl"])}
        for spec in page.context["cl"].filter_specs
    }

    assert facets["state"] == {"All": 3, "Awaiting decision": 2, "Approved": 1}
    assert facets["role"] == {"All": 3, "Head of delegation": 1, "Member": 2}
    assert facets["jurisdiction"]["All"] == 4
    assert len(listed(page)) == 3


def test_a_filter_typed_by_hand_is_no_error(desk):
    assert desk.get(url("participants_registration_changelist"), {"event": "abc"}).status_code == 302


def test_seats_are_shown_beside_each_registration(desk, delegation):
    RegistrationFactory(approved=True, delegation=delegation)
    RegistrationFactory(submitted=True, delegation=delegation)

    assert text(desk.get(url("participants_registration_changelist"))).count(" 1/2 ") == 2


# --- Decisions ------------------------------------------------------------------------------------


def bulk(client, action, rows, **more):
    data = {"action": action, "_selected_action": [row.pk for row in rows]} | more
    return client.post(url("participants_registration_changelist"), data, follow=True)


def states(rows):
    return sorted(Registration.objects.filter(pk__in=[row.pk for row in rows]).values_list("status", flat=True))


def test_bulk_approval_asks_first_and_changes_nothing(desk, delegation):
    rows = RegistrationFactory.create_batch(3, submitted=True, delegation=delegation)
    declined = RegistrationFactory(declined=True, delegation=delegation)
    mails = OutgoingEmail.objects.count()

    page = text(bulk(desk, "approve_selected", [*rows, declined]))

    assert "2 will change, 2 skipped" in page
    assert "all 2 seats of the delegation are taken" in page
    assert "is declined" in page
    assert states(rows) == ["submitted"] * 3
    assert OutgoingEmail.objects.count() == mails


def test_bulk_approval_when_confirmed_changes_what_it_can_and_says_the_rest(desk, delegation):
    rows = RegistrationFactory.create_batch(3, submitted=True, delegation=delegation)

    page = text(bulk(desk, "approve_selected", rows, confirmed="yes", reason=""))

    assert "2 changed to: approved." in page
    assert "Skipped:" in page
    assert states(rows) == ["approved", "approved", "submitted"]
    assert OutgoingEmail.objects.filter(move__after="approved").count() == 2


def test_confirming_twice_decides_once(desk, delegation):
    rows = RegistrationFactory.create_batch(2, submitted=True, delegation=delegation)

    for _ in range(2):
        bulk(desk, "approve_selected", rows, confirmed="yes", reason="")

    assert OutgoingEmail.objects.filter(move__after="approved").count() == 2


def test_bulk_decline_needs_a_reason_and_keeps_the_selection(desk, delegation):
    rows = RegistrationFactory.create_batch(2, submitted=True, delegation=delegation)

    page = bulk(desk, "decline_selected", rows, confirmed="yes", reason="")

    assert "This field is required." in text(page)
    assert states(rows) == ["submitted", "submitted"]
    bulk(desk, "decline_selected", rows, confirmed="yes", reason="The workshop is for investigators.")
    assert states(rows) == ["declined", "declined"]


def test_the_buttons_are_the_moves_that_the_table_allows(desk, delegation):
    reserve = RegistrationFactory(reserve=True, delegation=delegation)

    page = desk.get(url("participants_registration_change", reserve.pk))

    assert [move["verb"] for move in page.context["moves"]] == ["Approve", "Withdraw"]


def test_a_move_that_came_too_late_is_a_sentence(desk, delegation):
    registration = RegistrationFactory(declined=True, delegation=delegation)

    page = desk.post(url("participants_registration_move", registration.pk, "approved"), {"reason": ""})

    assert "is declined" in text(page)
    assert states([registration]) == ["declined"]


def test_a_decision_is_never_made_by_a_link(desk, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)

    desk.get(url("participants_registration_move", registration.pk, "approved"))

    assert states([registration]) == ["submitted"]


def test_saving_a_form_does_not_undo_a_decision_made_meanwhile(desk, officer, delegation, monkeypatch):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    original = admin.site._registry[Registration].save_model

    def decide_meanwhile(request, obj, form, change):
        Registration.objects.get(pk=obj.pk).become("reserve", by=officer)
        original(request, obj, form, change)

    monkeypatch.setattr(admin.site._registry[Registration], "save_model", decide_meanwhile)
    desk.post(url("participants_registration_change", registration.pk), {"role": "observer"})

    registration.refresh_from_db()
    assert (registration.role, registration.status) == ("observer", "reserve")


def test_registering_somebody_twice_is_a_sentence_beside_the_form(desk, delegation):
    registration = RegistrationFactory(delegation=delegation)
    data = {"person": registration.person.pk, "delegation": delegation.pk, "role": "member"}

    page = desk.post(url("participants_registration_add"), data)

    assert "This person is already registered for this event." in text(page)


# --- Powers ---------------------------------------------------------------------------------------


def test_an_officer_hands_out_no_powers(desk, officer):
    person = UserFactory()
    data = {"email": person.email, "given_name": "A", "family_name": "B", "sex": "not_stated", "is_active": "on"}

    desk.post(url("participants_user_change", person.pk), data | {"is_staff": "on", "is_superuser": "on"})

    person.refresh_from_db()
    assert (person.given_name, person.is_staff, person.is_superuser) == ("A", False, False)


def test_an_officer_does_not_change_somebody_who_has_powers(desk):
    administrator = UserFactory(staff=True, is_superuser=True)

    answer = desk.post(url("participants_user_change", administrator.pk), {"email": "mine@police.example"})

    assert answer.status_code == 403
    assert not User.objects.filter(email="mine@police.example").exists()


def test_records_are_never_deleted(desk, delegation):
    registration = RegistrationFactory(delegation=delegation)

    assert desk.post(url("participants_registration_delete", registration.pk), {"post": "yes"}).status_code == 403


# --- Materials and agenda -------------------------------------------------------------------------


def material_form(event, **more):
    return {
        "event": event.pk, "title": "Slides", "originator": "NABIS", "marking": "green", "audience": "everyone",
        "available_from_0": "", "available_from_1": "", "holds_no_case_data": "on",
        "versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0,
    } | more  # fmt: skip


def test_a_material_with_its_file_is_received(desk):
    desk.post(url("events_material_add"), material_form(EventFactory(), new_file=MaterialFactory.upload()))

    material = Material.objects.get()
    assert (material.status, material.current.number) == ("received", 1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"marking": "red"}, "TLP:RED is for the people in the room only"),
        ({"marking": ""}, "This field is required."),
        ({"new_file": SimpleUploadedFile("run.exe", b"MZ")}, "The portal takes PDF, DOCX, PPTX, XLSX, PNG and JPG"),
        ({"new_file": SimpleUploadedFile("a.pdf", b"<html>")}, "The content is not a PDF file."),
        ({"holds_no_case_data": ""}, "Confirm this before the file is stored."),
        ({"audience": "public"}, "Only TLP:CLEAR may go to people who are not signed in."),
        ({"audience": "chosen"}, "Choose at least one jurisdiction or organisation below."),
    ],
)
def test_what_the_portal_does_not_store_is_refused_with_a_sentence_and_nothing_typed_is_lost(desk, change, sentence):
    data = material_form(EventFactory(), new_file=MaterialFactory.upload()) | change

    page = desk.post(url("events_material_add"), data)

    assert sentence in text(page)
    assert 'value="Slides"' in page.content.decode()
    assert not Material.objects.exists()


def test_an_oversized_upload_is_cut_off_and_refused_with_its_size(desk, settings):
    settings.MATERIAL_MAX_BYTES = 1024 * 1024
    big = SimpleUploadedFile("big.pdf", b"%PDF" + b"0" * 3 * 1024 * 1024)

    page = desk.post(url("events_material_add"), material_form(EventFactory(), new_file=big))

    assert "The file is 3.0 MB; the portal takes up to 1.0 MB." in text(page).replace("\xa0", " ")
    assert not Material.objects.exists()


def test_publishing_asks_for_the_reason(desk, officer):
    event = EventFactory(published=True)
    published_agenda(event, sessions=1, by=officer)
    copy = event_actions.working_copy(event)

    page = desk.post(url("events_agendaversion_publish", copy.pk), {"reason": ""})
    assert "This field is required." in text(page)
    desk.post(url("events_agendaversion_publish", copy.pk), {"reason": "Room changed."})

    event.refresh_from_db()
    assert (event.agenda.number, event.agenda.reason) == (2, "Room changed.")


def slot_form(event, session, start, end):
    return {
        "slots-TOTAL_FORMS": 1, "slots-INITIAL_FORMS": 0, "slots-0-session": session.pk, "slots-0-room": "",
        "slots-0-starts_at_0": start[0], "slots-0-starts_at_1": start[1],
        "slots-0-ends_at_0": end[0], "slots-0-ends_at_1": end[1],
    }  # fmt: skip


def test_slots_are_written_in_the_zone_of_the_event(desk):
    event = EventFactory(time_zone="Europe/Chisinau")
    session, copy = SessionFactory(event=event), event_actions.working_copy(event)

    desk.post(
        url("events_agendaversion_change", copy.pk),
        slot_form(event, session, ("2021-12-14", "10:00"), ("2021-12-14", "11:00")),
    )

    assert copy.slots.get().starts_at.isoformat() == "2021-12-14T08:00:00+00:00"


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (("2021-12-14", "10:00"), ("2021-12-14", "09:00"), "The session ends before it starts."),
        (("2021-03-28", "02:30"), ("2021-03-28", "04:00"), "couldn’t be interpreted in time zone"),
        (("2021-10-31", "02:30"), ("2021-10-31", "04:00"), "couldn’t be interpreted in time zone"),
    ],
)
def test_times_that_make_no_sense_are_refused(desk, start, end, sentence):
    event = EventFactory()
    session, copy = SessionFactory(event=event), event_actions.working_copy(event)

    page = desk.post(url("events_agendaversion_change", copy.pk), slot_form(event, session, start, end))

    assert sentence in text(page)
    assert not copy.slots.exists()


def test_a_session_of_another_event_is_not_placed(desk):
    event, foreign = EventFactory(), SessionFactory(event=EventFactory())
    copy = event_actions.working_copy(event)

    desk.post(
        url("events_agendaversion_change", copy.pk),
        slot_form(event, foreign, ("2021-12-14", "09:00"), ("2021-12-14", "10:00")),
    )

    assert not copy.slots.exists()


def test_provenance_is_for_the_back_office_only(desk, officer):
    event = EventFactory(published=True)
    published_agenda(event, sessions=1, by=officer)
    Session.objects.update(provenance="filler", provenance_note="Invented by us.")

    assert "Filler" in text(desk.get(url("events_session_changelist")))
    person = RegistrationFactory(approved=True, delegation=DelegationFactory(event=event)).person
    reader = signed_in(Client(), person)
    code = event.sessions.get().code
    assert "Invented by us." not in text(reader.get(reverse("events:session", args=[event.slug, code])))
