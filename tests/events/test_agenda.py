"""Days, now and next, and the zone in words: pure functions."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from events.agenda import in_days, now_and_next, zone_in_words

BELGRADE = ZoneInfo("Europe/Belgrade")
NINE = datetime(2021, 12, 14, 9, tzinfo=BELGRADE)


def slots(*starts):
    return [SimpleNamespace(starts_at=start) for start in starts]


def test_days_are_those_of_the_event_zone_not_of_utc():
    late = datetime(2021, 12, 14, 23, 30, tzinfo=UTC)  # half past midnight in Belgrade

    days = in_days(slots(NINE, late), BELGRADE)

    assert [(day.number, day.date) for day in days] == [(1, date(2021, 12, 14)), (2, date(2021, 12, 15))]


def test_no_slots_are_no_days():
    assert in_days([], BELGRADE) == []


@pytest.mark.parametrize(
    ("minutes", "now", "next_"),
    [
        (-1, set(), {"a"}),
        (0, {"a"}, {"b", "c"}),
        (29, {"a"}, {"b", "c"}),
        (30, {"b", "c"}, {"d"}),
        (60, {"c"}, {"d"}),
        (90, set(), {"d"}),
        (120, {"d"}, set()),
        (150, set(), set()),
    ],
)
def test_now_and_next_with_parallel_sessions_and_a_gap(minutes, now, next_):
    def at(start, end):
        return NINE + timedelta(minutes=start), NINE + timedelta(minutes=end)

    times = [("a", *at(0, 30)), ("b", *at(30, 60)), ("c", *at(30, 90)), ("d", *at(120, 150))]

    assert now_and_next(times, NINE + timedelta(minutes=minutes)) == (now, next_)


@pytest.mark.parametrize(
    ("zone", "on", "words"),
    [
        ("Europe/Belgrade", date(2021, 12, 14), "Belgrade time (CET, UTC+1)"),
        ("Europe/Belgrade", date(2022, 6, 14), "Belgrade time (CEST, UTC+2)"),
        ("Europe/Chisinau", date(2021, 12, 14), "Chisinau time (EET, UTC+2)"),
        ("Asia/Kolkata", date(2022, 1, 1), "Kolkata time (IST, UTC+5:30)"),
        ("Asia/Dubai", date(2022, 1, 1), "Dubai time (UTC+4)"),
        ("America/New_York", date(2022, 1, 1), "New York time (EST, UTC-5)"),
    ],
)
def test_zone_in_words(zone, on, words):
    assert zone_in_words(ZoneInfo(zone), on) == words
