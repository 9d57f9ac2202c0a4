"""A marked name is never without its footnote: linked on pages, written out in mails."""

import time

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template

from events.designations import marked_in, with_notes
from events.templatetags.designations import with_footnotes
from tests.factories import JurisdictionFactory

pytestmark = pytest.mark.django_db

NOTE = "In the context of resolution 1244."


@pytest.fixture(autouse=True)
def kosovo():
    JurisdictionFactory(code="AL", name="Albania", position=1)
    return JurisdictionFactory(code="XK", name="Kosovo*", footnote=NOTE, position=3)


def rendered(html):
    template = Template("{% load designations %}{% footnoted %}" + html + "{% endfootnoted %}")
    return template.render(Context({"hostile": '<b title="Kosovo*">Kosovo*</b></a>'}))


def page(html):
    return BeautifulSoup(rendered(html), "html.parser")


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
        '<a href="/x/" title="Kosovo*">x</a>',
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
    assert found.find(class_="footnote-ref") is None
    assert found.find(class_="footnote-back") is None


def test_behind_a_link_that_names_it_stands_the_way_to_the_note():
    found = page('<p><a href="/x/"><b>Albania</b>, Kosovo* and Kosovo*</a>, <a href="/y/">Albania</a>.</p>')

    link, reference, other = found.p.find_all("a")
    assert str(link) == '<a href="/x/"><b>Albania</b>, Kosovo* and Kosovo*</a>'
    assert (reference["href"], reference.get_text()) == ("#footnote-XK", "* note on Kosovo")
    assert reference.find_previous_sibling("a") == link
    assert str(other) == '<a href="/y/">Albania</a>'


def test_several_links_and_running_text_each_have_their_reference_and_no_link_stands_in_another():
    found = page('<ul><li><a href="/x/">Kosovo*</a> and <a href="/y/">Kosovo*</a></li></ul><p>Kosovo*</p>')

    assert len(found.find_all("a", class_="footnote-ref")) == 3
    assert found.select("a a") == []


def test_from_the_note_one_goes_back_to_the_first_reference():
    found = page('<a href="/x/">Kosovo*</a><p>Kosovo*</p>')

    note = found.find(id="footnote-XK")
    assert note["tabindex"] == "-1"
    assert note.a["href"] == "#footnote-ref-XK"
    (first,) = found.find_all(id="footnote-ref-XK")
    assert "footnote-ref-behind" in first["class"]


def test_each_mention_is_linked_and_the_note_stands_once():
    found = page("<h1>Kosovo*</h1><p>Kosovo* and again Kosovo*</p>")

    assert len(found.find_all("a", class_="footnote-ref")) == 3
    assert len(found.find_all(id="footnote-XK")) == 1


def test_what_was_escaped_stays_escaped():
    found = page("<p>{{ hostile }}</p>")

    assert found.p.b is None
    assert found.p.get_text().startswith("<b title=")


def test_what_was_escaped_inside_a_link_stays_escaped_and_inside():
    found = page('<p><a href="/x/">{{ hostile }}</a></p>')

    link, reference = found.p.find_all("a")
    assert link.get_text() == '<b title="Kosovo*">Kosovo*</b></a>'
    assert reference["class"] == ["footnote-ref", "footnote-ref-behind"]


def test_two_thousand_rows_take_no_noticeable_time():
    row = '<tr><td class="name"><a href="/x/">Kosovo*</a></td><td>Kosovo*</td><td><i>Serbia</i></td><!-- x --></tr>'
    html = f"<table>{row * 2000}</table>" + "<a href='/open/'>never closed " * 20
    marked_in("Kosovo*")  # the names are kept from here on

    begin = time.process_time()
    found = with_footnotes(html)

    assert time.process_time() - begin < 1  # about 0.05 on the machine this was written on
    assert found.count('class="footnote-ref') == 4000


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
