"""The workshops of the demonstration, as tests ask for them."""

from zoneinfo import ZoneInfo

from events import demo
from events.models import AgendaVersion, Event

BELGRADE = ZoneInfo("Europe/Belgrade")


def past():
    return Event.objects.get(slug=demo.PAST)


def today():
    return Event.objects.get(slug=demo.TODAY)


def newest(event):
    return AgendaVersion.objects.published().filter(event=event).latest("number")


def placement(version):
    """What is when and where: code, time by the clock, room."""
    rows = version.slots.order_by("starts_at", "session__code").values_list("session__code", "starts_at", "room__name")
    return [(code, starts_at.astimezone(BELGRADE).strftime("%H:%M"), room) for code, starts_at, room in rows]
