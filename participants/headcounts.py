"""How many beds, meals and headsets an event needs, day by day, from what the people who come have answered.

Everybody who comes is counted, also people who are in no list: a bed is a bed. Who has not answered is counted apart,
because a caterer has to be told something.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from events.models import Event
from participants.languages import Language
from participants.models import Logistics, Registration
from participants.models.registrations import Diet

MARGIN = timedelta(days=7)  # days before and after the event that are looked at; what is beyond is a typing error


@dataclass
class Day:
    """One day of the event or around it. `nights` are beds from this day to the next.

    `present` are people who are there by their own answer, `diets` of these; `unknown` those who have not answered.
    `spoken` are people who need interpretation by language, of both: an interpreter is booked for whoever may come.
    """

    day: date
    is_of_event: bool
    nights: int = 0
    present: int = 0
    unknown: int = 0
    arrivals: int = 0
    departures: int = 0
    diets: Counter = field(default_factory=Counter)
    spoken: Counter = field(default_factory=Counter)

    @property
    def counts(self) -> bool:
        return self.is_of_event or bool(self.nights or self.arrivals or self.departures)


@dataclass
class Headcounts:
    """`answered` and `unanswered` are people who come; `interpretation` counts them by language."""

    days: list[Day]
    diets: list[tuple[str, str]]
    interpretation: list[tuple[str, int]]
    languages: list[tuple[str, str]]
    answered: int = 0
    unanswered: int = 0
    diet_notes: int = 0
    access_needs: int = 0
    visa_letters: int = 0
    beyond: int = 0


def headcounts(event: Event) -> Headcounts:
    """The counts of an event; one query."""
    coming = Registration.objects.coming().filter(event=event).select_related("logistics")
    rows = list(coming.only("interpretation", "logistics"))
    answers = [row.logistics for row in rows if hasattr(row, "logistics")]
    days = _days(event, answers)
    for day in days.values():
        day.unknown = (len(rows) - len(answers)) if day.is_of_event else 0
    occurring = {diet for answer in answers for diet in answer.diet}
    return Headcounts(
        days=[day for day in days.values() if day.counts],
        diets=[(diet.value, diet.label) for diet in Diet if diet.value in occurring],
        languages=_spoken(event, rows, days),
        interpretation=interpretation(row.interpretation for row in rows),
        answered=len(answers),
        unanswered=len(rows) - len(answers),
        diet_notes=sum(bool(answer.diet_note) for answer in answers),
        access_needs=sum(bool(answer.access_needs) for answer in answers),
        visa_letters=sum(answer.visa_letter for answer in answers),
        beyond=sum(_is_beyond(answer, event, days) for answer in answers),
    )


def _spoken(event: Event, rows: Iterable[Registration], days: dict[date, Day]) -> list[tuple[str, str]]:
    """Count who needs interpretation on each day of the event; the languages that occur, in their order."""
    needing = [row for row in rows if row.interpretation]
    for row in needing:
        answer = getattr(row, "logistics", None)
        for day in days.values():
            if day.is_of_event and (answer is None or _is_there(day, answer, event)):
                day.spoken[row.interpretation] += 1
    occurring = {row.interpretation for row in needing}
    return [(language.value, language.label) for language in Language if language.value in occurring]


def interpretation(languages: Iterable[str]) -> list[tuple[str, int]]:
    """How many people need interpretation into each language, in the order of the languages."""
    found = Counter(languages)
    return [(language.label, found[language.value]) for language in Language if found[language.value]]


def _days(event: Event, answers: Iterable[Logistics]) -> dict[date, Day]:
    first, last = event.starts_on - MARGIN, event.ends_on + MARGIN
    all_days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    days = {day: Day(day, event.starts_on <= day <= event.ends_on) for day in all_days}
    for answer in answers:
        for day in days.values():
            _count(day, answer, event)
    return days


def _count(day: Day, answer: Logistics, event: Event) -> None:
    day.arrivals += _day_of(answer.arrives_at, event) == day.day
    day.departures += _day_of(answer.leaves_at, event) == day.day
    if answer.nights_from and answer.nights_until:
        day.nights += answer.nights_from <= day.day < answer.nights_until
    if day.is_of_event and _is_there(day, answer, event):
        day.present += 1
        day.diets.update(answer.diet)


def _is_there(day: Day, answer: Logistics, event: Event) -> bool:
    arrival, departure = _day_of(answer.arrives_at, event), _day_of(answer.leaves_at, event)
    return (arrival is None or arrival <= day.day) and (departure is None or departure >= day.day)


def _day_of(moment: datetime | None, event: Event) -> date | None:
    return moment and moment.astimezone(event.zone).date()


def _is_beyond(answer: Logistics, event: Event, days: dict[date, Day]) -> bool:
    given = (_day_of(answer.arrives_at, event), _day_of(answer.leaves_at, event), answer.nights_from)
    return any(day is not None and day not in days for day in given)
