"""What is counted and filtered of registrations beside their own columns, as expressions of their queryset."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, Expression, ExpressionWrapper, F, Max, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate
from django.db.models.lookups import Exact, In

from participants.models import NominationLetter, NominationLetterCovers, Registration
from participants.querysets.facts import SEATS
from participants.states import ASKS_FOR_SEAT, HOLDS_SEAT

WANTS_SEAT = Q(status__in=HOLDS_SEAT) | Q(status__in=ASKS_FOR_SEAT, reserve_position=None)
# The seats of one role in one delegation, as one value that an index of hashes finds.
SEAT = Concat(Cast("delegation_id", TextField()), Value(" "), "role", output_field=TextField())


def yes_or_no(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=models.BooleanField())


def is_confirmed() -> Expression:
    """The person vouched for the data."""
    return yes_or_no(Q(confirmed_at__isnull=False))


def is_named(event: int | None) -> Expression:
    """The newest nomination letter of the delegation names the person.

    Of one event those who are named are looked up once; of all events the letters of each row.
    """
    letters, covers = NominationLetter.objects.order_by(), NominationLetterCovers.objects.order_by()
    if event:
        newest = letters.filter(delegation__event=event).values("delegation").annotate(newest=Max("pk"))
        return yes_or_no(Q(pk__in=covers.filter(nominationletter__in=newest.values("newest")).values("registration")))
    named = covers.filter(registration=OuterRef("pk")).values("registration").annotate(newest=Max("nominationletter"))
    sent = letters.filter(delegation=OuterRef("delegation")).values("delegation").annotate(newest=Max("pk"))
    return Coalesce(Exact(Subquery(named.values("newest")), Subquery(sent.values("newest"))), False)


def is_over_quota(event: int) -> Expression:
    """More people have or ask for seats of this role than the delegation has, and this is one of them.

    Only the seats of one event are looked at, so that the price does not grow with the years.
    """
    wanting = Registration.objects.filter(WANTS_SEAT, event=event).order_by()
    crowded = wanting.values(seat=SEAT).annotate(wanted=Count("pk"), there=Max(SEATS))
    crowded = crowded.filter(wanted__gt=F("there")).values("seat")
    return yes_or_no(WANTS_SEAT & Q(In(SEAT, crowded)))


def has_logistics() -> Expression:
    return yes_or_no(Q(logistics__isnull=False))


def arrives_on(zone: ZoneInfo) -> Expression:
    """The day of arrival, as it is in the zone."""
    return TruncDate("logistics__arrives_at", tzinfo=zone)
