from django.db import models
from django.db.models import Q

from participants.states import HOLDS_SEAT, LIVE
from workshop_portal.folding import folded


def hides(user) -> bool:
    """Whether people who are in no list are hidden from this user."""
    return not user.has_perm("participants.view_unpublished_user")


def without_hidden(rows, user, *paths: str):
    """The rows without those of people who are in no list, unless the user may see them or is that person.

    `paths` lead from a row to people. A row that nobody stands in stays.
    """
    if not hides(user):
        return rows
    hidden = models.Q()
    for path in paths:
        hidden |= models.Q(**{f"{path}__do_not_publish": True}) & ~models.Q(**{path: user.pk})
    return rows.exclude(pk__in=rows.model._base_manager.filter(hidden).values("pk"))


class UserQuerySet(models.QuerySet):
    def without_hidden(self, user):
        """Without people who are in no list; for the names that other rows mention."""
        return self.filter(Q(do_not_publish=False) | Q(pk=user.pk)) if hides(user) else self

    def visible_to(self, user):
        """People records: staff with the permission all who may be listed, everybody else themselves.

        People who are in no list are seen by staff with a permission of its own.
        """
        if not user.has_perm("participants.view_user"):
            return self.filter(pk=user.pk)
        return self.without_hidden(user)

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
