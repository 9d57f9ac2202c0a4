"""Loading the workshops: all or nothing, and following the calendar."""

from datetime import date, timedelta

import pytest
import time_machine

from events import actions, demo, demo_plan
from events.models import Event
from events.reference import load_reference
from tests.events.demonstration import BELGRADE, newest, placement, today
from tests.factories import SessionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    load_reference()
    demo.load_partners()
    return UserFactory(staff=True)


def test_a_failure_leaves_nothing(officer, monkeypatch):
    monkeypatch.setattr(demo, "upload", lambda *args, **options: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        demo.load(demo_plan.read(), by=officer)

    assert not Event.objects.exists()


# Over the end of summer time on 25 October 2026 the clock on the wall counts, not the hours between.
@pytest.mark.parametrize(("first", "later"), [("2026-11-24", "2026-11-26"), ("2026-10-24", "2026-10-25")])
def test_on_a_later_day_it_moves_by_a_new_version_and_what_is_planned_stays_planned(officer, first, later):
    with time_machine.travel(f"{first}T10:00:00+00:00", tick=True):
        demo.load(demo_plan.read(), by=officer)
        SessionFactory(event=today(), code="9.9")
        told, planned = placement(newest(today())), placement(actions.working_copy(today()))
    with time_machine.travel(f"{later}T10:00:00+00:00", tick=True):
        said = demo.load(demo_plan.read(), by=officer)
        again = demo.load(demo_plan.read(), by=officer)

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
