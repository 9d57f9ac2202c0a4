import pytest
from django.core.exceptions import ValidationError

from events.models import Event, Material, Room, Session
from participants.models import Announcement, Logistics, MailTemplate, NominationLetter, Registration, User
from workshop_portal.lines import validate_name, validate_one_line, validate_plain_words

ONE_LINE = {
    Event: ["title", "venue"],
    Room: ["name"],
    Session: ["title", "presenter", "languages", "handling"],
    Material: ["title", "originator"],
    NominationLetter: ["reference", "signatory"],
    Logistics: ["diet_note", "access_needs"],
    MailTemplate: ["subject"],
    Announcement: ["subject"],
}
NAMES = ["given_name", "family_name", "own_script_name", "badge_name"]
WORDS = ["rank", "position", "service"]


@pytest.mark.parametrize("validate", [validate_one_line, validate_name, validate_plain_words])
@pytest.mark.parametrize("text", ["a\nb", "a\r\nBcc: x@y.example", "a\tb", "\x00", "a\u2028b", "a\x85b"])
def test_a_break_is_refused(text, validate):
    with pytest.raises(ValidationError, match="in one line"):
        validate(text)


@pytest.mark.parametrize("text", ["", "Šemso Çela", "Ђорђе Шарић", "Ó Gleannáin-O’Neill", "1.5 × 2", "a\u200bb"])
def test_names_and_titles_pass(text):
    validate_one_line(text)


@pytest.mark.parametrize(("model", "names"), ONE_LINE.items())
def test_names_and_titles_are_of_one_line(model, names):
    for name in names:
        assert validate_one_line in model._meta.get_field(name).validators, name


@pytest.mark.parametrize("model", [User, Registration])
def test_what_is_said_of_a_person_holds_no_address_and_no_markup(model):
    for name in NAMES:
        assert validate_name in model._meta.get_field(name).validators, name
    for name in WORDS:
        assert validate_plain_words in model._meta.get_field(name).validators, name


@pytest.mark.parametrize("name", ["", "Šemso Çela", "Ђорђе Шарић", "Ó Gleannáin-O’Neill", "D'Angelo Jr.", "Ана (Ани)"])
def test_names_pass_as_people_write_them(name):
    validate_name(name)


@pytest.mark.parametrize(
    "name", ["<b>Ana</b>", "=1+1", "https://x.example", "Ana @work", "www.x.example", "{ana}", "007"]
)
def test_what_is_no_name_is_refused(name):
    with pytest.raises(ValidationError, match="name"):
        validate_name(name)


@pytest.mark.parametrize("words", ["", "Chief Inspector, 2nd class", "Sektor za analitiku / odsjek 3", "R&D"])
def test_ranks_and_services_pass_as_people_write_them(words):
    validate_plain_words(words)


@pytest.mark.parametrize("words", ["see https://x.example", "www.x.example", "<i>Chief</i>", "{event}"])
def test_addresses_and_markup_are_refused_in_ranks_and_services(words):
    with pytest.raises(ValidationError, match="plain words"):
        validate_plain_words(words)
