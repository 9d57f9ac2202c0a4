"""A part of a template that is rendered again only when what it was made from changes."""

from django import template
from django.utils.translation import get_language

from events import kept

register = template.Library()


@register.tag("kept")
def do_kept(parser, token):
    """{% kept "name" part part … %}…{% endkept %}: the parts must name everything that the HTML depends on.

    For what belongs to an event one of them is `event.stamp`. Never put anything personal inside.
    """
    _, *parts = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, [parser.compile_filter(part) for part in parts])


class KeptNode(template.Node):
    def __init__(self, nodelist, parts):
        self.nodelist, self.parts = nodelist, parts

    def render(self, context):
        key = (get_language(), *(part.resolve(context) for part in self.parts))
        return kept.fragments.get(key, lambda: self.nodelist.render(context))
