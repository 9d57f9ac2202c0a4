"""What a list says of registrations beside their own columns, each asked of the database on demand."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, TruncDate

from participants.states import ASKS_FOR_SEAT, HOLDS_SEAT, Role

WANTS_SEAT = Q(status__in=HOLDS_SEAT) | Q(status__in=ASKS_FOR_SEAT, reserve_position=None)
SEATS = Case(*(When(role=role, then=F(f"delegation__seats_{role.value}")) for role in Role))
# The seats of one role in one delegation, as one value that an index of hashes finds.
SEAT = Concat(Cast("delegation_id", TextField()), Value(" "), F("role"), output_field=TextField())


def _yes_or_no(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=models.BooleanField())


class RegistrationFacts(models.QuerySet):
    """The part of the registrations' queryset that adds what is counted and shown about rows."""

    def with_confirmation(self):
        """Adds `is_confirmed`: the person vouched for the data."""
        return self.annotate(is_confirmed=_yes_or_no(Q(confirmed_at__isnull=False)))

    def with_letter(self):
        """Adds `is_named`: the newest nomination letter of the delegation names the person."""
        covers = self.model.letters.through.objects
        letters = covers.model._meta.get_field("nominationletter").related_model.objects
        newest = letters.order_by().values("delegation").annotate(newest=Max("pk")).values("newest")
        named = covers.filter(registration=OuterRef("pk"), nominationletter__in=newest)
        return self.annotate(is_named=Exists(named))

    def with_has_letter(self):
        """Adds `has_letter`: the delegation sent a nomination letter."""
        letters = self.model.letters.through._meta.get_field("nominationletter").related_model.objects
        return self.annotate(has_letter=Exists(letters.filter(delegation=OuterRef("delegation"))))

    def with_crowding(self, event: int | None):
        """Adds `is_over_quota`: more people have or ask for seats of this role than the delegation has.

        Only the seats of one event are looked at, so that the price does not grow with the years.
        """
        wanting = self.model.objects.filter(WANTS_SEAT, event=event).order_by()
        crowded = wanting.values(seat=SEAT).annotate(wanted=Count("pk"), there=Max(SEATS)).filter(wanted__gt=F("there"))
        return self.alias(seat=SEAT).annotate(is_over_quota=_yes_or_no(WANTS_SEAT & Q(seat__in=crowded.values("seat"))))

    def with_arrival(self, zone: ZoneInfo):
        """Adds `has_logistics` and `arrives_on`, the day of arrival in the zone; for those who may."""
        return self.annotate(
            has_logistics=_yes_or_no(Q(logistics__isnull=False)),
            arrives_on=TruncDate("logistics__arrives_at", tzinfo=zone),
        )

    def with_last_change(self):
        """Adds `changed_at`: when anything of the registration was last written."""
        history = self.model._meta.get_field("history").related_model.objects
        last = history.filter(pgh_obj=OuterRef("pk")).order_by().values("pgh_obj")
        return self.annotate(changed_at=Subquery(last.annotate(last=Max("pgh_created_at")).values("last")))

    def with_last_mail(self):
        """Adds `mail_status`: what became of the newest mail about the registration."""
        mails = self.model._meta.get_field("mails").related_model.objects
        newest = mails.filter(registration=OuterRef("pk")).order_by("-pk")
        return self.annotate(mail_status=Subquery(newest.values("status")[:1]))
