"""A marked name is never without its footnote: linked on pages, written out in mails."""

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template

from events.designations import marked_in, with_notes
from tests.factories import JurisdictionFactory

pytestmark = pytest.mark.django_db

NOTE = "In the context of resolution 1244."


@pytest.fixture(autouse=True)
def kosovo():
    JurisdictionFactory(code="AL", name="Albania", position=1)
    return JurisdictionFactory(code="XK", name="Kosovo*", footnote=NOTE, position=3)


def page(html):
    template = Template("{% load designations %}{% footnoted %}" + html + "{% endfootnoted %}")
    return BeautifulSoup(template.render(Context({"hostile": '<b title="Kosovo*">Kosovo*</b>'})), "html.parser")


def test_a_name_is_linked_to_its_note_and_said_to_screen_readers():
    found = page("<p>Albania, Kosovo*, Serbia</p>")

    link = found.p.a
    assert link["href"] == "#footnote-XK"
    assert link.find(attrs={"aria-hidden": "true"}).text == "*"
    assert link.find(class_="visually-hidden").text == " (see the note on Kosovo)"
    assert NOTE in found.find(id="footnote-XK").text


@pytest.mark.parametrize(
    "html",
    [
        '<p title="Kosovo*">x</p>',
        '<a href="/x/">Kosovo*</a>',
        "<select><option>Kosovo*</option></select>",
        "<textarea>Kosovo*</textarea>",
        "<button>Kosovo*</button>",
        "<!-- Kosovo* -->",
    ],
)
def test_where_no_link_may_stand_the_words_stay_and_the_note_is_there_all_the_same(html):
    found = page(html)

    assert html in str(found)
    assert len(found.find_all(id="footnote-XK")) == 1


def test_each_mention_is_linked_and_the_note_stands_once():
    found = page("<h1>Kosovo*</h1><p>Kosovo* and again Kosovo*</p>")

    assert len(found.find_all("a", class_="footnote-ref")) == 3
    assert len(found.find_all(id="footnote-XK")) == 1


def test_what_was_escaped_stays_escaped():
    found = page("<p>{{ hostile }}</p>")

    assert found.p.b is None
    assert found.p.get_text().startswith("<b title=")


@pytest.mark.parametrize("text", ["", "Albania", "5 * 3", "* a list", "Kosovo without its mark", "grep x*"])
def test_nothing_is_marked_here(text):
    assert marked_in(text) == []
    assert with_notes(text) == text
    assert page(f"<p>{text}</p>").find(id="footnote-XK") is None


def test_a_page_without_a_mark_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        page("<p>Albania, Serbia</p>")


def test_a_mail_ends_with_the_note():
    assert with_notes("Dear colleague of Kosovo*,\n") == f"Dear colleague of Kosovo*,\n\n* {NOTE}\n"
