"""Lists as the tests send them: spreadsheets of plain rows, and each step of a list done at once."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from participants import actions
from participants.lists.file import read_list

HEADERS = ["Family name", "Given name", "E-mail", "Role", "Reserve", "Rank", "Position", "Service", "Sex", "Languages"]


def spreadsheet(*rows, headers=HEADERS, name="list.xlsx"):
    book = Workbook()
    for row in (headers, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def started(delegation, *rows, by, headers=HEADERS):
    return actions.start_list(delegation, read_list(spreadsheet(*rows, headers=headers)), name="list.xlsx", by=by)


def previewed(delegation, *rows, by, headers=HEADERS):
    """The list as far as its preview, in the state of the database."""
    found = started(delegation, *rows, by=by, headers=headers)
    for _ in actions.preview_list(found, by=by):
        pass
    found.refresh_from_db()
    return found


def taken(found, *, by, seen=None, **how):
    for _ in actions.apply_list(found, by=by, seen=seen or found.outcome["digest"], **how):
        pass
    found.refresh_from_db()
    return found.outcome


def kinds(found):
    return [line["kind"] for line in found.outcome["lines"]]


def sentences(found):
    return [" ".join(line.get("says", ())) for line in found.outcome["lines"]]
