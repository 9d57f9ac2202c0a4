"""Footnotes of designations: found on the finished page, so that no page can forget one."""

import re
from collections.abc import Sequence

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape

from events.designations import marked_in
from events.models import Jurisdiction

register = template.Library()

# What is passed over in one step: elements that may hold no link, links as a whole, comments, tags.
_SKIPPED = (
    r"<(?P<element>option|textarea|title|button|script|style|select)\b.*?</(?P=element)>"
    r"|(?P<link><a\b.*?</a>)"
    r"|<!--.*?-->"
    r"|<[^>]*>"
)


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
    """`html` with each marked designation linked to its footnote and the footnotes at the end.

    In running text the mark itself becomes the link. A name inside a link keeps its words, and the way to the
    note stands right behind that link. In an option, a button or a text field nothing is touched.
    """
    named = marked_in(html)
    if not named:
        return html
    references = _References(named)
    html = references.pattern.sub(references.write, html)
    notes = [(jurisdiction, jurisdiction in references.linked) for jurisdiction in named]
    return html + render_to_string("components/footnotes.html", {"notes": notes})


class _References:
    """Writes the references of one page; the first to each note can be gone back to."""

    def __init__(self, named: Sequence[Jurisdiction]):
        self.linked: set[Jurisdiction] = set()
        self._by_name = {escape(jurisdiction.name): jurisdiction for jurisdiction in named}
        names = "|".join(re.escape(name) for name in self._by_name)
        self._names = re.compile(names)
        self.pattern = re.compile(f"{_SKIPPED}|(?P<name>{names})", re.DOTALL)

    def write(self, found: re.Match) -> str:
        if name := found["name"]:
            return self._mark(name)
        if not (link := found["link"]):
            return found[0]
        visible = re.sub(r"<[^>]*>", "", link) if "*" in link else ""
        return link + "".join(self._behind(name) for name in dict.fromkeys(self._names.findall(visible)))

    def _mark(self, name: str) -> str:
        bare = name[:-1]
        return (
            f'{bare}<a class="footnote-ref" {self._target(name)}><span aria-hidden="true">*</span>'
            f'<span class="visually-hidden"> (see the note on {bare})</span></a>'
        )

    def _behind(self, name: str) -> str:
        return (
            f' <a class="footnote-ref footnote-ref-behind" {self._target(name)}>'
            f'<span aria-hidden="true">*</span> note<span class="visually-hidden"> on {name[:-1]}</span></a>'
        )

    def _target(self, name: str) -> str:
        jurisdiction = self._by_name[name]
        first = "" if jurisdiction in self.linked else f'id="footnote-ref-{jurisdiction.code}" '
        self.linked.add(jurisdiction)
        return f'{first}href="#footnote-{jurisdiction.code}"'
