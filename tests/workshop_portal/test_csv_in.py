"""CSV from strangers: encodings and separators are worked out, or refused with a sentence."""

import pytest

from workshop_portal.csv_in import read_csv
from workshop_portal.sheets_in import FORMULA, UNPRINTABLE, SheetError

LATIN = "Ime;Prezime;Služba\nŠemso;Vrelobosnić;Granična policija\nĐorđe;Žižić;Čuvari\n"
CYRILLIC = "Име;Презиме;Служба\nЂорђе;Шарић;Гранична полиција\n"


def cells(content):
    return [row.cells for row in read_csv(content).rows]


@pytest.mark.parametrize(
    ("text", "encoding", "called"),
    [
        (LATIN, "utf-8", "UTF-8"),
        (CYRILLIC, "utf-8-sig", "UTF-8"),
        (CYRILLIC, "utf-16", "UTF-16"),
        (LATIN, "cp1250", "Windows-1250"),
        (CYRILLIC, "cp1251", "Windows-1251"),
    ],
)
def test_the_encoding_is_found_and_named(text, encoding, called):
    sheet = read_csv(text.encode(encoding))

    assert sheet.encoding == called
    assert [row.cells for row in sheet.rows] == [line.split(";") for line in text.splitlines()]


def test_utf_16_without_a_mark_is_refused():
    with pytest.raises(SheetError, match="signs that no text has"):
        read_csv("Ime;Prezime\n".encode("utf-16-le"))


def test_an_encoding_in_doubt_is_refused_with_what_to_do():
    with pytest.raises(SheetError, match="not clear"):
        read_csv("Šarić Жижић Čović Шш".encode("cp1250", "ignore") + "Жж š".encode("cp1251", "ignore"))


def test_a_mark_that_does_not_say_the_truth_is_refused():
    with pytest.raises(SheetError, match="not in the encoding that it says"):
        read_csv(b"\xef\xbb\xbf" + LATIN.encode("cp1250"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(separator):
    text = separator.join(["Name", "Unit"]) + "\n" + separator.join(["Ana", "One"]) + "\n"

    assert cells(text.encode()) == [["Name", "Unit"], ["Ana", "One"]]


def test_a_comma_inside_of_texts_does_not_divide_them():
    text = "Ime;Funkcija\nAna;inspektor, grupa A\nMira;vođa, grupa B, odsjek 2\n"

    assert cells(text.encode())[1:] == [["Ana", "inspektor, grupa A"], ["Mira", "vođa, grupa B, odsjek 2"]]


def test_the_separator_that_excel_names_counts():
    assert cells(b"sep=;\r\na,b;c\r\n") == [["a,b", "c"]]


def test_a_cell_that_begins_with_an_equals_sign_is_a_formula():
    row = read_csv(b"Ana;=HYPERLINK(1)\n").rows[0]

    assert (row.cells, row.odd) == (["Ana", ""], {1: FORMULA})


def test_line_breaks_inside_of_a_cell_become_spaces_and_row_numbers_stay_those_of_the_program():
    sheet = read_csv(b'Ana;"Unit\n A"\n\nMira;B\n')

    assert [(row.number, row.cells) for row in sheet.rows] == [(1, ["Ana", "Unit A"]), (3, ["Mira", "B"])]


def test_a_control_character_is_odd():
    row = read_csv(b"An\x07a;x\n").rows[0]

    assert (row.cells, row.odd) == (["Ana", "x"], {0: UNPRINTABLE})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Ana\0;x\n", "signs that no text has"),
        (b'a;b\n"Ana"x;b\n', "Line 2 of the file is not written as in a CSV file"),
        (b"\n\n;;\n", "The file holds no rows"),
        (b"a;" + b"x" * 1001 + b"\n", "column B holds more than 1,000 characters"),
        (b"a;" + b"x" * 200_000 + b"\n", "is not written as in a CSV file"),
        (b";" * 50 + b"x\n", "more than 50 columns"),
    ],
)
def test_what_is_refused_gets_a_sentence(content, sentence):
    with pytest.raises(SheetError, match=sentence):
        read_csv(content)
