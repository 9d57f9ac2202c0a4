"""The HTML of a mail, made from its plain text: paragraphs, and links to the portal. Nothing else becomes markup."""

import re

from django.conf import settings
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{}</title>
</head>
<body>
{}
</body>
</html>
"""


def html_page(subject: str, body: str) -> str:
    """The second part of a mail: no image, nothing from anywhere, so that reading it tells nobody anything."""
    return format_html(PAGE, subject, paragraphs(body))


def paragraphs(body: str) -> SafeString:
    """Plain text as paragraphs of HTML, everything escaped. Only addresses of this portal become links."""
    found = re.split(r"\n[ \t]*(?:\n[ \t]*)+", body.strip())
    return format_html_join("\n", "<p>{}</p>", ((_lines(paragraph),) for paragraph in found))


def _lines(paragraph: str) -> SafeString:
    return mark_safe("<br>\n".join(_with_links(line) for line in paragraph.split("\n")))  # noqa: S308 all is escaped


def _with_links(line: str) -> str:
    """The line escaped. “https://portal.example.evil.example” begins like the portal and is not it."""
    portal = re.escape(settings.PORTAL_URL)
    address = re.compile(rf"{portal}(?:/[^\s<>\"\u200b]*|(?![\w.:@/-])|(?=\.(?:\s|$)))")
    pieces, end = [], 0
    for found in address.finditer(line):
        url = found[0].rstrip(".,;:!?)")
        pieces += [escape(line[end : found.start()]), format_html('<a href="{0}">{0}</a>', url)]
        end = found.start() + len(url)
    return "".join([*pieces, escape(line[end:])])
