from django import template

from participants.personal_data import CLASSES, LINES

register = template.Library()


@register.simple_tag
def personal_data():
    """The inventory as the privacy notice shows it: each class of data, with what it says of a person."""
    shown = [(entry, [line for line in LINES if line.kept == entry.key and line.what]) for entry in CLASSES.values()]
    return [(entry, lines) for entry, lines in shown if lines]
