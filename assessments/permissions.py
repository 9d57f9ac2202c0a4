"""Who may do what with frameworks and assessments. When it is possible, the row itself answers."""

from assessments.querysets import AssessmentQuerySet
from events.passes import passes_of


def can_publish_framework(user, version) -> bool:
    return user.has_perm("assessments.publish_frameworkversion")


def can_edit_assessment(user, assessment) -> bool:
    """Enter results and findings."""
    return user.has_perm("assessments.change_assessment")


def can_move_assessment(user, assessment) -> bool:
    """Share it with its jurisdiction and take it through its stages."""
    return user.has_perm("assessments.move_assessment")


def can_read_assessments(user, assessments: AssessmentQuerySet) -> bool:
    """Whether there is any assessment for this person; asks the database only for leads of delegations."""
    if user.has_perm("assessments.view_assessment"):
        return True
    leads = any(held.leads and held.jurisdiction_id for held in passes_of(user))
    return leads and assessments.visible_to(user).exists()
