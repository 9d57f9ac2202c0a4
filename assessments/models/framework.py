"""The framework: what is looked at, in words. A published version never changes; the database refuses too."""

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.querysets import FreezingQuerySet
from assessments.states import FROZEN, VERSION_MOVES, FrozenError, VersionStatus
from workshop_portal.audit import tracked
from workshop_portal.transitions import StatefulModel, TransitionError

CODE = r"^[0-9A-Za-z][0-9A-Za-z.-]*$"


class Sensitivity(models.TextChoices):
    NORMAL = "normal", "Normal"
    RESTRICTED = "restricted", "Restricted"


class SupportHint(models.TextChoices):
    """Kinds of support that an indicator usually leads to; a suggestion, the assessor decides."""

    EQUIPMENT = "equipment", "Equipment"
    TRAINING = "training", "Training"
    SOP = "sop", "Standard operating procedures"
    LEGAL = "legal", "Legal"
    ORGANISATION = "organisation", "Organisation"
    INFORMATION_SHARING = "information_sharing", "Information sharing"


# The lock is taken first: whoever adds a row while somebody else publishes waits, and then sees the new state.
FROZEN_PART = """
    PERFORM 1 FROM assessments_frameworkversion WHERE id IN ({versions}) FOR SHARE;
    IF EXISTS (SELECT 1 FROM assessments_frameworkversion WHERE id IN ({versions}) AND status <> 'draft') THEN
        RAISE EXCEPTION 'A published framework version never changes.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""
FROZEN_VERSION = """
    IF TG_OP = 'INSERT' AND NEW.status = 'draft' THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'draft' AND NEW.status IN ('draft', 'published') THEN RETURN NEW; END IF;
    IF TG_OP = 'DELETE' AND OLD.status = 'draft' THEN RETURN OLD; END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'published' AND NEW.status = 'retired'
        AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status' THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'A framework version begins as a draft, is published once, and then never changes.';
"""


def frozen_with(versions: str) -> pgtrigger.Trigger:
    """Refuses every change of a row below a published version; `versions` is SQL for the versions it belongs to."""
    return pgtrigger.Trigger(
        name="published_is_final",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=FROZEN_PART.format(versions=versions),
    )


class Freezing(models.Model):
    """A framework version or a row below one: `save()` and `delete()` refuse once it is published."""

    version_status: str
    framework_version: "FrameworkVersion"

    objects = FreezingQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self._refuse_frozen()
        super().save(*args, **kwargs)

    save.alters_data = True

    def delete(self, *args, **kwargs):
        self._refuse_frozen()
        return super().delete(*args, **kwargs)

    delete.alters_data = True

    def _refuse_frozen(self):
        """By what the database holds of this row, and by the version it is now put under."""
        frozen = {f"{self.version_status}__in": FROZEN}
        stored = self.pk and type(self)._base_manager.filter(pk=self.pk, **frozen).exists()
        if stored or self.framework_version.status in FROZEN:
            raise FrozenError(f"{self.framework_version} is published and never changes: import a new version.")


@tracked()
class Framework(models.Model):
    """One way of assessing, over all its versions. What it is called stands in the version."""

    code = models.CharField(max_length=20, unique=True)

    class Meta:
        default_permissions = ("view",)
        constraints = [models.CheckConstraint(name="framework_code_fits_an_address", condition=Q(code__regex=CODE))]
        triggers = [pgtrigger.ReadOnly(name="code_is_final", fields=["code"])]

    def __str__(self):
        return self.code


@tracked()
class FrameworkVersion(Freezing, StatefulModel):
    """One state of the framework, imported from a file. Assessments refer to it for good."""

    moves = VERSION_MOVES
    version_status = "status"

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    number = models.CharField(max_length=20, help_text="As written in the file, for example 0.1.")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en", help_text="BCP 47 code.")
    status = models.CharField("state", max_length=10, choices=VersionStatus, default=VersionStatus.DRAFT)
    published_at = models.DateTimeField(null=True, editable=False)
    scale = models.JSONField(default=dict, help_text="Name and meaning of each level.")
    special_values = models.JSONField(default=dict, help_text="What each kind of blank means.")
    scoring_rules = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    sources = models.JSONField(default=list)

    class Meta:
        default_permissions = ("view",)
        permissions = [("publish_frameworkversion", "Can publish and retire framework versions")]
        constraints = [
            models.UniqueConstraint(name="framework_version_number_is_unique", fields=["framework", "number"]),
            models.CheckConstraint(
                name="framework_version_status_is_known", condition=Q(status__in=VersionStatus.values)
            ),
            models.CheckConstraint(
                name="framework_version_published_means_at_some_time",
                condition=Q(status=VersionStatus.DRAFT, published_at__isnull=True)
                | ~Q(status=VersionStatus.DRAFT) & Q(published_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN_VERSION,
            )
        ]

    def __str__(self):
        return f"{self.framework.code} {self.number}"

    @property
    def framework_version(self):
        return self

    def level_name(self, value: int) -> str:
        """The word for a level on this version's scale, for example “Partial”."""
        return self.scale.get("labels", {}).get(str(value), {}).get("name", "")

    def publish(self):
        """Assessments may use it from now on, and nobody changes it any more."""
        if not self.domains.exists():
            raise TransitionError(f"{self} has no domains yet.")
        self._become(VersionStatus.PUBLISHED, published_at=timezone.now())

    publish.alters_data = True

    def retire(self):
        """No new round uses it; assessments that did keep it."""
        self._become(VersionStatus.RETIRED)

    retire.alters_data = True


@tracked()
class Domain(Freezing):
    """A field of work, with the indicators that are looked at."""

    version_status = "version__status"

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="domains")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    rationale = models.TextField(blank=True)
    source_refs = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="domain_code_is_unique_in_version", fields=["version", "code"]),
            models.UniqueConstraint(name="domain_position_is_unique_in_version", fields=["version", "position"]),
            models.CheckConstraint(name="domain_code_fits_an_address", condition=Q(code__regex=CODE)),
        ]
        triggers = [frozen_with("OLD.version_id, NEW.version_id")]

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def framework_version(self):
        return self.version


@tracked()
class Indicator(Freezing):
    """One question that an assessment answers with a level, or leaves blank for a reason."""

    version_status = "domain__version__status"

    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    question = models.TextField()
    evidence = models.JSONField(default=list, help_text="What one may ask to see.")
    support_hints = models.JSONField(default=list)
    sensitivity = models.CharField(max_length=10, choices=Sensitivity, default=Sensitivity.NORMAL)
    position = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="indicator_code_is_unique_in_domain", fields=["domain", "code"]),
            models.UniqueConstraint(name="indicator_position_is_unique_in_domain", fields=["domain", "position"]),
            models.CheckConstraint(name="indicator_code_fits_an_address", condition=Q(code__regex=CODE)),
            models.CheckConstraint(
                name="indicator_sensitivity_is_known", condition=Q(sensitivity__in=Sensitivity.values)
            ),
        ]
        triggers = [frozen_with("SELECT version_id FROM assessments_domain WHERE id IN (OLD.domain_id, NEW.domain_id)")]

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def framework_version(self):
        return self.domain.version

    @property
    def is_restricted(self) -> bool:
        return self.sensitivity == Sensitivity.RESTRICTED


@tracked()
class Level(Freezing):
    """What one level of one indicator looks like. It is met only when all lower ones are met too."""

    version_status = "indicator__domain__version__status"

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="levels")
    value = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    descriptor = models.TextField()

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="level_value_is_unique_in_indicator", fields=["indicator", "value"]),
            models.CheckConstraint(name="level_value_is_one_to_five", condition=Q(value__range=(1, 5))),
        ]
        triggers = [
            frozen_with(
                "SELECT version_id FROM assessments_domain WHERE id IN (SELECT domain_id FROM assessments_indicator"
                " WHERE id IN (OLD.indicator_id, NEW.indicator_id))"
            )
        ]

    def __str__(self):
        return f"Level {self.value}"

    @property
    def framework_version(self):
        return self.indicator.domain.version
