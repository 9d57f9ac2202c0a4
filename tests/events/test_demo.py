"""The workshops of the demonstration as they are loaded; nothing here loads them from the start."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine

from events import actions, demo, demo_plan
from events.agenda import now_and_next
from events.models import AgendaVersion, Event, Material, MaterialVersion, Session, Slot
from events.reference import load_reference
from tests.events.demonstration import BELGRADE, newest, past, placement, today
from tests.factories import UserFactory
from tests.whole_module import rows_of_module

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The officer in whose name it was loaded, once for all tests here."""
    with rows_of_module(django_db_blocker):
        load_reference()
        demo.load_partners()
        officer = UserFactory(staff=True)
        demo.load(demo_plan.read(), by=officer)
        yield officer


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


def test_the_workshop_that_comes_is_six_weeks_away_and_stays_there(loaded):
    event = Event.objects.get(slug=demo_plan.COMING)

    with time_machine.travel(datetime.now(BELGRADE) + timedelta(days=3)):
        demo.load(demo_plan.read(), by=loaded)

    event.refresh_from_db()
    assert event.starts_on == datetime.now(BELGRADE).date() + timedelta(days=42)
    assert (event.status, newest(event).slots.count()) == ("published", 10)


def test_a_second_run_writes_nothing(loaded):
    before = counted()

    assert demo.load(demo_plan.read(), by=loaded) == []

    assert counted() == before


def test_what_people_changed_stays(loaded):
    Event.objects.filter(slug=demo.TODAY).update(title="Our own name")
    today().materials.get(title="Programme").withhold(by=loaded)

    demo.load(demo_plan.read(), by=loaded)

    assert today().title == "Our own name"
    assert today().materials.get(title="Programme").status == "withheld"


def test_a_fictional_workshop_that_somebody_closed_stays_where_it_is(loaded):
    today().close()

    with time_machine.travel(datetime.now(BELGRADE) + timedelta(days=3)):
        assert demo.load(demo_plan.read(), by=loaded) == []
