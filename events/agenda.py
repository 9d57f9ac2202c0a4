"""The agenda as people read it: days, rows, what is on now and next, and the time zone in words.

Works on slots that tell everything themselves: those of a published version, or frozen ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from events.models import Slot


@dataclass(frozen=True)
class Day:
    """One day of an agenda. `number` counts from 1 and is the day's address on the page (#day-1)."""

    number: int
    date: date
    slots: Sequence[Slot]


def in_days(slots: Iterable[Slot], zone: ZoneInfo) -> list[Day]:
    """Group slots, which come in order of time, by their date in the event's zone."""
    by_date = groupby(slots, key=lambda slot: slot.starts_at.astimezone(zone).date())
    return [Day(number, day, list(rows)) for number, (day, rows) in enumerate(by_date, start=1)]


def now_and_next(times: Iterable[tuple[int, datetime, datetime]], now: datetime) -> tuple[set[int], set[int]]:
    """Which slots run at `now` and which start next on the same stretch of the agenda.

    `times` are (key, start, end). An end is exclusive: at 10:30 the slot that ended at 10:30 is over.
    Before and after the event nothing is now; next is then the first slot to come, if there is one.
    """
    times = list(times)
    running = {key for key, start, end in times if start <= now < end}
    coming = [start for _, start, _ in times if start > now]
    following = {key for key, start, _ in times if coming and start == min(coming)}
    return running, following


def zone_in_words(zone: ZoneInfo, on: date) -> str:
    """For example "Belgrade time (CET, UTC+1)", as it holds at noon of the day `on`."""
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=zone)
    city = zone.key.rsplit("/", 1)[-1].replace("_", " ")
    minutes = int(noon.utcoffset().total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    offset = f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
    name = noon.tzname()
    # Zones without letters of their own, such as Asia/Dubai, call themselves "+04".
    inside = f"{name}, {offset}" if name and name[0].isalpha() else offset
    return f"{city} time ({inside})"
