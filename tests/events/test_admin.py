"""The back office of events: materials and agendas are taken in with care, and refused with a sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events import actions
from events.models import Event, Material, Session
from tests.clients import signed_in, text
from tests.factories import (
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    MandateFactory,
    MaterialFactory,
    RegistrationFactory,
    SessionFactory,
    published_agenda,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"admin:events_{name}", args=args)


# --- Costs, cold: session, person, permissions, then the page itself ------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_events_sessions_and_versions_cost_the_same(django_assert_num_queries, officer, desk, count):
    for _ in range(count):
        published_agenda(EventFactory(published=True), sessions=count, by=officer)

    for name in ("event", "session", "agendaversion"):
        with django_assert_num_queries(6):
            desk.get(url(f"{name}_changelist"))


@pytest.mark.parametrize("count", [1, 3])
def test_materials_and_their_log_cost_the_same(django_assert_num_queries, officer, desk, count):
    for paper in MaterialFactory.create_batch(count, cleared=True):
        actions.open_file(paper.current, by=officer, download=True).close()

    with django_assert_num_queries(6):
        desk.get(url("material_changelist"))
    with django_assert_num_queries(5):
        desk.get(url("materialaccess_changelist"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_working_copy_costs_the_same(django_assert_num_queries, officer, desk, count):
    event = EventFactory(published=True)
    published_agenda(event, sessions=count, by=officer)
    page = url("agendaversion_change", actions.working_copy(event).pk)
    desk.get(page)  # content types are remembered by Django

    with django_assert_num_queries(7):
        desk.get(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_material_costs_the_same(django_assert_num_queries, officer, desk, count):
    session = SessionFactory()
    paper = MaterialFactory(cleared=True, event=session.event, session=session)
    for _ in range(count - 1):
        actions.add_file(paper, MaterialFactory.upload(), by=officer)
    desk.get(url("material_change", paper.pk))  # reference data is kept for a minute

    with django_assert_num_queries(8):
        desk.get(url("material_change", paper.pk))


# --- Materials and agenda -------------------------------------------------------------------------


def material_form(event, **more):
    return {
        "event": event.pk, "title": "Slides", "originator": "NABIS", "marking": "green", "audience": "everyone",
        "available_from_0": "", "available_from_1": "", "holds_no_case_data": "on",
        "versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0,
    } | more  # fmt: skip


def test_a_material_with_its_file_is_received(desk):
    desk.post(url("material_add"), material_form(EventFactory(), new_file=MaterialFactory.upload()))

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

    page = desk.post(url("material_add"), data)

    assert sentence in text(page)
    assert 'value="Slides"' in page.content.decode()
    assert not Material.objects.exists()


def test_an_oversized_upload_is_cut_off_and_refused_with_its_size(desk, settings):
    settings.MATERIAL_MAX_BYTES = 1024 * 1024
    big = SimpleUploadedFile("big.pdf", b"%PDF" + b"0" * 3 * 1024 * 1024)

    page = desk.post(url("material_add"), material_form(EventFactory(), new_file=big))

    assert "The file is 3.0 MB; the portal takes up to 1.0 MB." in text(page).replace("\xa0", " ")
    assert not Material.objects.exists()


def test_publishing_asks_for_the_reason(desk, officer):
    event = EventFactory(published=True)
    published_agenda(event, sessions=1, by=officer)
    copy = actions.working_copy(event)

    page = desk.post(url("agendaversion_publish", copy.pk), {"reason": ""})
    assert "This field is required." in text(page)
    desk.post(url("agendaversion_publish", copy.pk), {"reason": "Room changed."})

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
    session, copy = SessionFactory(event=event), actions.working_copy(event)

    desk.post(
        url("agendaversion_change", copy.pk),
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
    session, copy = SessionFactory(event=event), actions.working_copy(event)

    page = desk.post(url("agendaversion_change", copy.pk), slot_form(event, session, start, end))

    assert sentence in text(page)
    assert not copy.slots.exists()


def test_a_session_of_another_event_is_not_placed(desk):
    event, foreign = EventFactory(), SessionFactory(event=EventFactory())
    copy = actions.working_copy(event)

    page = desk.post(
        url("agendaversion_change", copy.pk),
        slot_form(event, foreign, ("2021-12-14", "09:00"), ("2021-12-14", "10:00")),
    )

    assert "Select a valid choice." in text(page)
    assert not copy.slots.exists()


def test_provenance_is_for_the_back_office_only(desk, officer):
    event = EventFactory(published=True)
    published_agenda(event, sessions=1, by=officer)
    Session.objects.update(provenance="filler", provenance_note="Invented by us.")

    assert "Filler" in text(desk.get(url("session_changelist")))
    person = RegistrationFactory(approved=True, delegation=DelegationFactory(event=event)).person
    reader = signed_in(Client(), person)
    code = event.sessions.get().code
    assert "Invented by us." not in text(reader.get(reverse("events:session", args=[event.slug, code])))


# --- Moves ----------------------------------------------------------------------------------------


def event_form(**more):
    return {
        "title": "Workshop", "slug": "workshop", "starts_on": "2021-12-14", "ends_on": "2021-12-15",
        "time_zone": "Europe/Belgrade", "visibility": "participants", "contact_email": "workshop@seesac.example",
        "mandate": MandateFactory().pk, "rooms-TOTAL_FORMS": 0, "rooms-INITIAL_FORMS": 0,
    } | more  # fmt: skip


def test_a_new_event_is_a_draft_with_a_working_copy(desk):
    desk.post(url("event_add"), event_form())

    event = Event.objects.get()
    assert (event.status, event.agenda_versions.get().number) == ("draft", None)


def test_an_event_is_published_closed_and_archived_each_after_asking(desk):
    event = EventFactory()

    for status in ("published", "closed", "archived"):
        page = url("event_move", event.pk, status)
        desk.get(page)
        assert Event.objects.get(pk=event.pk).status != status
        desk.post(page)
        assert Event.objects.get(pk=event.pk).status == status


def test_an_event_that_ends_before_it_begins_is_refused_beside_the_field(desk):
    page = desk.post(url("event_add"), event_form(ends_on="2021-12-13"))

    assert page.context["errors"] or page.context["adminform"].form.errors["ends_on"]
    assert "The last day is before the first day." in text(page)
    assert not Event.objects.exists()


def as_shown(client, paper, status):
    """What a browser sends back from the page that asks."""
    return client.get(url("material_move", paper.pk, status)).context["form"].initial


def test_a_paper_is_cleared_as_it_was_seen(desk, officer):
    """A colleague changes file or audience while the page that asks is open."""
    for change in (
        lambda paper: Material.objects.filter(pk=paper.pk).update(audience="everyone"),
        lambda paper: actions.add_file(paper, MaterialFactory.upload(), by=officer),
        lambda paper: paper.audience_jurisdictions.add(JurisdictionFactory()),
    ):
        paper = MaterialFactory(received=True, audience="heads")
        page = url("material_move", paper.pk, "cleared")
        asked = desk.get(page)
        assert "Audience: heads of delegation." in text(asked)
        change(paper)

        answer = desk.post(page, asked.context["form"].initial)

        paper.refresh_from_db()
        assert paper.status == "received"
        assert "was changed in the meantime: look at it again" in text(answer)


def test_a_paper_is_cleared_and_withheld(desk, officer):
    paper = MaterialFactory(received=True)

    for status in ("cleared", "withheld"):
        desk.post(url("material_move", paper.pk, status), as_shown(desk, paper, status))
        paper.refresh_from_db()
        assert (paper.status, paper.decided_by) == (status, officer)


def test_clearing_a_paper_without_a_file_is_not_offered_and_refused(desk):
    paper = MaterialFactory(withheld=False)

    assert [move["verb"] for move in desk.get(url("material_change", paper.pk)).context["moves"]] == ["Withhold"]
    seen = {"seen": actions.what_is_cleared(paper)}
    assert "has no file yet" in text(desk.post(url("material_move", paper.pk, "cleared"), seen))


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"marking": "clear"}, "received"),
        ({"audience": "heads"}, "received"),
        ({"title": "Another title"}, "cleared"),
        ({"new_file": "a file"}, "received"),
    ],
)
def test_what_nobody_cleared_is_not_released(desk, change, status):
    """A new file, mark or audience takes a cleared paper back until somebody clears it again."""
    paper = MaterialFactory(cleared=True, title="Slides", originator="NABIS")
    if "new_file" in change:
        change = {"new_file": MaterialFactory.upload(), "note": "Slide 4."}

    desk.post(url("material_change", paper.pk), material_form(paper.event) | change)

    paper.refresh_from_db()
    assert paper.status == status


def test_a_time_is_read_and_shown_by_the_clock_of_the_event(desk):
    event = EventFactory(time_zone="Europe/Chisinau")
    times = {"available_from_0": "2021-12-14", "available_from_1": "10:00"}

    desk.post(url("material_add"), material_form(event, **times))
    paper = Material.objects.get()
    page = desk.get(url("material_change", paper.pk)).content.decode()
    desk.post(url("material_change", paper.pk), material_form(event, **times, title="Changed"))

    assert paper.available_from.isoformat() == "2021-12-14T08:00:00+00:00"
    assert 'value="10:00"' in page
    paper.refresh_from_db()
    assert (paper.title, paper.available_from.isoformat()) == ("Changed", "2021-12-14T08:00:00+00:00")


# --- Two officers at once -------------------------------------------------------------------------


def test_a_working_copy_that_a_colleague_published_is_not_lost_silently(desk, officer):
    event = EventFactory(published=True)
    published_agenda(event, sessions=1, by=officer)
    copy = actions.working_copy(event)
    actions.publish_agenda(event, by=officer, reason="Faster.")

    saving = desk.post(url("agendaversion_change", copy.pk), {"slots-TOTAL_FORMS": 0}, follow=True)
    publishing = desk.post(url("agendaversion_publish", copy.pk), {"reason": "Slower."}, follow=True)

    assert "was published in the meantime, as version 2, so nothing was saved" in text(saving)
    assert saving.redirect_chain[-1][0] == url("agendaversion_change", actions.working_copy(event).pk)
    assert "was published already, as version 2." in text(publishing)
    assert event.agenda_versions.published().count() == 2
