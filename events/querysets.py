"""Which rows a person may read, and what a page shows about them."""

from django.db import models
from django.db.models import Q

from events.passes import passes_of
from events.states import PUBLIC_EVENT_STATES


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The events this person may know of: staff all; others what is published and theirs, or public.

        An event is public only if its `visibility` says so; the default is that it does not exist for
        anybody without a pass.
        """
        if user.has_perm("events.view_event"):
            return self.all()
        own = Q(pk__in=[held.event_id for held in passes_of(user)])
        return self.filter(own | Q(visibility__in=["page", "agenda"]), status__in=PUBLIC_EVENT_STATES)

    def open(self):
        """Events that are not over, in order of time: what still can be prepared."""
        return self.filter(status__in=["draft", "published"]).order_by("starts_on", "pk")

    def in_order(self):
        """Newest first."""
        return self.order_by("-starts_on", "pk")


class AgendaVersionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(number__isnull=False)

    def working_copies(self):
        return self.filter(number__isnull=True)


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sessions of events whose agenda this person may read, as far as they were ever published.

        What staff prepare in the working copy does not exist for others before it is published.
        """
        if user.has_perm("events.view_session"):
            return self.all()
        own = Q(event__in=[held.event_id for held in passes_of(user) if held.reads_programme])
        published = self.filter(
            own | Q(event__visibility="agenda"),
            event__status__in=PUBLIC_EVENT_STATES,
            slots__version__number__isnull=False,
        )
        return self.filter(pk__in=published.values("pk"))


class MaterialAccessQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff with the permission who took which file, except people who are in no list and whom they may not see."""
        if not user.has_perm("events.view_materialaccess"):
            return self.none()
        if user.has_perm("participants.view_unpublished_user"):
            return self.all()
        return self.filter(Q(person=None) | Q(person__do_not_publish=False) | Q(person=user.pk))


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Materials this person may know of, whether or not they can be opened now.

        By audience: everyone at the event, heads of delegation, chosen jurisdictions or organisations.
        Whether a file opens is asked separately (`Material.is_available`), because a paper that is
        withheld or not yet due is shown as such to those who may know of it.
        """
        if user.has_perm("events.view_material"):
            return self.all()
        may_know = Q(audience="public", event__visibility__in=["page", "agenda"])
        for held in passes_of(user):
            if held.reads_programme:
                may_know |= Q(event=held.event_id) & self._audience_of(held)
        return self.filter(may_know, event__status__in=PUBLIC_EVENT_STATES)

    def _audience_of(self, held):
        audience = Q(audience__in=["public", "everyone"])
        if held.is_head and held.is_approved:
            audience |= Q(audience="heads")
        if held.jurisdiction_id:
            chosen = self.model.audience_jurisdictions.through.objects.filter(jurisdiction=held.jurisdiction_id)
            audience |= Q(audience="chosen", pk__in=chosen.values("material"))
        if held.organisation_id:
            chosen = self.model.audience_organisations.through.objects.filter(organisation=held.organisation_id)
            audience |= Q(audience="chosen", pk__in=chosen.values("material"))
        return audience
