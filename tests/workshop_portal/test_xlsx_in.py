"""XLSX from strangers: every odd cell is named, every hostile file refused with a sentence."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from workshop_portal import sheets_in, xlsx_in
from workshop_portal.sheets_in import DATE, ERROR, FORMULA, MERGED, UNPRINTABLE, YES_NO, SheetError
from workshop_portal.xlsx_in import read_xlsx


def workbook(*rows, change=lambda sheet: None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out


def cells(sheet):
    return [row.cells for row in sheet.rows]


def rebuilt(source, parts):
    """The package again with other content in the parts named."""
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, parts.get(info.filename, old.read(info)))
    return out


SHEET = "xl/worksheets/sheet1.xml"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def with_sheet(xml):
    return rebuilt(workbook(["x"]), {SHEET: f"<worksheet {NS}>{xml}</worksheet>"})


def test_text_numbers_and_scripts_come_as_they_are_written():
    sheet = read_xlsx(workbook(["Ime", "Презиме", 12, 1.5, 381601234567], ["Šemso", "Ѓорѓиевски"]))

    assert cells(sheet) == [["Ime", "Презиме", "12", "1.5", "381601234567"], ["Šemso", "Ѓорѓиевски"]]


def test_a_formula_is_odd_and_its_last_value_is_not_believed():
    file = with_sheet('<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><v>3</v></c></row></sheetData>')

    row = read_xlsx(file).rows[0]

    assert (row.cells, row.odd) == (["", "3"], {0: FORMULA})


def test_shared_and_text_formulas_are_formulas_too():
    xml = (
        '<row r="1"><c r="A1" t="str"><f t="shared" si="0" ref="A1:A2">B1</f><v>Ana</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f t="shared" si="0"/><v>Ana</v></c></row>'
    )

    rows = read_xlsx(with_sheet(f"<sheetData>{xml}</sheetData>")).rows

    assert [(row.cells, row.odd) for row in rows] == [([""], {0: FORMULA})] * 2


def test_text_that_begins_with_an_equals_sign_is_text():
    xml = '<row r="1"><c r="A1" t="inlineStr"><is><t>=1+1</t></is></c></row>'

    row = read_xlsx(with_sheet(f"<sheetData>{xml}</sheetData>")).rows[0]

    assert (row.cells, row.odd) == (["=1+1"], {})


def test_dates_booleans_and_errors_are_odd():
    noon = datetime(2021, 12, 14, 12)  # noqa: DTZ001 - spreadsheets know no zones

    row = read_xlsx(workbook([date(2021, 12, 14), noon, True, "#REF!", "x"])).rows[0]

    assert row.cells == ["2021-12-14", "2021-12-14", "yes", "", "x"]
    assert row.odd == {0: DATE, 1: DATE, 2: YES_NO, 3: ERROR}


def test_a_number_in_a_date_style_that_is_no_day_is_a_date_without_a_value():
    def change(sheet):
        sheet["A1"].number_format = "yyyy-mm-dd"

    row = read_xlsx(workbook([9e9, "x"], change=change)).rows[0]

    assert (row.cells, row.odd) == (["", "x"], {0: DATE})


def test_blank_rows_and_cells_that_only_have_a_colour_are_passed_over():
    sheet = read_xlsx(workbook(["a"], [], [None, "  "], ["b"]))

    assert [(row.number, row.cells) for row in sheet.rows] == [(1, ["a"]), (4, ["b"])]


def test_cells_merged_downwards_repeat_what_they_show():
    sheet = read_xlsx(
        workbook(["Ana", "Border police"], ["Mira", None], ["Iva", None], change=lambda s: s.merge_cells("B1:B3"))
    )

    assert cells(sheet) == [["Ana", "Border police"], ["Mira", "Border police"], ["Iva", "Border police"]]
    assert [row.odd for row in sheet.rows] == [{}, {}, {}]


def test_cells_merged_sideways_are_odd():
    row = read_xlsx(workbook(["Ana Šarić", None, "x"], change=lambda s: s.merge_cells("A1:B1"))).rows[0]

    assert (row.cells, row.odd) == (["Ana Šarić", "", "x"], {1: MERGED})


def test_a_merged_area_as_large_as_a_sheet_costs_nothing():
    xml = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )

    rows = read_xlsx(with_sheet(xml)).rows

    assert [(row.cells[0], len(row.cells)) for row in rows] == [("1", 50)] * 2


def test_too_many_merged_cells_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx_in, "MOST_MERGED", 1)

    with pytest.raises(SheetError, match="too many merged cells"):
        read_xlsx(workbook(["a", "b"], ["c", "d"], ["e", "f"], change=lambda s: s.merge_cells("A1:B3")))


def test_marks_that_nobody_sees_are_left_out_and_line_breaks_become_spaces():
    row = read_xlsx(workbook(["\u200fAna\u200b \u202eMarija\u202c\n Ivić\u00a0", "Mi\u00adra"])).rows[0]

    assert (row.cells, row.odd) == (["Ana Marija Ivić", "Mira"], {})


def test_letters_are_composed():
    assert read_xlsx(workbook(["S\u030caric\u0301"])).rows[0].cells == ["Šarić"]


@pytest.mark.parametrize("sign", ["_x0000_", "_x0007_", "_xD800_"])
def test_signs_that_cannot_be_printed_are_odd(sign):
    xml = f'<row r="1"><c r="A1" t="inlineStr"><is><t>An{sign}a</t></is></c></row>'

    row = read_xlsx(with_sheet(f"<sheetData>{xml}</sheetData>")).rows[0]

    assert (row.cells, row.odd) == (["Ana"], {0: UNPRINTABLE})


def test_readings_beside_a_text_are_not_part_of_it():
    xml = '<row r="1"><c t="inlineStr"><is><r><t>An</t></r><r><t>a</t></r><rPh><t>XX</t></rPh></is></c></row>'

    assert cells(read_xlsx(with_sheet(f"<sheetData>{xml}</sheetData>"))) == [["Ana"]]


def test_the_first_sheet_that_is_shown_and_has_rows_is_read():
    book = Workbook()
    book.active.title = "Cover"
    hidden = book.create_sheet("Hidden")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Delegates").append(["Ana"])
    book.create_sheet("More").append(["Mira"])

    sheet = read_xlsx(saved(book))

    assert (sheet.name, sheet.sheets, cells(sheet)) == ("Delegates", 3, [["Ana"]])


def test_a_book_without_rows_is_refused():
    with pytest.raises(SheetError, match="The file holds no rows"):
        read_xlsx(workbook())


def test_more_rows_than_a_list_has_are_refused(monkeypatch):
    monkeypatch.setattr(sheets_in, "MOST_ROWS", 3)
    monkeypatch.setattr(sheets_in, "MOST_ROWS_ABOVE", 1)

    with pytest.raises(SheetError, match="more than 3 rows"):
        read_xlsx(workbook(*[["x"]] * 5))


def test_more_columns_than_a_list_has_are_refused():
    with pytest.raises(SheetError, match="Row 1 has more than 50 columns"):
        read_xlsx(workbook(["x"] * 51))


def test_a_huge_cell_is_refused_with_its_place():
    with pytest.raises(SheetError, match=r"Row 2, column B holds more than 1,000 characters"):
        read_xlsx(workbook(["a", "b"], ["c", "x" * 1001]))


def test_more_text_than_a_list_has_is_refused(monkeypatch):
    monkeypatch.setattr(sheets_in, "MOST_SIGNS", 100)

    with pytest.raises(SheetError, match="far more text"):
        read_xlsx(workbook(*[["x" * 60]] * 2))


def test_a_part_that_is_larger_than_a_list_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setitem(xlsx_in.MOST_BYTES, "sheet", 100)

    with pytest.raises(SheetError, match="far larger inside"):
        read_xlsx(workbook(["Ana"] * 40))


@pytest.mark.parametrize(
    "xml",
    [
        '<sheetData><row r="99999999999"><c r="A1"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="A1" t="s"><v>77</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="A1"><v>one</v></c></row></sheetData>',
        '<sheetData><row r="1">',
    ],
)
def test_a_damaged_sheet_is_refused(xml):
    with pytest.raises(SheetError, match="The file is damaged"):
        read_xlsx(with_sheet(xml))


def test_an_encoding_that_nobody_knows_is_refused():
    sheet = f'<?xml version="1.0" encoding="foo"?><worksheet {NS}><sheetData/></worksheet>'

    with pytest.raises(SheetError, match="The file is damaged"):
        read_xlsx(rebuilt(workbook(["x"]), {SHEET: sheet}))


def test_a_document_type_is_refused():
    bomb = f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">]><worksheet {NS}><sheetData/></worksheet>'

    with pytest.raises(SheetError, match="The file is damaged"):
        read_xlsx(rebuilt(workbook(["x"]), {SHEET: bomb}))


def test_a_file_that_is_no_package_is_refused():
    with pytest.raises(SheetError, match="The file is damaged"):
        read_xlsx(io.BytesIO(b"PK\x03\x04 nothing"))


def test_names_with_a_prefix_and_cells_without_a_place_are_read():
    xml = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row>'
        '<x:c t="inlineStr"><x:is><x:t>Ana</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>Ivić</x:t></x:is></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )

    assert cells(read_xlsx(rebuilt(workbook(["x"]), {SHEET: xml}))) == [["Ana", "Ivić"]]
