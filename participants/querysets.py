"""Which people, delegations and registrations a person may read, and what a page shows about them."""

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.passes import passes_of
from participants.states import HOLDS_SEAT, LIVE, MailStatus
from workshop_portal.folding import folded


def led_delegations(user) -> list[int]:
    """The delegations this person speaks for: as focal point, or as approved head."""
    return [held.delegation_id for held in passes_of(user) if held.leads]


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """People records: staff with the permission all, everybody else themselves."""
        if user.has_perm("participants.view_user"):
            return self.all()
        return self.filter(pk=user.pk)

    def matching(self, words: str):
        """People whose names or address hold every one of the words, blind to case, diacritics and script."""
        found = self
        for word in words.split():
            found = found.filter(search_key__contains=folded(word))
        return found

    def who_could_speak_for(self, delegation):
        """Active people of the jurisdiction or organisation, and whoever is a focal point of the delegation now."""
        same = Q(jurisdiction=delegation.jurisdiction_id, organisation=delegation.organisation_id, is_active=True)
        return self.filter(same | Q(pk__in=delegation.focal_points.values("pk")))

    def who_could_replace(self, registration):
        """People of the same jurisdiction or organisation who have no seat at the event and no other delegation."""
        delegation = registration.delegation
        busy = registration._meta.model._default_manager.live().filter(event=registration.event_id)
        busy = busy.filter(~Q(delegation=delegation) | Q(status__in=HOLDS_SEAT))
        same = Q(jurisdiction=delegation.jurisdiction_id, organisation=delegation.organisation_id)
        waiting = Q(registrations__delegation=delegation, registrations__status__in=LIVE)
        return self.filter(pk__in=self.filter(same | waiting, is_active=True).values("pk")).exclude(
            pk__in=busy.values("person")
        )


class DelegationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff with the permission all; focal points and approved heads their own."""
        if user.has_perm("participants.view_delegation"):
            return self.all()
        return self.filter(pk__in=led_delegations(user))

    def open(self):
        """Delegations to events that are not over, in the order of a list, with what a choice says of them."""
        shown = self.filter(event__status__in=["draft", "published"]).with_seats()
        return shown.select_related("event", "jurisdiction", "organisation").order_by(
            "event__starts_on", "event", F("jurisdiction__position").asc(nulls_last=True), "organisation__short_name"
        )

    def with_seats(self):
        """Adds `seats_used`: how many registrations hold a seat."""
        used = Count("registrations", filter=Q(registrations__status__in=HOLDS_SEAT))
        return self.annotate(seats_used=used)


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff with the permission all; focal points and heads their delegation's; everybody their own."""
        if user.has_perm("participants.view_registration"):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(person=user) | Q(delegation__in=led_delegations(user)))

    def live(self):
        return self.filter(status__in=LIVE)

    def awaiting_decision(self):
        """Complete nominations to events that are on, which nobody has answered yet."""
        return self.filter(status="submitted", event__status="published")

    def holding_seat(self):
        return self.filter(status__in=HOLDS_SEAT)

    def matching(self, words: str):
        """Registrations of people found by name or address, blind to case, diacritics and script."""
        found = self
        for word in words.split():
            found = found.filter(person__search_key__contains=folded(word))
        return found

    def with_seats(self):
        """Adds `seats_used`: the seats taken in the registration's delegation."""
        seated = (
            self.model.objects.filter(delegation=OuterRef("delegation"), status__in=HOLDS_SEAT)
            .order_by()
            .values("delegation")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return self.annotate(seats_used=Coalesce(Subquery(seated), 0))

    def with_names(self):
        """Adds the words of a list, so that no row needs its person, delegation and event as objects:
        `family_name`, `given_name`, `jurisdiction_name`, `organisation_name`, `event_title`, `seats`.
        """
        return self.annotate(
            family_name=F("person__family_name"),
            given_name=F("person__given_name"),
            jurisdiction_name=F("delegation__jurisdiction__name"),
            organisation_name=F("delegation__organisation__short_name"),
            event_title=F("event__title"),
            seats=F("delegation__seats"),
        )


class OutgoingEmailQuerySet(models.QuerySet):
    def due(self):
        """What the worker should send now, oldest first."""
        return self.filter(status=MailStatus.QUEUED, send_after__lte=timezone.now()).order_by("send_after", "pk")
