"""A list from a ministry on its way in: read, mapped, looked at, then taken as a whole or not at all."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from participants.querysets import ListImportQuerySet
from participants.states import LIST_IMPORT_MOVES, ListImportStatus
from workshop_portal.transitions import StatefulModel, moves_trigger

from .delegations import Delegation
from .people import User


def in_a_day() -> datetime:
    return timezone.now() + timedelta(days=1)


class ListImport(StatefulModel):
    """One uploaded list of people for one delegation. Its content is erased once it is applied or has expired.

    `rows` are the cells as text, without the headers; `mapping` says which column (by number, from 0) fills which
    field; `outcome` is what was found: counts, and a sentence per row that is wrong.
    """

    moves = LIST_IMPORT_MOVES

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="list_imports")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=in_a_day)
    original_name = models.CharField(max_length=255)
    headers = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    status = models.CharField("state", max_length=10, choices=ListImportStatus, default=ListImportStatus.UPLOADED)
    applied_at = models.DateTimeField(null=True, editable=False)

    objects = ListImportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="list_import_status_is_known", condition=Q(status__in=ListImportStatus.values)),
            models.CheckConstraint(
                name="list_import_applied_means_at_some_time",
                condition=Q(status="applied", applied_at__isnull=False)
                | ~Q(status="applied") & Q(applied_at__isnull=True),
            ),
        ]
        triggers = [moves_trigger(LIST_IMPORT_MOVES)]

    def __str__(self):
        return f"{self.original_name} for {self.delegation}"
