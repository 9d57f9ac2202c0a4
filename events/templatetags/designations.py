"""Footnotes of designations: found on the finished page, so that no page can forget one."""

import re

from django import template
from django.template.loader import render_to_string

from events.designations import marked_in
from events.models import Jurisdiction

register = template.Library()

# Tags, and elements that hold no links: their words are left as they are.
_LEAVE = r"<(?P<element>option|textarea|title|a|button|script|style|select)\b.*?</(?P=element)>|<!--.*?-->|<[^>]*>"


@register.tag
def footnoted(parser, token):
    """{% footnoted %}…{% endfootnoted %}: link every marked designation inside to its footnote, and print it."""
    nodes = parser.parse(("endfootnoted",))
    parser.delete_first_token()
    return FootnotedNode(nodes)


class FootnotedNode(template.Node):
    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        return with_footnotes(self.nodelist.render(context))


def with_footnotes(html: str) -> str:
    """`html` with each marked designation linked to its footnote and the footnotes at the end."""
    named = marked_in(html)
    if not named:
        return html
    for jurisdiction in named:
        html = _linked(html, jurisdiction)
    return html + render_to_string("components/footnotes.html", {"jurisdictions": named})


def _linked(html: str, jurisdiction: Jurisdiction) -> str:
    name = re.escape(jurisdiction.name)
    link = (
        f'{jurisdiction.name[:-1]}<a class="footnote-ref" href="#footnote-{jurisdiction.code}">'
        f'<span aria-hidden="true">*</span><span class="visually-hidden"> (see the note on '
        f"{jurisdiction.name[:-1]})</span></a>"
    )
    pattern = re.compile(f"{_LEAVE}|(?P<name>{name})", re.DOTALL | re.IGNORECASE)
    return pattern.sub(lambda found: link if found["name"] else found[0], html)
