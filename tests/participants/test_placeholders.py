"""Placeholders in the words of mails: what is refused, what is left out, and what a typed value can never do."""

import re

import pytest
from django.core.exceptions import ValidationError

from participants.mail_texts import TEXTS
from participants.models import MailTemplate
from participants.placeholders import Placeholder, check, filled, names_in, typed

ALLOWED = [Placeholder("name", "The name.", "Ana"), Placeholder("link", "The way.", "https://portal.example/")]
LISTED = "There are: {name}, {link}."


def sentences(text, required=()):
    with pytest.raises(ValidationError) as refused:
        check(text, ALLOWED, required)
    return refused.value.messages


@pytest.mark.parametrize("text", ["", "Dear {name}", "{name}{link}", "50 % \\ $name %(name)s"])
def test_words_and_known_placeholders_are_fine(text):
    check(text, ALLOWED)


@pytest.mark.parametrize("name", ["nmae", "Name", " name ", "name.email", "name!r", "0", "", "{name}"[1:-1] + ":>9"])
def test_anything_else_in_braces_is_named_and_the_allowed_are_listed(name):
    assert sentences(f"Dear {{{name}}}") == [f"There is no placeholder {{{name}}} here. {LISTED}"]


@pytest.mark.parametrize(("text", "brace"), [("{name", "{"), ("name}", "}"), ("{{name}}", "{"), ("{na\nme}", "{")])
def test_a_brace_that_stands_alone_is_refused(text, brace):
    assert sentences(text) == [f"A “{brace}” stands alone. Braces are for placeholders only, both of them. {LISTED}"]


def test_a_placeholder_that_the_reader_needs_cannot_be_left_out():
    assert sentences("Dear {name}", ["link"]) == [
        f"{{link}} must stand in this text: whoever reads the mail needs it. {LISTED}"
    ]


def test_a_line_whose_placeholders_are_all_empty_is_left_out_with_its_gap():
    text = "Dear {name},\n\n{reason}\n\nVenue: {venue}\nBring your pass.\r\n\r\n\r\nUntil {venue} {name}"

    assert filled(text, {"name": "Ana"}) == "Dear Ana,\n\nBring your pass.\n\nUntil  Ana"


def test_a_value_is_filled_in_once():
    values = {"name": "{link}", "link": "https://portal.example/"}

    assert filled("{name}", values) == "{link}"


@pytest.mark.parametrize(
    "value",
    [
        "https://evil.example/x",
        "www.evil.example",
        "evil.example",
        "mailto:a@evil.example",
        "javascript:alert/x",
        "//a.b",
    ],
)
def test_no_address_in_what_a_person_typed_can_be_clicked(value):
    shown = typed(value)

    assert shown.replace("\u200b", "") == value
    assert not re.search(r"\w[.:@][\w/]", shown)


def test_what_a_person_typed_has_no_sign_that_cannot_be_seen():
    assert typed(" Ana\u202e \x00\x1b\t Šarić\u200b\u2066 ") == "Ana Šarić"


@pytest.mark.parametrize("purpose", MailTemplate.Purpose.values)
def test_the_texts_of_the_portal_hold_to_their_own_rules(purpose):
    text = TEXTS[purpose]

    text.check_subject(text.subject)
    text.check_body(text.body)
    assert names_in(text.body) | {"name"} <= text.examples.keys()
    assert len(text.subject) <= 150


def test_every_purpose_has_a_text():
    assert set(TEXTS) == set(MailTemplate.Purpose.values)
