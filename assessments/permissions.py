"""Who may do what with frameworks and assessments. When it is possible, the row itself answers."""

from events.passes import passes_of


def can_publish_framework(user, version) -> bool:
    return user.has_perm("assessments.publish_frameworkversion")


def can_edit_assessment(user, assessment) -> bool:
    """Enter results and findings."""
    return user.has_perm("assessments.change_assessment")


def can_move_assessment(user, assessment) -> bool:
    """Share it with its jurisdiction and take it through its stages."""
    return user.has_perm("assessments.move_assessment")


def reads_every_assessment(user) -> bool:
    return user.has_perm("assessments.view_assessment")


def may_have_assessments(user) -> bool:
    """Whether it is worth asking the database: for assessors and for leads of a jurisdiction's delegation."""
    leads = any(held.leads and held.jurisdiction_id for held in passes_of(user))
    return reads_every_assessment(user) or (leads and not user.is_staff)
