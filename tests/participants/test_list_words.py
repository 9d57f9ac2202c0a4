"""Headers and words of lists: known in every language of the region, and in doubt left to the person."""

import pytest

from participants.lists import words
from participants.lists.columns import guess_columns
from workshop_portal.folding import fold_all

pytestmark = pytest.mark.django_db

TABLES = [words.ROLES, words.SEXES, words.LANGUAGES, words.ANSWERS, *words.HEADERS.values()]


def test_every_word_is_written_folded():
    known = {word for table in TABLES for word in table}
    folded = fold_all(known)

    assert {word: folded[word] for word in known if folded[word] != word} == {}


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (
            ["Family name", "Given name", "E-mail address", "Role", "Rank", "Position", "Service", "Sex"],
            ["family_name", "given_name", "email", "role", "rank", "position", "service", "sex"],
        ),
        (
            ["Prezime", "Ime", "E-pošta", "Čin", "Funkcija", "Služba", "Uloga", "Pol", "Jezici"],
            ["family_name", "given_name", "email", "rank", "position", "service", "role", "sex", "working_languages"],
        ),
        (
            ["Презиме", "Име", "Е-пошта", "Чин", "Функција", "Служба", "Улога", "Пол"],
            ["family_name", "given_name", "email", "rank", "position", "service", "role", "sex"],
        ),
        (
            ["MBIEMRI", "EMRI", "Posta elektronike", "Grada", "Pozita", "Shërbimi", "Roli", "Gjinia"],
            ["family_name", "given_name", "email", "rank", "position", "service", "role", "sex"],
        ),
        (
            ["Nume", "Prenume", "E-mail", "Grad", "Funcția", "Serviciul", "Rolul", "Sex"],
            ["family_name", "given_name", "email", "rank", "position", "service", "role", "sex"],
        ),
        (
            ["Ime / Given name", "Prezime (Surname)", "e-mail:", "Čin*"],
            ["given_name", "family_name", "email", "rank"],
        ),
        (["Name", "Surname", "Email"], ["given_name", "family_name", "email"]),
    ],
)
def test_headers_are_recognised(headers, fields):
    assert guess_columns(headers) == dict(enumerate(fields))


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["Ime", "Prezime", "Grad"], {0: "given_name", 1: "family_name"}),  # a city, beside Serbian words
        (["Nume", "Prenume", "Grad"], {0: "family_name", 1: "given_name", 2: "rank"}),
        (["Name", "Email"], {1: "email"}),  # perhaps the whole name
        (["Ime i prezime", "E-pošta"], {0: "given_and_family", 1: "email"}),
        (["Nume și prenume", "E-mail"], {0: "family_and_given", 1: "email"}),
        (["Emri dhe mbiemri", "Emri", "Mbiemri"], {1: "given_name", 2: "family_name"}),
        (["Email", "E-mail"], {0: "email"}),
        (["Rank / Position"], {}),
        (["Column A", "", "1"], {}),
    ],
)
def test_what_is_not_clear_is_left_out(headers, fields):
    assert guess_columns(headers) == fields


def test_all_headers_of_a_file_cost_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        guess_columns([f"Header {number}" for number in range(50)])
