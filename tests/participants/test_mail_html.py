"""The HTML of a mail: paragraphs and links to the portal, whatever stands in the text."""

import pytest

from participants.mail_html import html_page, paragraphs


@pytest.fixture(autouse=True)
def _portal(settings):
    settings.PORTAL_URL = "https://portal.example"


def link(url):
    return f'<a href="{url}">{url}</a>'


def test_paragraphs_and_lines():
    assert paragraphs("Dear Ana,\n\nfirst\nsecond\n \n\nthird\n") == (
        "<p>Dear Ana,</p>\n<p>first<br>\nsecond</p>\n<p>third</p>"
    )


@pytest.mark.parametrize("text", ["<b>Ana</b>", "<script>alert(1)</script>", '"><img src=x>', "{{ x }} & y"])
def test_everything_is_escaped(text):
    assert not set("<>\"'") & set(paragraphs(text).removeprefix("<p>").removesuffix("</p>"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://portal.example", link("https://portal.example")),
        ("See https://portal.example.", f"See {link('https://portal.example')}."),
        ("(https://portal.example/events/x/)", f"({link('https://portal.example/events/x/')})"),
        ("https://portal.example/a, then", f"{link('https://portal.example/a')}, then"),
        ("https://portal.example/a?b=1&c=2", link("https://portal.example/a?b=1&amp;c=2")),
        ("https://portal.example/a'b", link("https://portal.example/a&#x27;b")),
    ],
)
def test_addresses_of_the_portal_become_links(text, expected):
    assert paragraphs(text) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/",
        "https://portal.example.evil.example/",
        "https://portal.example@evil.example/",
        "https://portal.example:8000/",
        "https://portal.example-evil.example/",
        "https://portal.examples/",
        "http://portal.example/",
        "www.evil.example",
        "javascript:alert(1)",
    ],
)
def test_no_other_address_becomes_a_link(text):
    assert "<a" not in paragraphs(text)


def test_the_page_has_no_image_no_style_and_nothing_from_anywhere():
    page = html_page("Über <alles>", "https://portal.example/x")

    assert "<title>Über &lt;alles&gt;</title>" in page
    for part in ("src=", "<img", "<link", "style", "@import", "url("):
        assert part not in page
