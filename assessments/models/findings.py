"""What was found: a level or a reasoned blank per indicator, and findings in words. Never a total."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from assessments.querysets import FindingQuerySet
from workshop_portal.audit import tracked

from .framework import Indicator, Level, Sensitivity
from .rounds import Assessment

SAME_FRAMEWORK = """
    IF NOT EXISTS (
        SELECT 1 FROM assessments_assessment a
        JOIN assessments_round r ON r.id = a.round_id
        JOIN assessments_domain d ON d.version_id = r.framework_version_id
        JOIN assessments_indicator i ON i.domain_id = d.id
        WHERE a.id = NEW.assessment_id AND i.id = NEW.indicator_id
    ) THEN
        RAISE EXCEPTION 'The indicator is not of the framework version of the round.';
    END IF;
    IF NEW.level_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM assessments_level WHERE id = NEW.level_id AND indicator_id = NEW.indicator_id
    ) THEN
        RAISE EXCEPTION 'The level is of another indicator.';
    END IF;
    RETURN NEW;
"""


@tracked()
class Result(models.Model):
    """The answer to one indicator: a level, or a blank with its reason. A blank is never a number."""

    class BlankReason(models.TextChoices):
        NOT_ASSESSED = "not_assessed", "Not assessed"
        NOT_APPLICABLE = "not_applicable", "Not applicable"
        INSUFFICIENT_EVIDENCE = "insufficient_evidence", "Insufficient evidence"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="results")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="results")
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="results")
    blank_reason = models.CharField(max_length=25, choices=BlankReason, blank=True)
    justification = models.TextField(blank=True)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="result_is_one_per_assessment_and_indicator", fields=["assessment", "indicator"]
            ),
            models.CheckConstraint(
                name="result_has_either_a_level_or_a_blank_reason",
                condition=Q(level__isnull=False, blank_reason="")
                | Q(level__isnull=True)
                & Q(blank_reason__in=["not_assessed", "not_applicable", "insufficient_evidence"]),
            ),
            models.CheckConstraint(
                name="result_with_a_level_or_not_applicable_is_justified",
                condition=Q(blank_reason__in=["not_assessed", "insufficient_evidence"]) | Q(justification__regex=r"\S"),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="same_framework",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SAME_FRAMEWORK,
            )
        ]

    def __str__(self):
        return f"{self.indicator.code}: {self.level or self.get_blank_reason_display()}"

    def clean(self):
        if bool(self.level_id) == bool(self.blank_reason):
            raise ValidationError("Give either a level or the reason why there is none.")
        if self.needs_justification and not self.justification.strip():
            raise ValidationError({"justification": "Say why: a level or “not applicable” needs a justification."})
        if self.level_id and self.level.indicator_id != self.indicator_id:
            raise ValidationError({"level": "This level is of another indicator."})
        if self.indicator.domain.version_id != self.assessment.round.framework_version_id:
            raise ValidationError({"indicator": "This indicator is of another framework version."})

    @property
    def needs_justification(self) -> bool:
        return bool(self.level_id) or self.blank_reason == self.BlankReason.NOT_APPLICABLE


@tracked()
class Finding(models.Model):
    """A strength, a gap or an observation in words, about any number of indicators."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", "Strength"
        GAP = "gap", "Gap"
        OBSERVATION = "observation", "Observation"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField()
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="findings")
    sensitivity = models.CharField(max_length=10, choices=Sensitivity, default=Sensitivity.NORMAL)

    objects = FindingQuerySet.as_manager()

    class Meta:
        default_permissions = ("add", "change", "delete", "view")
        constraints = [
            models.CheckConstraint(
                name="finding_kind_is_known", condition=Q(kind__in=["strength", "gap", "observation"])
            ),
            models.CheckConstraint(
                name="finding_sensitivity_is_known", condition=Q(sensitivity__in=Sensitivity.values)
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"

    @property
    def is_restricted(self) -> bool:
        return self.sensitivity == Sensitivity.RESTRICTED


@tracked()
class FindingIndicator(Finding.indicators.through):
    """Which indicators a finding is about; part of its content, so its history is kept."""

    class Meta:
        proxy = True
        default_permissions = ()
