"""Every state of a framework version and of an assessment, and every move between them."""

from django.db import models

from workshop_portal.transitions import TransitionError


class VersionStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


VERSION_MOVES = {
    VersionStatus.DRAFT: frozenset({VersionStatus.PUBLISHED}),
    VersionStatus.PUBLISHED: frozenset({VersionStatus.RETIRED}),
    VersionStatus.RETIRED: frozenset(),
}

# Assessments refer to these texts, so neither the version nor any row below it changes again.
FROZEN = frozenset({VersionStatus.PUBLISHED, VersionStatus.RETIRED})


class FrozenError(TransitionError):
    """A change of a framework version that is published. Its text is one sentence."""

    def __init__(self, sentence: str = "A published framework version never changes: import a new version."):
        super().__init__(sentence)


class AssessmentStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    FIELDWORK = "fieldwork", "Fieldwork"
    INITIAL = "initial", "Initial findings"
    DRAFT = "draft", "Draft"
    UNDER_REVIEW = "under_review", "Under review"
    ANSWERED = "answered", "Answered"
    AGREED = "agreed", "Agreed"
    NOTED = "noted", "Noted"
    FINAL = "final", "Final"


ASSESSMENT_MOVES = {
    AssessmentStatus.PLANNED: frozenset({AssessmentStatus.FIELDWORK}),
    AssessmentStatus.FIELDWORK: frozenset({AssessmentStatus.INITIAL}),
    AssessmentStatus.INITIAL: frozenset({AssessmentStatus.DRAFT}),
    AssessmentStatus.DRAFT: frozenset({AssessmentStatus.UNDER_REVIEW}),
    AssessmentStatus.UNDER_REVIEW: frozenset({AssessmentStatus.ANSWERED}),
    AssessmentStatus.ANSWERED: frozenset({AssessmentStatus.AGREED, AssessmentStatus.NOTED}),
    AssessmentStatus.AGREED: frozenset({AssessmentStatus.FINAL}),
    AssessmentStatus.NOTED: frozenset({AssessmentStatus.FINAL}),
    AssessmentStatus.FINAL: frozenset(),
}

# Before, the assessment exists for the assessors only.
NOT_SHARED = frozenset({AssessmentStatus.PLANNED, AssessmentStatus.FIELDWORK})
SHARED = frozenset(AssessmentStatus) - NOT_SHARED
