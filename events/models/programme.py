"""The programme: what is held (sessions), where and when (slots), and what participants were told (versions)."""

import zoneinfo
from functools import cached_property

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from events import stamps
from events.querysets import AgendaVersionQuerySet, EventQuerySet, SessionQuerySet
from events.states import EVENT_MOVES, EventStatus
from workshop_portal.audit import tracked
from workshop_portal.lines import validate_one_line
from workshop_portal.transitions import StatefulModel, moves_trigger

from .reference import Mandate


def validate_time_zone(name: str) -> None:
    """A name of the IANA time zone database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"“{name}” is not a time zone. Write it like Europe/Belgrade.")


@tracked(exclude=("stamp",))
class Event(StatefulModel):
    """One workshop: held once, under one mandate, in one time zone."""

    moves = EVENT_MOVES

    class Format(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        ONLINE = "online", "Online"
        HYBRID = "hybrid", "Hybrid"

    class Visibility(models.TextChoices):
        PARTICIPANTS = "participants", "Participants only"
        PAGE = "page", "The event page is public"
        AGENDA = "agenda", "The event page and the agenda are public"

    slug = models.SlugField(max_length=80, unique=True, help_text="Part of the address of the event: /events/…/")
    title = models.CharField(max_length=200, validators=[validate_one_line])
    summary = models.TextField(blank=True, help_text="What it is for, in two or three sentences.")
    notice = models.TextField(blank=True, help_text="Shown on top of every page of the event.")
    format = models.CharField(max_length=12, choices=Format, blank=True, help_text="Empty when not announced.")
    venue = models.CharField(
        max_length=200, blank=True, help_text="Empty when not announced.", validators=[validate_one_line]
    )
    time_zone = models.CharField(max_length=40, default="Europe/Belgrade", validators=[validate_time_zone])
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="events")
    contact_email = models.EmailField(help_text="Participants write here; mails of the event are answered here.")
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.PARTICIPANTS)
    status = models.CharField("state", max_length=12, choices=EventStatus, default=EventStatus.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    stamp = models.BigIntegerField(
        default=0, editable=False, help_text="Grows, by triggers, whenever the event or a paper of it changes."
    )
    agenda = models.ForeignKey(
        "AgendaVersion",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The version that participants read: the newest published one.",
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="event_ends_on_or_after_its_first_day", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="event_status_is_known", condition=Q(status__in=EventStatus.values)),
            models.CheckConstraint(
                name="event_visibility_is_known", condition=Q(visibility__in=["participants", "page", "agenda"])
            ),
            models.CheckConstraint(
                name="event_shown_means_published_at_some_time",
                condition=Q(status=EventStatus.DRAFT) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="event_over_means_closed_at_some_time",
                condition=~Q(status__in=[EventStatus.CLOSED, EventStatus.ARCHIVED]) | Q(closed_at__isnull=False),
            ),
        ]
        triggers = [moves_trigger(EVENT_MOVES), stamps.OF_EVENT]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:detail", args=[self.slug])

    def clean(self):
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "The last day is before the first day."})

    @cached_property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def publish(self):
        """Show the event to the people who hold a pass to it."""
        self._become(EventStatus.PUBLISHED, published_at=timezone.now())

    publish.alters_data = True

    def close(self):
        """The event is over: everything stays readable, nothing is decided any more."""
        self._become(EventStatus.CLOSED, closed_at=timezone.now())

    close.alters_data = True

    def archive(self):
        self._become(EventStatus.ARCHIVED)

    archive.alters_data = True


@tracked()
class Room(models.Model):
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=80, validators=[validate_one_line])
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="room_name_is_unique_in_event", fields=["event", "name"])]
        triggers = [pgtrigger.ReadOnly(name="event_is_final", fields=["event"])]

    def __str__(self):
        return self.name


class SessionContent(models.Model):
    """What is told about a session. A session holds what staff write; a published slot what was told."""

    class Kind(models.TextChoices):
        REGISTRATION = "registration", "Registration"
        OPENING = "opening", "Opening"
        PRESENTATION = "presentation", "Presentation"
        DELEGATION_ROUND = "delegation_round", "Delegation round"
        PANEL = "panel", "Panel"
        WORKING_GROUP = "working_group", "Working group"
        PLENARY = "plenary", "Plenary"
        BREAK = "break", "Break"
        LUNCH = "lunch", "Lunch"
        CLOSING = "closing", "Closing"

    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=250, validators=[validate_one_line])
    abstract = models.TextField(blank=True)
    presenter = models.CharField(
        max_length=200,
        blank=True,
        help_text="The organisation or delegations, in words.",
        validators=[validate_one_line],
    )
    languages = models.CharField(
        max_length=120,
        blank=True,
        help_text="In words: English, interpretation into Albanian.",
        validators=[validate_one_line],
    )
    handling = models.CharField(
        max_length=120, blank=True, help_text="For example: Chatham House Rule.", validators=[validate_one_line]
    )

    class Meta:
        abstract = True

    @property
    def is_break(self) -> bool:
        return self.kind in {self.Kind.BREAK, self.Kind.LUNCH}


CONTENT_FIELDS = [field.name for field in SessionContent._meta.local_fields]


@tracked()
class Session(SessionContent):
    """What happens. Breaks are sessions too. Its code is its address and stays when everything else changes."""

    class Provenance(models.TextChoices):
        PUBLIC = "public", "Public news item"
        FILLER = "filler", "Filler"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sessions")
    code = models.CharField(max_length=12, help_text="Short and stable, for example 2.10: the session's address.")
    provenance = models.CharField(
        max_length=8,
        choices=Provenance,
        blank=True,
        help_text="Where the topic comes from. Back office only.",
    )
    provenance_note = models.CharField(max_length=200, blank=True, help_text="Back office only.")

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="session_code_is_unique_in_event", fields=["event", "code"]),
            models.CheckConstraint(
                name="session_code_fits_an_address",
                condition=Q(code__regex=r"^[0-9A-Za-z][0-9A-Za-z.-]*$"),
                violation_error_message="A code is made of letters, digits, dots and hyphens, for example 2.10.",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="event_is_final", fields=["event"])]

    def __str__(self):
        return f"{self.code} {self.title}"


@tracked()
class AgendaVersion(models.Model):
    """A state of the agenda. The one without a number is the working copy; numbered ones never change."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="agenda_versions")
    number = models.PositiveSmallIntegerField(null=True, editable=False)
    reason = models.CharField(max_length=250, blank=True, help_text="Participants read it beside the version.")
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = AgendaVersionQuerySet.as_manager()

    class Meta:
        permissions = [("publish_agenda", "Can publish an agenda")]
        constraints = [
            models.UniqueConstraint(name="agenda_version_number_is_unique_in_event", fields=["event", "number"]),
            models.UniqueConstraint(
                name="agenda_has_one_working_copy", fields=["event"], condition=Q(number__isnull=True)
            ),
            models.CheckConstraint(
                name="agenda_published_means_by_someone_at_some_time_for_a_reason",
                condition=Q(number__isnull=True, published_at__isnull=True, published_by__isnull=True)
                | Q(number__gt=0, published_at__isnull=False, published_by__isnull=False) & ~Q(reason=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__number__isnull=False),
            )
        ]

    def __str__(self):
        return f"Version {self.number}" if self.number else "Working copy"


SLOT_IS_FINAL_AND_AT_HOME = """
    IF EXISTS (
        SELECT 1 FROM events_agendaversion
        WHERE id IN (OLD.version_id, NEW.version_id) AND number IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'A published agenda version never changes.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF (SELECT event_id FROM events_session WHERE id = NEW.session_id) IS DISTINCT FROM
       (SELECT event_id FROM events_agendaversion WHERE id = NEW.version_id) THEN
        RAISE EXCEPTION 'A session is placed in the agenda of its own event.';
    END IF;
    IF NEW.room_id IS NOT NULL AND (SELECT event_id FROM events_room WHERE id = NEW.room_id) IS DISTINCT FROM
       (SELECT event_id FROM events_agendaversion WHERE id = NEW.version_id) THEN
        RAISE EXCEPTION 'A session is placed in a room of its own event.';
    END IF;
    RETURN NEW;
"""


@tracked()
class Slot(SessionContent):
    """Where and when a session is, in one version. In a published version also what was told about it.

    In the working copy the content fields are empty, except where `freeze` filled them for display.
    """

    version = models.ForeignKey(AgendaVersion, on_delete=models.CASCADE, related_name="slots")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="slots")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="slots")
    room_name = models.CharField(max_length=80, blank=True, editable=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="slot_places_a_session_once_in_version", fields=["version", "session"]),
            models.CheckConstraint(name="slot_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="final_and_at_home",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=SLOT_IS_FINAL_AND_AT_HOME,
            )
        ]

    def __str__(self):
        return f"{self.session}, {self.starts_at:%H:%M}"

    def freeze(self) -> "Slot":
        """Copy what the session and the room say now, so that the slot alone tells everything."""
        for name in CONTENT_FIELDS:
            setattr(self, name, getattr(self.session, name))
        self.room_name = self.room.name if self.room else ""
        return self


for _name in CONTENT_FIELDS:
    Slot._meta.get_field(_name).blank = True
    Slot._meta.get_field(_name).editable = False
