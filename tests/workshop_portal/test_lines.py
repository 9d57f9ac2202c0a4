import pytest
from django.core.exceptions import ValidationError

from events.models import Event, Material, Room, Session
from participants.models import User
from workshop_portal.lines import validate_one_line

ONE_LINE = {
    Event: ["title", "venue"],
    Room: ["name"],
    Session: ["title", "presenter", "languages", "handling"],
    Material: ["title", "originator"],
    User: ["given_name", "family_name", "own_script_name", "rank", "position", "service"],
}


@pytest.mark.parametrize("text", ["a\nb", "a\r\nBcc: x@y.example", "a\tb", "\x00", "a\u2028b", "a\x85b"])
def test_a_break_is_refused(text):
    with pytest.raises(ValidationError, match="in one line"):
        validate_one_line(text)


@pytest.mark.parametrize("text", ["", "Šemso Çela", "Ђорђе Шарић", "Ó Gleannáin-O’Neill", "1.5 × 2", "a\u200bb"])
def test_names_and_titles_pass(text):
    validate_one_line(text)


@pytest.mark.parametrize(("model", "names"), ONE_LINE.items())
def test_names_and_titles_are_of_one_line(model, names):
    for name in names:
        assert validate_one_line in model._meta.get_field(name).validators, name
