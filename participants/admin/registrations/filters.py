"""What the list of registrations can be narrowed to: its event, its facets, and views: facets chosen ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.admin.options import IncorrectLookupParameters
from django.utils import timezone
from django.utils.formats import date_format

from events.models import Event
from participants import facts
from participants.models import Registration
from participants.states import COMES, LIVE, RegistrationStatus
from workshop_portal.facets import Facet, YesNoFacet

ALL = "all"
MOST_DIGITS = 30  # more than any key has; thousands are no number for Python
NAMED = ("slug", "title", "starts_on", "ends_on", "time_zone", "status")  # what a list says of events
# Several states at once, as the address names them.
STATES: Mapping[str | None, frozenset[str] | None] = {
    None: LIVE,
    ALL: None,
    "waiting": frozenset({RegistrationStatus.SUBMITTED, RegistrationStatus.RECHECK}),
    "coming": COMES,
}


class EventScope(Facet):
    """Which workshop: one, and only when asked for all. It is not counted, so that a list costs the same every year."""

    title, parameter_name, column = "event", "event", "event_id"
    is_counted = False

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        request.registration_scope = self  # the facets below ask which event it is

    @cached_property
    def events(self) -> list[Event]:
        return list(Event.objects.visible_to(self.request.user).in_order().only(*NAMED))

    @cached_property
    def event(self) -> Event | None:
        """The event that is chosen; None when there is none, and for all of them."""
        if self.value is None:
            return _event_of_today(self.events)
        return next((event for event in self.events if str(event.pk) == self.value), None)

    @property
    def is_all(self) -> bool:
        return self.value == ALL

    def queryset(self, request, queryset):
        if self.is_all:
            return queryset
        if self.value is None:
            return queryset.filter(event=self.event)
        if not self.value.isdecimal() or len(self.value) > MOST_DIGITS:
            raise IncorrectLookupParameters("There is no event of this number.")
        return queryset.filter(event=self.value)

    def choices(self, changelist):
        yield self._choice(changelist, ALL, "All events", None)
        for event in self.events:
            chosen = self._choice(changelist, str(event.pk), event.title, None)
            yield chosen | {"selected": event == self.event}


def _event_of_today(events: Sequence[Event]) -> Event | None:
    """The event that is on or comes next, else the newest. `events` are the newest first."""
    coming = [event for event in events if event.status in {"draft", "published"} and event.ends_on >= _today(event)]
    return (coming or events[:1] or [None])[-1]


def _today(event: Event) -> date:
    return timezone.localdate(timezone=event.zone)


class StateFacet(Facet):
    title, parameter_name, column = "state", "status", "status"
    labels = dict(RegistrationStatus.choices)

    def keys(self, value):
        return STATES[value] and sorted(STATES[value]) if value in STATES else [value]

    def heads(self):
        heads = [(None, "Not withdrawn, declined or replaced"), (ALL, "All states")]
        return heads + [(name, words) for name, words in (("waiting", "To decide"), ("coming", "Coming"))]


class JurisdictionFacet(Facet):
    title, parameter_name, key_type = "jurisdiction", "jurisdiction", int
    column, label_column = "delegation__jurisdiction_id", "delegation__jurisdiction__name"
    order_column = "delegation__jurisdiction__position"


class OrganisationFacet(Facet):
    title, parameter_name, key_type = "organisation", "organisation", int
    column, label_column = "delegation__organisation_id", "delegation__organisation__short_name"


class RoleFacet(Facet):
    title, parameter_name, column = "role", "role", "role"
    labels = dict(Registration.Role.choices)


class SexFacet(Facet):
    title, parameter_name, column = "sex", "sex", "sex"
    labels = dict(Registration.Sex.choices)


class ConfirmedFacet(YesNoFacet):
    title, parameter_name, column = "confirmed by the person", "confirmed", "is_confirmed"
    labels = {True: "Confirmed", False: "Not confirmed"}
    answers = {"yes": True, "no": False}

    def expression(self):
        return facts.is_confirmed()


class LetterFacet(YesNoFacet):
    title, parameter_name, column = "nomination letter", "letter", "is_named"
    labels = {True: "Named in the newest letter", False: "Letter missing"}
    answers = {"named": True, "missing": False}

    def expression(self):
        scope = self.request.registration_scope
        return facts.is_named(scope.event.pk if scope.event else None)


class OfOneEvent(Facet):
    """A filter that makes sense, and is counted, within one event only."""

    @property
    def event(self) -> Event | None:
        scope = self.request.registration_scope
        return None if scope.is_all else scope.event

    @property
    def is_counted(self):
        return self.event is not None

    def choices(self, changelist):
        return super().choices(changelist) if self.is_counted else iter(())

    def queryset(self, request, queryset):
        if self.value is not None and self.event is None:
            raise IncorrectLookupParameters(f"“{self.title}” is asked of one event.")
        return super().queryset(request, queryset)


class QuotaFacet(OfOneEvent, YesNoFacet):
    title, parameter_name, column = "seats of the delegation", "quota", "is_over_quota"
    labels = {True: "Over quota", False: "Within quota"}
    answers = {"over": True, "within": False}

    def expression(self):
        return facts.is_over_quota(self.event.pk)


class LogisticsFacet(OfOneEvent, YesNoFacet):
    title, parameter_name, column = "logistics", "logistics", "has_logistics"
    labels = {True: "Answered", False: "Missing"}
    answers = {"answered": True, "missing": False}

    def expression(self):
        return facts.has_logistics()


class ArrivalFacet(OfOneEvent):
    title, parameter_name, column = "arrives on", "arrives", "arrives_on"
    key_type = staticmethod(date.fromisoformat)

    def expression(self):
        return facts.arrives_on(self.event.zone)

    def words(self, option):
        return date_format(option.key, "j M Y")


FACETS = [
    EventScope,
    StateFacet,
    JurisdictionFacet,
    OrganisationFacet,
    RoleFacet,
    SexFacet,
    ConfirmedFacet,
    LetterFacet,
]
FACETS += [QuotaFacet]
LOGISTICS_FACETS = [LogisticsFacet, ArrivalFacet]


@dataclass(frozen=True)
class SavedView:
    """Filters that are chosen together often, by their parameters."""

    title: str
    filters: Mapping[str, str]


def views_of(event: Event | None, *, with_logistics: bool) -> list[SavedView]:
    """What staff look for every day; some of it within one event only, and some only with the permission."""
    views = [SavedView("To decide", {"status": "waiting"})]
    if event and with_logistics:
        views.append(SavedView("No logistics yet", {"status": "coming", "logistics": "missing"}))
    if event:
        views.append(SavedView("Over quota", {"quota": "over"}))
    views.append(SavedView("Letter missing", {"letter": "missing"}))
    if event and with_logistics:
        today = {"status": "coming", "arrives": _today(event).isoformat()}
        views.append(SavedView("Arriving today", today))
    return views
