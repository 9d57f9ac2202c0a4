"""The two workshops of the demonstration, and their papers."""

import io
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from pptx import Presentation

from events import actions, demo
from events.agenda import now_and_next
from events.demo_papers import slides
from events.models import AgendaVersion, Event, Material, MaterialVersion, Session, Slot
from events.reference import load_reference
from tests.factories import SessionFactory, UserFactory
from workshop_portal.documents import pdf

pytestmark = pytest.mark.django_db
BELGRADE = ZoneInfo("Europe/Belgrade")
DATA = {
    "title": "#panic() and *stars*",
    "subtitle": "Đorđe Çela, Ștefan, Ђорђе",
    "originator": "SEESAC",
    "marking": "TLP:AMBER",
    "event": "A workshop",
    "notice": "Fictional.",
    "acknowledgement": "Organised under a decision.",
    "footnotes": [],
    "sections": [{"heading": "One", "paragraphs": ["$x$"], "points": ["@a"], "columns": [], "rows": []}],
}
MADE_AT = datetime(2026, 11, 1, tzinfo=BELGRADE)


@pytest.fixture
def officer():
    load_reference()
    return UserFactory(staff=True)


@pytest.fixture
def loaded(officer):
    demo.load(by=officer)
    return officer


def past():
    return Event.objects.get(slug=demo.PAST)


def today():
    return Event.objects.get(slug=demo.TODAY)


def newest(event):
    return AgendaVersion.objects.published().filter(event=event).latest("number")


def placement(version):
    rows = version.slots.order_by("starts_at", "session__code").values_list("session__code", "starts_at", "room__name")
    return [(code, starts_at.astimezone(BELGRADE).strftime("%H:%M"), room) for code, starts_at, room in rows]


def counted():
    """How many rows there are, history included: a run that writes nothing leaves them as they are."""
    models = (Event, Session, Slot, AgendaVersion, Material, MaterialVersion)
    histories = [model.history.rel.related_model for model in models]
    return [model.objects.count() for model in (*models, *histories)]


def test_the_workshop_of_2021_is_as_public_and_no_more(loaded):
    event = past()

    assert event.title == "First Regional Workshop of Criminal Police Representatives"
    assert (event.starts_on, event.ends_on) == (date(2021, 12, 14), date(2021, 12, 15))
    assert (event.format, event.venue, event.mandate.code) == ("", "", "(CFSP) 2019/2111")
    assert "fictional" in event.notice


def test_the_back_office_knows_which_sessions_are_public_and_which_filler(loaded):
    counts = [past().sessions.filter(provenance=kind).count() for kind in ("public", "filler")]

    assert counts == [9, 13]
    assert not past().sessions.filter(provenance="public", provenance_note="").exists()


def test_what_participants_read_says_nothing_of_how_the_demonstration_was_made(loaded):
    texts = Slot.objects.filter(version__event=past()).values_list("title", "abstract", "presenter")

    assert not [text for row in texts for text in row if "seed" in text or "our arrangement" in text]


def test_the_days_of_2021_have_no_gaps_and_no_overlaps(loaded):
    slots = list(newest(past()).slots.order_by("starts_at"))

    assert len(slots) == 22
    breaks = [(a, b) for a, b in pairwise(slots) if a.ends_at != b.starts_at]
    assert [(a.session.code, b.session.code) for a, b in breaks] == [("1.9", "2.0")]


def test_the_conversus_paper_is_withheld_and_has_no_file(loaded):
    paper = past().materials.get(title__contains="Conversus")

    assert paper.status == "withheld"
    assert not paper.versions.exists()


def test_the_workshop_of_2021_is_closed_once(loaded):
    assert demo.close_past() == ["Closed “First Regional Workshop of Criminal Police Representatives”."]
    assert demo.close_past() == []
    assert past().status == "closed"


@pytest.mark.parametrize("clock", ["08:30", "11:00", "14:00", "17:59"])
def test_the_fictional_workshop_begins_today_and_something_is_on_at_office_hours(loaded, clock):
    event = today()
    slots = newest(event).slots.values_list("pk", "starts_at", "ends_at")
    now = datetime.combine(event.starts_on, datetime.strptime(clock, "%H:%M").time(), tzinfo=BELGRADE)  # noqa: DTZ007

    assert event.starts_on == datetime.now(BELGRADE).date()
    assert now_and_next(slots, now)[0]


def test_the_agenda_has_three_versions_with_reasons_and_an_unpublished_change(loaded):
    event = today()
    versions = AgendaVersion.objects.published().filter(event=event).order_by("number")

    assert [version.number for version in versions] == [1, 2, 3]
    assert len({version.reason for version in versions}) == 3
    assert "Reports of the delegations" in versions[0].slots.values_list("title", flat=True)
    assert "State of play in each jurisdiction" in versions[1].slots.values_list("title", flat=True)
    coming = set(placement(actions.working_copy(event))) - set(placement(newest(event)))
    assert coming == {("2.3", "09:15", "Room Two (demo)"), ("2.12", "10:40", "Room Two (demo)")}


def test_the_materials_show_every_state_mark_and_audience(loaded):
    papers = today().materials.all()

    assert {paper.status for paper in papers} == {"expected", "received", "cleared", "withheld"}
    assert {paper.marking for paper in papers} == {"clear", "green", "amber", "amber_strict"}
    assert {paper.audience for paper in papers} == {"public", "everyone", "heads", "chosen", "staff"}
    assert papers.get(title="Programme").versions.count() == 2
    chosen = papers.get(audience="chosen")
    assert set(chosen.audience_jurisdictions.values_list("code", flat=True)) == {"AL", "ME"}


def test_a_second_run_writes_nothing(loaded):
    before = counted()

    assert demo.load(by=loaded) == []

    assert counted() == before


def test_what_people_changed_stays(loaded):
    Event.objects.filter(slug=demo.TODAY).update(title="Our own name")
    today().materials.get(title="Programme").withhold(by=loaded)

    demo.load(by=loaded)

    assert today().title == "Our own name"
    assert today().materials.get(title="Programme").status == "withheld"


def test_a_failure_leaves_nothing(officer, monkeypatch):
    monkeypatch.setattr(demo, "upload", lambda *args, **options: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        demo.load(by=officer)

    assert not Event.objects.exists()


# Over the end of summer time on 25 October 2026 the clock on the wall counts, not the hours between.
@pytest.mark.parametrize(("first", "later"), [("2026-11-24", "2026-11-26"), ("2026-10-24", "2026-10-25")])
def test_on_a_later_day_it_moves_by_a_new_version_and_what_is_planned_stays_planned(officer, first, later):
    with time_machine.travel(f"{first}T10:00:00+00:00", tick=True):
        demo.load(by=officer)
        SessionFactory(event=today(), code="9.9")
        told, planned = placement(newest(today())), placement(actions.working_copy(today()))
    with time_machine.travel(f"{later}T10:00:00+00:00", tick=True):
        said = demo.load(by=officer)
        again = demo.load(by=officer)

    event, version = today(), newest(today())
    assert [len(said), again] == [1, []]
    assert event.starts_on == date.fromisoformat(later)
    assert event.ends_on == event.starts_on + timedelta(days=1)
    assert (version.number, version.reason) == (4, "The demonstration starts today.")
    assert version.slots.earliest("starts_at").starts_at.astimezone(BELGRADE).date() == event.starts_on
    assert placement(version) == told
    assert placement(actions.working_copy(event)) == planned
    opens = event.materials.get(title__contains="trainers").available_from.astimezone(BELGRADE)
    assert (opens.date(), opens.hour) == (event.ends_on, 9)


def test_a_fictional_workshop_that_somebody_closed_stays_where_it_is(loaded):
    today().close()

    with time_machine.travel(datetime.now(BELGRADE) + timedelta(days=3)):
        assert demo.load(by=loaded) == []


def test_a_paper_prints_texts_as_they_are_and_always_the_same_bytes():
    made = pdf("paper", DATA, made_at=MADE_AT)

    assert made.startswith(b"%PDF")
    assert made == pdf("paper", DATA, made_at=MADE_AT)
    assert b"/StructTreeRoot" in made  # tagged, for screen readers


def test_slides_open_again_with_a_title_on_each_and_are_always_the_same_bytes():
    made = slides(DATA)

    deck = Presentation(io.BytesIO(made))
    assert [slide.shapes.title.text for slide in deck.slides] == ["#panic() and *stars*", "One"]
    assert "TLP:AMBER" in deck.slides[1].shapes[-1].text_frame.text
    assert slides(DATA) == made


def test_the_paper_that_names_a_marked_jurisdiction_prints_its_footnote(officer, monkeypatch):
    printed = {}
    made_of = demo.upload.__globals__["pdf"]

    def remember(template, data, **options):
        printed[data["title"], data["event"]] = data
        return made_of(template, data, **options)

    monkeypatch.setitem(demo.upload.__globals__, "pdf", remember)
    demo.load(by=officer)

    notes = {title: data["footnotes"] for (title, _), data in printed.items() if data["footnotes"]}
    assert list(notes) == ["Administrative note"]
    assert notes["Administrative note"][0].startswith("* References to Kosovo shall be understood")
    marks = {data["marking"] for (_, event), data in printed.items() if event.startswith("First Regional")}
    assert marks == {""}
