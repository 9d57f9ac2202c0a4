"""Designations with a footnote: a jurisdiction whose name carries a mark is never named without its note."""

import re

from django.core.cache import caches

from events.models import Jurisdiction

# A letter followed directly by an asterisk: "Kosovo*". Only then is the database asked.
_MARKED = re.compile(r"\w\*")


def marked_in(text: str) -> list[Jurisdiction]:
    """The jurisdictions with a footnote that `text`, plain or HTML, names; in the portal's order."""
    if "*" not in text or not _MARKED.search(text):
        return []
    return [jurisdiction for jurisdiction in _marked() if jurisdiction.name in text]


def with_notes(text: str) -> str:
    """Plain text with the footnotes of what it names at its end, as a mail needs it."""
    notes = [f"* {jurisdiction.footnote}\n" for jurisdiction in marked_in(text)]
    return "\n".join([text, *notes]) if notes else text


def _marked() -> list[Jurisdiction]:
    """Reference data, which only changes when it is loaded anew: kept for a minute."""
    return caches["reference"].get_or_set(
        "designations", lambda: list(Jurisdiction.objects.exclude(footnote="").order_by("position")), 60
    )
