from django.db import models
from django.db.models import Case, Count, F, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.passes import passes_of
from events.states import PUBLIC_EVENT_STATES
from participants.criteria import Criterion, Lack
from participants.states import COMES, HOLDS_SEAT, LIVE, RegistrationStatus
from workshop_portal.folding import folded

from .delegations import led_delegations
from .facts import SEATS


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff with the permission all who may be listed; focal points and heads their delegation's; everybody
        their own.
        """
        if not user.is_authenticated:
            return self.none()
        if not user.has_perm("participants.view_registration"):
            return self.filter(Q(person=user) | Q(delegation__in=led_delegations(user)))
        if user.has_perm("participants.view_unpublished_user"):
            return self.all()
        return self.exclude(person__in=self._in_no_list().exclude(pk=user.pk))

    def exportable_by(self, user):
        """Without the people who are in no list, unless this user holds the permission to take them out."""
        if user.has_perm("participants.export_unpublished_user"):
            return self.all()
        return self.exclude(person__in=self._in_no_list())

    def _in_no_list(self):
        """They are few and have an index of their own, so they are looked up once and not row by row."""
        return self.model._meta.get_field("person").related_model.objects.filter(do_not_publish=True).values("pk")

    def own_at(self, user, slug: str):
        """The reader's own registrations at an event that is shown, also those that ended; what counts comes first,
        then what is newer. Ready for their page. Their own is what everybody sees, so nothing else need be asked.
        """
        if not user.is_authenticated:
            return self.none()
        own = self.filter(person=user, event__slug=slug, event__status__in=PUBLIC_EVENT_STATES)
        ended = Case(When(status__in=LIVE, then=0), default=1)
        related = "event__mandate", "delegation__jurisdiction", "delegation__organisation", "nominated_by"
        return own.select_related(*related).order_by(ended, "-created_at", "-pk")

    def live(self):
        return self.filter(status__in=LIVE)

    def coming(self):
        """Who comes, as far as anybody knows: approved, or approved and waiting for re-approval."""
        return self.filter(status__in=COMES)

    def awaiting_decision(self):
        """What officers have to answer at events that are on: complete nominations, and changes after approval."""
        waiting = [RegistrationStatus.SUBMITTED, RegistrationStatus.RECHECK]
        return self.filter(status__in=waiting, event__status="published")

    def holding_seat(self):
        return self.filter(status__in=HOLDS_SEAT)

    def on_reserve(self):
        """The reserve list, in its order; who has an offer already is not waiting for one."""
        return self.filter(status=RegistrationStatus.RESERVE).order_by("reserve_position")

    def listed_as_reserves(self):
        """Everybody who stands on the reserve list, in its order: also who is asked, or not decided about yet."""
        return self.filter(reserve_position__isnull=False).order_by("reserve_position")

    def lapsed_offers(self):
        """Offers whose time is over and which nobody has answered."""
        return self.filter(status=RegistrationStatus.OFFERED, offer_expires_at__lte=timezone.now())

    def matching(self, words: str):
        """Registrations found by any name or the address of their person, blind to case, diacritics and script."""
        found = self
        for word in words.split():
            key = folded(word)
            found = found.filter(Q(search_key__contains=key) | Q(person__search_key__contains=key))
        return found

    def fitting(self, criterion: Criterion):
        """For whom a bulk message with this criterion is; the event is asked for apart."""
        found = self.filter(status__in=criterion.states)
        if criterion.delegations:
            found = found.filter(delegation__in=criterion.delegations)
        if criterion.roles:
            found = found.filter(role__in=criterion.roles)
        if criterion.languages:
            found = found.filter(person__mail_language__in=criterion.languages)
        if Lack.CONFIRMATION in criterion.lacks:
            found = found.filter(confirmed_at=None)
        if Lack.LOGISTICS in criterion.lacks:
            found = found.filter(logistics=None)
        return found.not_in_letter() if Lack.LETTER in criterion.lacks else found

    def not_in_letter(self):
        """Whom the newest letter of their delegation does not name, or whose delegation has sent none."""
        covers = self.model.letters.through.objects
        letters = covers.model._meta.get_field("nominationletter").related_model.objects
        newest = letters.order_by().values("delegation").annotate(newest=Max("pk")).values("newest")
        return self.exclude(pk__in=covers.filter(nominationletter__in=newest).values("registration"))

    def with_seats(self):
        """Adds `seats_used`, the seats of this role given in the delegation, and `seats`, how many there are."""
        seated = (
            self.model.objects.filter(delegation=OuterRef("delegation"), role=OuterRef("role"), status__in=HOLDS_SEAT)
            .order_by()
            .values("delegation")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return self.annotate(
            seats_used=Coalesce(Subquery(seated), 0),
            seats=SEATS,
        )

    def with_asked_at(self):
        """Adds `asked_at`, when the person was last asked by mail to confirm."""
        asking = Q(mails__purpose__in=["nomination", "reminder"])
        return self.annotate(asked_at=Max("mails__created_at", filter=asking))

    def for_mail(self):
        """With everything that a mail says, so that many can be written without asking for each."""
        return self.select_related(
            "person", "event__mandate", "delegation__event__mandate", "delegation__jurisdiction",
            "delegation__organisation",
        )  # fmt: skip

    def with_names(self):
        """Adds the words of a list, so that no row needs its delegation and event as objects: `jurisdiction_name`,
        `organisation_name`, `event_title`.
        """
        return self.annotate(
            jurisdiction_name=F("delegation__jurisdiction__name"),
            organisation_name=F("delegation__organisation__short_name"),
            event_title=F("event__title"),
        )


class LogisticsQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff with the permission those of people they may see; everybody their own; a focal point the
        delegation's, which it books for. A head does not.
        """
        if not user.is_authenticated:
            return self.none()
        if not user.has_perm("participants.view_logistics"):
            focal = [held.delegation_id for held in passes_of(user) if held.is_focal_point]
            return self.filter(Q(registration__person=user) | Q(registration__delegation__in=focal))
        if user.has_perm("participants.view_unpublished_user"):
            return self.all()
        return self.filter(Q(registration__person__do_not_publish=False) | Q(registration__person=user))
