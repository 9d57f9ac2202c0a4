"""Rounds, and the assessment of one jurisdiction in a round."""

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from assessments.querysets import AssessmentQuerySet
from assessments.states import ASSESSMENT_MOVES, NOT_SHARED, AssessmentStatus, VersionStatus
from events.models import Event, Jurisdiction, Mandate
from workshop_portal.audit import tracked
from workshop_portal.markings import MEANINGS, Marking
from workshop_portal.transitions import StatefulModel, TransitionError, moves_trigger

from .framework import FrameworkVersion, Indicator

VERSION_IS_PUBLISHED = """
    IF (SELECT status FROM assessments_frameworkversion WHERE id = NEW.framework_version_id FOR SHARE)
        IS DISTINCT FROM 'published' THEN
        RAISE EXCEPTION 'A round uses a published framework version.';
    END IF;
    RETURN NEW;
"""


@tracked()
class Round(models.Model):
    """One time of assessing, with one framework version for all jurisdictions."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", "Baseline"
        FOLLOW_UP = "follow_up", "Follow-up"

    code = models.SlugField(max_length=20, unique=True, help_text="Part of the address of the round: /assessments/…/")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BASELINE)
    year = models.PositiveSmallIntegerField()
    framework_version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="rounds")
    workshops = models.ManyToManyField(
        Event,
        blank=True,
        related_name="+",
        help_text="Focal points and heads of delegation at these workshops read the assessment of their "
        "jurisdiction, once it is shared.",
    )

    class Meta:
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(name="round_kind_is_known", condition=Q(kind__in=["baseline", "follow_up"])),
            models.CheckConstraint(name="round_code_is_in_lower_case", condition=Q(code__regex=r"^[0-9a-z-]+$")),
            models.CheckConstraint(name="round_year_has_four_digits", condition=Q(year__range=(1900, 2999))),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="framework_version_is_final", fields=["framework_version"]),
            pgtrigger.Trigger(
                name="framework_version_is_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=VERSION_IS_PUBLISHED,
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        chosen = self._state.adding and self.framework_version_id
        if chosen and self.framework_version.status != VersionStatus.PUBLISHED:
            raise ValidationError({"framework_version": "A round uses a published framework version."})


@tracked()
class RoundWorkshop(Round.workshops.through):
    """Where a round is shared: it decides who reads, so its history is kept."""

    class Meta:
        proxy = True
        default_permissions = ()


@tracked()
class Assessment(StatefulModel):
    """One jurisdiction in one round. It exists for the assessors and, once shared, for that jurisdiction."""

    moves = ASSESSMENT_MOVES

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessments")
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="assessments")
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, related_name="assessments",
        help_text="The decision the mission was funded under, which may differ from that of the workshop.",
    )  # fmt: skip
    marking = models.CharField(max_length=12, choices=Marking)
    notice = models.TextField(blank=True, help_text="Shown on top of the assessment.")
    status = models.CharField("state", max_length=12, choices=AssessmentStatus, default=AssessmentStatus.PLANNED)
    shared_at = models.DateTimeField(null=True, editable=False)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        default_permissions = ("add", "change", "view")
        permissions = [("move_assessment", "Can share an assessment and take it through its stages")]
        constraints = [
            models.UniqueConstraint(
                name="assessment_is_one_per_round_and_jurisdiction",
                fields=["round", "jurisdiction"],
                violation_error_message="This jurisdiction already has an assessment in this round.",
            ),
            models.CheckConstraint(name="assessment_status_is_known", condition=Q(status__in=AssessmentStatus.values)),
            models.CheckConstraint(name="assessment_marking_is_known", condition=Q(marking__in=Marking.values)),
            models.CheckConstraint(
                name="assessment_shared_means_by_someone_at_some_time",
                condition=Q(status__in=sorted(NOT_SHARED), shared_at__isnull=True, shared_by__isnull=True)
                | ~Q(status__in=sorted(NOT_SHARED)) & Q(shared_at__isnull=False, shared_by__isnull=False),
            ),
        ]
        triggers = [
            moves_trigger(ASSESSMENT_MOVES),
            pgtrigger.ReadOnly(name="round_and_jurisdiction_are_final", fields=["round", "jurisdiction"]),
        ]

    def __str__(self):
        return f"{self.jurisdiction}, {self.round}"

    def get_absolute_url(self):
        return reverse("assessments:detail", args=[self.round.code, self.jurisdiction.code])

    def clean(self):
        if self.jurisdiction_id and not self.jurisdiction.is_assessed:
            raise ValidationError({"jurisdiction": f"{self.jurisdiction} takes part without being assessed."})

    @property
    def marking_meaning(self) -> str:
        return MEANINGS[Marking(self.marking)]

    @property
    def is_shared(self) -> bool:
        return self.status not in NOT_SHARED

    @property
    def is_provisional(self) -> bool:
        """Everything before the final report may still change."""
        return self.status != AssessmentStatus.FINAL

    def become(self, status: str, *, by):
        """Take one step of the table.

        Raises TransitionError when there is nothing to share yet, when a final report would leave an
        indicator open, or when the table has no such step.
        """
        stamps = {}
        if status == AssessmentStatus.INITIAL:
            if not self.results.exists() and not self.findings.exists():
                raise TransitionError(f"{self}: there is no result and no finding to share yet.")
            stamps = {"shared_at": timezone.now(), "shared_by": by}
        if status == AssessmentStatus.FINAL and (open_indicators := self.open_indicators().count()):
            raise TransitionError(f"{self}: {open_indicators} indicators have neither a level nor a reason.")
        self._become(status, **stamps)

    become.alters_data = True

    def open_indicators(self):
        """Indicators of the round's framework version that nobody answered yet."""
        indicators = Indicator.objects.filter(domain__version=self.round.framework_version_id)
        return indicators.exclude(pk__in=self.results.values("indicator"))
