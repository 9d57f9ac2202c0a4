"""The workshops of the demonstration: that of December 2021, and two that are made up. One of these begins today, for
the other delegations still nominate.

Everything goes through the actions and moves that pages and back office use. A workshop that is there is
left as people have changed it in the meantime; only the days of the one that begins today follow the calendar.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from events import actions, demo_plan
from events.demo_papers import upload
from events.demo_plan import CONTENT, EVENT_FIELDS, PAST, TODAY, WORKSHOPS, Plan
from events.models import AgendaVersion, Event, Jurisdiction, Mandate, Material, Room, Session, Slot
from events.reference import ORGANISATIONS, load_reference
from events.states import EventStatus
from workshop_portal.markings import Marking


def load_partners() -> None:
    """Make the partner that is made up too; people of the demonstration belong to it."""
    load_reference(demo_plan.DATA, (ORGANISATIONS,))


@transaction.atomic
def load(plan: Plan, *, by) -> list[str]:
    """Make what is missing and move the made-up workshop to today; says what it did, in sentences.

    Needs the reference data. A second run on the same day writes nothing.
    """
    events = {event.slug: event for event in Event.objects.filter(slug__in=WORKSHOPS)}
    done = [_make(slug, plan, by=by) for slug in WORKSHOPS if slug not in events]
    if TODAY in events:
        done += _begin_today(events[TODAY], by=by)
    return done


def close_past() -> list[str]:
    """Close the workshop of 2021, once its people are registered: nothing is decided at a closed event."""
    event = Event.objects.get(slug=PAST)
    if event.status != EventStatus.PUBLISHED:
        return []
    event.close()
    return [f"Closed “{event}”."]


# --- Making a workshop ---------------------------------------------------------------------------


def _make(slug: str, plan: Plan, *, by) -> str:
    workshop = plan.workshops[slug]
    event = _make_event(slug, workshop["event"])
    rooms = {room["name"]: Room.objects.create(event=event, **room) for room in workshop["rooms"]}
    sessions = {row["code"]: _make_session(event, row) for row in workshop["sessions"]}
    for version in workshop["versions"]:
        _set_titles(sessions, workshop["sessions"], version.get("titles", {}))
        _place(event, _rows(workshop, version), sessions, rooms)
        actions.publish_agenda(event, by=by, reason=version["reason"])
    _set_titles(sessions, workshop["sessions"], {})
    if "working_copy" in workshop:
        _place(event, _rows(workshop, workshop["working_copy"]), sessions, rooms)
    event.publish()
    for row in workshop["materials"]:
        _make_material(event, row, workshop, plan.papers, by=by)
    return f"Made “{event}”."


def _make_event(slug: str, row: Mapping[str, Any]) -> Event:
    event = Event(slug=slug, **{name: row[name] for name in EVENT_FIELDS if name in row})
    event.mandate = Mandate.objects.get(code=row["mandate"])
    event.starts_on = row.get("starts_on") or _today(event) + timedelta(days=row.get("starts_in", 0))
    event.ends_on = event.starts_on + timedelta(days=row["days"] - 1)
    event.full_clean()
    event.save()
    return event


def _make_session(event: Event, row: Mapping[str, Any]) -> Session:
    content = {name: row[name] for name in CONTENT if name in row}
    session = Session(event=event, code=row["code"], provenance_note=row.get("note", ""), **content)
    session.full_clean()
    session.save()
    return session


def _set_titles(sessions: Mapping[str, Session], rows: Iterable[Mapping[str, Any]], titles: Mapping[str, str]) -> None:
    """Call sessions as a version called them; all others by their own title."""
    for row in rows:
        session, title = sessions[row["code"]], titles.get(row["code"], row["title"])
        if session.title != title:
            session.title = title
            session.save(update_fields=["title"])


def _rows(workshop: Mapping[str, Any], version: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sessions where this version had them."""
    changes, without = version.get("changes", {}), version.get("without", ())
    return [row | changes.get(row["code"], {}) for row in workshop["sessions"] if row["code"] not in without]


def _place(event: Event, rows: Iterable[Mapping[str, Any]], sessions, rooms) -> None:
    version = actions.working_copy(event)
    version.slots.all().delete()
    for row in rows:
        Slot.objects.create(
            version=version,
            session=sessions[row["code"]],
            room=rooms[row["room"]] if "room" in row else None,
            starts_at=_moment(event, row["day"], row["from"]),
            ends_at=_moment(event, row["day"], row["to"]),
        )


def _make_material(event: Event, row: Mapping[str, Any], workshop, papers, *, by) -> None:
    material = Material(event=event, title=row["title"], originator=row["originator"], marking=row["marking"])
    material.audience = row.get("audience", Material.Audience.EVERYONE)
    if "session" in row:
        material.session = event.sessions.get(code=row["session"])
    if "available" in row:
        material.available_from = _moment(event, row["available"]["day"], row["available"]["at"])
    material.full_clean()
    material.save()
    material.audience_jurisdictions.set(Jurisdiction.objects.filter(code__in=row.get("jurisdictions", ())))
    for file in row.get("files", ()):
        made = upload(
            file["name"],
            papers[file["paper"]],
            event=event,
            originator=row["originator"],
            marking=Marking(row["marking"]).label if workshop["print_marks"] else "",
            sessions=workshop["sessions"],
        )
        actions.add_file(material, made, by=by, note=file.get("note", ""))
    decide = {"cleared": material.clear, "withheld": material.withhold}.get(row["status"])
    material.refresh_from_db()
    if decide:
        decide(by=by)


# --- Following the calendar ----------------------------------------------------------------------


def _begin_today(event: Event, *, by) -> list[str]:
    """Move the days of a workshop that is still on, by a new version of its agenda.

    What is planned in the working copy and not yet published stays so, on the new days.
    """
    today = _today(event)
    days = today - event.starts_on
    if not days or event.status != EventStatus.PUBLISHED:
        return []
    event.starts_on, event.ends_on = today, event.ends_on + days
    event.save(update_fields=["starts_on", "ends_on"])
    for material in event.materials.filter(available_from__isnull=False):
        material.available_from = _later(material.available_from, days, event)
        material.save(update_fields=["available_from"])
    planned = list(actions.working_copy(event).slots.order_by("pk"))
    newest = AgendaVersion.objects.published().filter(event=event).latest("number")
    _replace(event, newest.slots.order_by("pk"), days)
    actions.publish_agenda(event, by=by, reason="The demonstration starts today.")
    _replace(event, planned, days)
    return [f"Moved “{event}” to {today:%-d %B %Y}."]


def _replace(event: Event, slots: Iterable[Slot], days: timedelta) -> None:
    """Put these slots, so many days later, into the working copy instead of what is there."""
    version = actions.working_copy(event)
    moved = [
        Slot(
            version=version,
            session_id=slot.session_id,
            room_id=slot.room_id,
            starts_at=_later(slot.starts_at, days, event),
            ends_at=_later(slot.ends_at, days, event),
        )
        for slot in slots
    ]
    version.slots.all().delete()
    Slot.objects.bulk_create(moved)


def _today(event: Event) -> date:
    return timezone.localdate(timezone=event.zone)


def _moment(event: Event, day: int, clock: str) -> datetime:
    return datetime.combine(event.starts_on + timedelta(days=day - 1), time.fromisoformat(clock), tzinfo=event.zone)


def _later(moment: datetime, days: timedelta, event: Event) -> datetime:
    """So many days later at the same time by the clock on the wall, also over a change to summer time."""
    local = moment.astimezone(event.zone)
    return datetime.combine(local.date() + days, local.time(), tzinfo=event.zone)
