"""Files of lists: which are read, where their headers are, and what the others are told."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from participants.lists import file as list_file
from participants.lists.file import read_list
from workshop_portal.sheets_in import SheetError

pytestmark = pytest.mark.django_db
HEADERS = ["Prezime", "Ime", "E-pošta"]
ANA = ["Šarić", "Ana", "ana@police.example"]


def upload(*rows, name="list.xlsx"):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def as_csv(*rows, name="list.csv", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return SimpleUploadedFile(name, out.getvalue().encode(encoding))


@pytest.mark.parametrize("file", [upload(HEADERS, ANA), as_csv(HEADERS, ANA)])
def test_a_list_is_its_headers_and_the_rows_below(file):
    found = read_list(file)

    assert found.headers == HEADERS
    assert [(row.number, row.cells) for row in found.rows] == [(2, ANA)]


def test_titles_above_the_headers_do_no_harm():
    file = upload(["Ministry of the Interior"], [], ["Delegation", "for the workshop"], HEADERS, ANA)

    found = read_list(file)

    assert (found.header_number, found.headers, len(found.rows)) == (4, HEADERS, 1)


@pytest.mark.parametrize(
    ("lines", "below"),
    [
        ([[], ["Prepared by: Ana Ivić"]], 1),
        ([[], ["Skopje, 12 May"], [], [None, "Signed"], ["M.P."]], 3),
        ([["Ivić"]], 0),  # right under the list: a person of whom something is missing
        ([[], ["Ivić", "Iva"]], 0),
    ],
)
def test_lines_under_a_list_are_no_people(lines, below):
    found = read_list(upload(HEADERS, ANA, *lines))

    assert (found.below, len(found.rows)) == (below, 1 + len([line for line in lines if line]) - below)


def test_headers_with_nothing_but_a_signature_below_are_a_list_of_nobody():
    with pytest.raises(SheetError, match="There is nobody below the headers in row 1"):
        read_list(upload(HEADERS, [], ["Prepared by: Ana Ivić"]))


def test_headers_in_an_unknown_language_are_the_first_row_of_several_words():
    found = read_list(upload(["List"], ["Vezetéknév", "Keresztnév", "Cím"], ["Nagy", "Anna", "anna@police.example"]))

    assert found.headers == ["Vezetéknév", "Keresztnév", "Cím"]


def test_columns_without_a_header_are_named_by_their_letter():
    found = read_list(upload([*HEADERS, None, "Čin"], [*ANA, "x", "Major", "y"]))

    assert found.headers == [*HEADERS, "Column D", "Čin", "Column F"]


def test_what_the_pages_say_of_the_file_has_three_examples_of_each_column():
    rows = [[f"Name {number % 5}", "Ana", "x" * 80] for number in range(9)]

    facts = read_list(upload(HEADERS, *rows)).facts()

    assert facts["examples"] == [["Name 0", "Name 1", "Name 2"], ["Ana"], ["x" * 60]]
    assert (facts["sheet"], facts["sheets"], facts["header_row"], facts["rows"]) == ("Sheet", 1, 1, 9)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("list.xls", OLE), "does not read the old .xls files. Save it as .xlsx"),
        (SimpleUploadedFile("list.xlsx", OLE), "does not read the old .xls files. Save it as .xlsx"),
        (
            SimpleUploadedFile("list.xlsx", OLE + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le")),
            "protected with a password. Save it without one",
        ),
        (SimpleUploadedFile("list.xlsm", b"PK\x03\x04"), "may hold macros. Save it as .xlsx"),
        (SimpleUploadedFile("list.ods", b"PK\x03\x04"), "does not read .ods files. Save it as .xlsx"),
        (SimpleUploadedFile("list.pdf", b"%PDF-"), "reads lists in .xlsx and .csv files"),
        (SimpleUploadedFile("list", b"x"), "reads lists in .xlsx and .csv files"),
        (SimpleUploadedFile("list.xlsx", b""), "The file is empty"),
        (SimpleUploadedFile("list.xlsx", b"Ime,Prezime"), "The content is not a XLSX file"),
        (SimpleUploadedFile("list.csv", b"PK\x03\x04"), "The content is not text. Save it as .xlsx"),
        (upload(["Ana", "ana@police.example"], ["Mira", "mira@police.example"]), "No row of headers was found"),
        (upload(["Ana"], ["Mira"]), "No row of headers was found"),
        (upload(HEADERS), "There is nobody below the headers in row 1"),
    ],
)
def test_what_is_not_read_is_told_what_to_do(file, sentence):
    with pytest.raises(Exception, match=sentence) as refused:
        read_list(file)

    assert len(refused.value.messages) == 1


def test_a_package_that_unpacks_to_far_more_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(upload(HEADERS, ANA)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
        new.writestr("xl/media/image1.bin", bytes(30_000_000))

    with pytest.raises(Exception, match="unpacks to far more than its size"):
        read_list(SimpleUploadedFile("list.xlsx", out.getvalue()))


def test_a_package_with_a_macro_is_refused():
    out = io.BytesIO(upload(HEADERS, ANA).read())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")

    with pytest.raises(Exception, match="holds macros"):
        read_list(SimpleUploadedFile("list.xlsx", out.getvalue()))


def test_a_file_that_is_larger_than_a_list_is_refused(monkeypatch):
    monkeypatch.setattr(list_file, "MOST_BYTES", 100)

    with pytest.raises(SheetError, match="a list may have 100"):
        read_list(upload(HEADERS, ANA))


def test_more_people_than_a_list_has_are_refused(monkeypatch):
    monkeypatch.setattr(list_file, "MOST_ROWS", 2)

    with pytest.raises(SheetError, match="The list has 3 rows; the portal takes 2 at once"):
        read_list(upload(HEADERS, ANA, ANA, ANA))
