"""Whether the navigation has a way to the assessments; participants must not even learn that there are any."""

from django import template

from assessments.models import Assessment
from assessments.permissions import may_have_assessments, reads_every_assessment

register = template.Library()


@register.filter
def reads_assessments(user) -> bool:
    """{% if user|reads_assessments %}: asks the database only for those who lead a jurisdiction's delegation."""
    if reads_every_assessment(user):
        return True
    return may_have_assessments(user) and Assessment.objects.visible_to(user).exists()
