"""Published agendas, read and rendered once per process: a numbered version never changes.

Only what is the same for every reader is kept here; what is personal is added by the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from events import kept
from events.agenda import in_days, now_and_next
from events.models import AgendaVersion, Event, Slot


@dataclass(frozen=True)
class PublishedAgenda:
    """A numbered version with its slots in order of time."""

    version: AgendaVersion
    slots: Sequence[Slot]

    def slot(self, code: str) -> Slot | None:
        """The slot of the session with this code, if it is in this version."""
        return next((slot for slot in self.slots if slot.session.code == code), None)

    def now_and_next(self, now: datetime) -> tuple[frozenset[int], frozenset[int]]:
        """Keys of the slots that run at `now`, and of those that come next."""
        running, following = now_and_next(((s.pk, s.starts_at, s.ends_at) for s in self.slots), now)
        return frozenset(running), frozenset(following)

    @property
    def earlier(self) -> Sequence[int]:
        """Numbers of the versions before this one, newest first: they are counted without a gap, and stay."""
        return range(self.version.number - 1, 0, -1)

    def neighbours(self, slot: Slot) -> tuple[Slot | None, Slot | None]:
        """The sessions before and after `slot`; breaks are passed over."""
        before = [s for s in self.slots if s.starts_at < slot.starts_at and not s.is_break]
        after = [s for s in self.slots if s.starts_at > slot.starts_at and not s.is_break]
        return (before[-1] if before else None), (after[0] if after else None)


def published_agenda(version_pk: int) -> PublishedAgenda:
    """The numbered version with this key; two queries the first time, none after."""
    return kept.agendas.get(version_pk, lambda: _read(version_pk))


def _read(version_pk: int) -> PublishedAgenda:
    version = AgendaVersion.objects.published().select_related("published_by").get(pk=version_pk)
    slots = version.slots.select_related("session").order_by("starts_at", "room_name", "pk")
    return PublishedAgenda(version, tuple(slots))


def rendered_days(event: Event, version_pk: int, now: datetime) -> SafeString:
    """Links to the days and all rows as HTML; rendered again only when what is on now changes.

    An older version says what was told once, not what is on now.
    """
    agenda = published_agenda(version_pk)
    is_newest = version_pk == event.agenda_id
    running, following = agenda.now_and_next(now) if is_newest else (frozenset(), frozenset())
    key = ("days", version_pk, event.slug, event.time_zone, running, following, get_language())
    context = {
        "days": in_days(agenda.slots, event.zone),
        "slug": event.slug,
        "zone": event.zone,
        "now": running,
        "next": following,
        "first_now": next((slot.pk for slot in agenda.slots if slot.pk in running), None),
    }
    return kept.fragments.get(key, lambda: render_to_string("events/_agenda_days.html", context))
