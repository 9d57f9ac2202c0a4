from django.db import models
from django.db.models import Q
from django.utils import timezone

from .delegations import led_delegations


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
        if user.has_perm("participants.view_unpublished_user"):
            return self.all()
        return self.filter(Q(person__do_not_publish=False) | Q(person=user))
