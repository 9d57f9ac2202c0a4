"""A list from a ministry on its way in: read, mapped, looked at, then taken as a whole or not at all."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from participants.querysets import ListImportQuerySet
from participants.states import LIST_IMPORT_MOVES, ListImportStatus
from workshop_portal.transitions import StatefulModel, TransitionError, moves_trigger

from .delegations import Delegation
from .people import User

# What `outcome` says of the file itself, from the upload on.
FACTS = ("sheet", "sheets", "encoding", "header_row", "rows", "examples")


def in_a_day() -> datetime:
    return timezone.now() + timedelta(days=1)


class ListImport(StatefulModel):
    """One uploaded list of people for one delegation. Its content is erased once it is applied or has expired.

    `rows` are [number in the file, cells as text, what is odd by column], without the headers; `mapping` says which
    column (by number, from 0) fills which field; `outcome` is what was found: facts of the file, then also a line for
    each row, and at last counts alone.
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

    @property
    def is_expired(self) -> bool:
        return timezone.now() >= self.expires_at

    def end(self) -> str | None:
        """Why nothing can be done with it any more, as one sentence; None while something can."""
        if self.status == ListImportStatus.APPLIED:
            return f"“{self.original_name}” was taken already."
        if self.status == ListImportStatus.DISCARDED:
            return f"“{self.original_name}” was discarded. Send it again if it is wanted after all."
        if self.is_expired:
            return f"“{self.original_name}” was sent more than a day ago and is not kept longer. Send it again."
        if not self.rows:  # erased for the sake of somebody in it
            return f"“{self.original_name}” is not kept any more. Send it again."
        return None

    def refusal(self, status: str) -> str | None:
        is_final = self.status in {ListImportStatus.APPLIED, ListImportStatus.DISCARDED}
        if is_final or status != ListImportStatus.DISCARDED:
            return self.end() or super().refusal(status)
        return super().refusal(status)

    def choose_columns(self, mapping: dict[str, str]) -> None:
        """Another mapping; what was compared by the one before does not count any more."""
        outcome = {name: value for name, value in self.outcome.items() if name in FACTS}
        self._set(ListImportStatus.UPLOADED, mapping=mapping, outcome=outcome)

    choose_columns.alters_data = True

    def show(self, found: dict) -> None:
        """What the comparison found; a newer one takes the place of an older one."""
        outcome = {name: value for name, value in self.outcome.items() if name in FACTS}
        self._set(ListImportStatus.PREVIEWED, outcome=outcome | found)

    show.alters_data = True

    def finish(self, counts: dict) -> None:
        """It was taken; its content is not needed any more."""
        self._become(ListImportStatus.APPLIED, applied_at=timezone.now(), rows=[], outcome=counts)

    finish.alters_data = True

    def discard(self) -> None:
        """It is not wanted; its content is not needed any more."""
        self._become(ListImportStatus.DISCARDED, rows=[], outcome={})

    discard.alters_data = True

    def _set(self, status: str, **values) -> None:
        """Become `status`, or stay it, with other values."""
        if self.status != status:
            self._become(status, **values)
            return
        if sentence := self.end():
            raise TransitionError(sentence)
        ListImport.objects.filter(pk=self.pk, status=status).update(**values)
        for name, value in values.items():
            setattr(self, name, value)
