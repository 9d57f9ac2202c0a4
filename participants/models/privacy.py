"""The record of what became of personal data: who took it out, what was asked about it, what was erased."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from events.models import Event, Jurisdiction, Organisation
from participants.querysets import DataRequestQuerySet, DisclosureQuerySet
from participants.states import DATA_REQUEST_MOVES, DataRequestStatus, Role
from workshop_portal.audit import tracked
from workshop_portal.transitions import StatefulModel, moves_trigger

from .delegations import Delegation
from .details import Sex
from .people import User
from .registrations import Registration

ONLY_ADDED = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Disclosure(models.Model):
    """Who took personal data out of the portal, or read what is kept apart. Rows are only ever added."""

    class Kind(models.TextChoices):
        LIST = "list", "List of registrations"
        DELEGATION = "delegation", "List of a delegation"
        LETTER = "letter", "Nomination letter"
        LOGISTICS = "logistics", "Logistics"
        OWN_DATA = "own_data", "Own data"

    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey(Delegation, null=True, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, null=True, on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField(default=1, help_text="How many people were in it.")
    detail = models.CharField(max_length=500, blank=True, help_text="Format, columns and filter.")

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name = "disclosure"
        constraints = [
            models.CheckConstraint(
                name="disclosure_kind_is_known",
                condition=Q(kind__in=["list", "delegation", "letter", "logistics", "own_data"]),
            ),
        ]
        triggers = [ONLY_ADDED]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.rows}"


@tracked()
class DataRequest(StatefulModel):
    """What a person asked of SEESAC about their data: to stop using it, to erase it, to correct what they cannot."""

    class Kind(models.TextChoices):
        OBJECTION = "objection", "I object to a use of my data"
        ERASURE = "erasure", "Erase my data"
        CORRECTION = "correction", "Correct what I cannot change myself"

    moves = DATA_REQUEST_MOVES

    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="data_requests")
    text = models.TextField(max_length=2000, blank=True)
    status = models.CharField("state", max_length=8, choices=DataRequestStatus, default=DataRequestStatus.OPEN)
    made_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(User, null=True, editable=False, on_delete=models.PROTECT, related_name="+")

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        default_permissions = ("change", "view")
        constraints = [
            models.CheckConstraint(
                name="data_request_status_is_known", condition=Q(status__in=DataRequestStatus.values)
            ),
            models.CheckConstraint(
                name="data_request_answered_means_by_someone_at_some_time",
                condition=~Q(status="answered") | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]
        triggers = [moves_trigger(DATA_REQUEST_MOVES)]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.person}"

    def reply(self, *, by, answer: str):
        """Write down what was decided; the person reads it on the page of their data."""
        self._become(DataRequestStatus.ANSWERED, answer=answer, answered_at=timezone.now(), answered_by=by)

    reply.alters_data = True


class PurgeRun(models.Model):
    """One run of the purge: what was erased, by field class, or what would have been. Rows are only ever added."""

    at = models.DateTimeField(auto_now_add=True)
    is_dry_run = models.BooleanField(default=False)
    report = models.JSONField(default=dict, help_text="Field class → how many rows, of which events.")

    class Meta:
        default_permissions = ("view",)
        triggers = [ONLY_ADDED]

    def __str__(self):
        return f"Purge of {self.at:%d %B %Y}"


class KeptCount(models.Model):
    """How many people came, by jurisdiction or organisation, role and sex: what stays when their data is erased."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="kept_counts")
    jurisdiction = models.ForeignKey(Jurisdiction, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role)
    sex = models.CharField(max_length=10, choices=Sex)
    people = models.PositiveIntegerField()
    counted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="kept_count_is_one_per_group",
                fields=["event", "jurisdiction", "organisation", "role", "sex"],
                nulls_distinct=False,
            ),
        ]
        triggers = [ONLY_ADDED]

    def __str__(self):
        return f"{self.people} × {self.get_role_display()}, {self.get_sex_display()}"
