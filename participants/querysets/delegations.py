from datetime import timedelta

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from events.passes import passes_of
from participants.states import ASKS_FOR_SEAT, COMES, LIVE, RegistrationStatus, Role

NEAR = timedelta(days=7)  # a deadline that is reminded of


def led_delegations(user) -> list[int]:
    """The delegations this person speaks for: as focal point, or as approved head."""
    return [held.delegation_id for held in passes_of(user) if held.leads]


class DelegationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff with the permission all; focal points and approved heads their own."""
        if user.has_perm("participants.view_delegation"):
            return self.all()
        return self.filter(pk__in=led_delegations(user))

    def open(self):
        """Delegations to events that are not over, in the order of a list, with what a choice says of them."""
        return self.filter(event__status__in=["draft", "published"]).with_seats().in_order()

    def in_order(self):
        """By event, then as jurisdictions are ordered everywhere, then organisations; ready to be named."""
        return self.select_related("event", "jurisdiction", "organisation").order_by(
            "event__starts_on", "event", F("jurisdiction__position").asc(nulls_last=True), "organisation__short_name"
        )

    def led_by(self, user):
        """The delegations this person speaks for, ready for a list of what is asked of them."""
        return self.filter(pk__in=led_delegations(user)).with_seats().in_order()

    def with_seats(self):
        """Adds `seats_used`, how many people come, `seats_held`, how many offers and nominations wait, and
        `unconfirmed`, how many nominated people have not confirmed.
        """
        used = Q(registrations__status__in=COMES)
        held = Q(registrations__status=RegistrationStatus.OFFERED) | Q(
            registrations__status__in=ASKS_FOR_SEAT, registrations__reserve_position=None
        )
        return self.annotate(
            seats_used=Count("registrations", filter=used),
            seats_held=Count("registrations", filter=held),
            unconfirmed=Count("registrations", filter=Q(registrations__status=RegistrationStatus.NOMINATED)),
        )

    def with_answers(self):
        """Adds what the delegation has sent or named so far: `focal_point_count`, `has_focal_point`, `is_invited`
        (somebody who speaks for it was written to), `has_head` and `has_letter`.
        """
        focal = self.model.focal_points.through.objects.filter(delegation=OuterRef("pk")).order_by()
        counted = focal.values("delegation").annotate(n=Count("pk")).values("n")
        registrations = self.model._meta.get_field("registrations").related_model.objects.filter(
            delegation=OuterRef("pk")
        )
        letters = self.model._meta.get_field("letters").related_model.objects.filter(delegation=OuterRef("pk"))
        links = self.model._meta.get_field("personal_links").related_model.objects.filter(delegation=OuterRef("pk"))
        return self.annotate(
            focal_point_count=Coalesce(Subquery(counted), 0),
            has_focal_point=Exists(focal),
            is_invited=Exists(links),
            has_head=Exists(registrations.filter(role=Role.HEAD, status__in=LIVE)),
            has_letter=Exists(letters),
        )


class NominationLetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff with the permission all; focal points and approved heads those of their delegation."""
        if user.has_perm("participants.view_nominationletter"):
            return self.all()
        return self.filter(delegation__in=led_delegations(user))
