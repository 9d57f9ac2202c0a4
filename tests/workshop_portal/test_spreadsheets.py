import csv
import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from workshop_portal.spreadsheets import as_csv, as_xlsx

NINE_THIRTY = datetime(2026, 5, 12, 9, 30)  # noqa: DTZ001 – a spreadsheet knows no zones
MIDNIGHT = NINE_THIRTY.replace(hour=0, minute=0)
HOSTILE = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


def sheet_of(content):
    return load_workbook(io.BytesIO(content)).active


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_is_a_text_in_a_workbook(text):
    cell = sheet_of(as_xlsx("List", ["Name"], [[text]]))["A2"]

    assert cell.data_type == "s"
    assert cell.value.strip() == text.strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_gets_an_apostrophe_in_csv(text):
    rows = list(csv.reader(io.StringIO(as_csv(["Name"], [[text]]).decode("utf-8-sig"), newline="")))

    assert rows[1] == [f"'{text}"]


def test_a_workbook_keeps_letters_numbers_and_dates():
    rows = [["Đorđe Ћосић", 3, date(2026, 5, 12), NINE_THIRTY, None, True]]

    sheet = sheet_of(as_xlsx("List: all/some [x]", ["a", "b", "c", "d", "e", "f"], rows, notes=["* A footnote."]))

    assert sheet.title == "List  all some  x"
    assert [cell.value for cell in sheet[2]] == [
        "Đorđe Ћосић", 3, MIDNIGHT, NINE_THIRTY, None, True,
    ]  # fmt: skip
    assert sheet["A4"].value == "* A footnote."
    assert sheet.freeze_panes == "A2"


def test_csv_says_that_it_is_utf_8_and_ends_with_its_notes():
    content = as_csv(["Name", "At"], [["Đorđe", NINE_THIRTY]], notes=["* A footnote."])

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == ["Name,At", "Đorđe,2026-05-12 09:30", '""', "* A footnote."]


def test_a_sign_that_no_workbook_may_hold_is_left_out():
    assert sheet_of(as_xlsx("List", ["Name"], [["A\x00na"]]))["A2"].value == "Ana"
