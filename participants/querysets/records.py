from django.db import models
from django.utils import timezone

from workshop_portal.folding import folded

from .delegations import led_delegations
from .people import without_hidden


class ListImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What one uploaded oneself for a delegation that one still speaks for; staff who add registrations all."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("participants.add_registration"):
            return self.all()
        return self.filter(uploaded_by=user, delegation__in=led_delegations(user))

    def current(self):
        return self.filter(expires_at__gt=timezone.now())


class DataRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff with the permission those of people they may see; everybody their own."""
        if not user.is_authenticated:
            return self.none()
        if not user.has_perm("participants.view_datarequest"):
            return self.filter(person=user)
        return without_hidden(self, user, "person")

    def matching(self, words: str):
        """Requests of people whose names or address hold every one of the words."""
        return _of_people_matching(self, "person", words)


class DisclosureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff with the permission, without what people they may not see took or were in alone."""
        if not user.has_perm("participants.view_disclosure"):
            return self.none()
        return without_hidden(self, user, "by", "registration__person")

    def matching(self, words: str):
        """What was taken by people whose names or address hold every one of the words."""
        return _of_people_matching(self, "by", words)


def _of_people_matching(rows, path: str, words: str):
    for word in words.split():
        rows = rows.filter(**{f"{path}__search_key__contains": folded(word)})
    return rows
