"""What may be uploaded: hostile files get one clear sentence."""

import io
import random
import struct
import tempfile
import time
import zipfile

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from pptx import Presentation

from events import files
from events.demo_papers import slides
from events.files import inspect

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
}
NO_PROGRAM = "The file holds a program. Take it out and try again."
NO_MACROS = "The file holds macros. Save it without them and try again."
NO_BOMB = "The file unpacks to far more than its size and is not taken."
DAMAGED = "The file is damaged. Save it again and send the new one."
TOO_MANY = "The file has more than 5,000 parts inside and is not taken."


def content_types(extension, more="", encoding="utf-8"):
    part, media_type = MAIN[extension]
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><Types xmlns="{TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{part}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{media_type}.main+xml"/>{more}</Types>'
    ).encode(encoding)


def packed(extension, parts, types=None, compression=zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as package:
        package.writestr("[Content_Types].xml", types or content_types(extension))
        package.writestr(MAIN[extension][0], "<x/>")
        for name, data in parts.items():
            package.writestr(name, data)
    return content.getvalue()


def office(extension, parts=(), types=None):
    return SimpleUploadedFile(f"paper.{extension}", packed(extension, dict(parts), types))


def relation(kind, target, mode="External", name="word/_rels/settings.xml.rels"):
    rows = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return {name: f"<Relationships>{rows}</Relationships>"}


def sentence(upload):
    with pytest.raises(ValidationError) as refused:
        inspect(upload)
    return refused.value.messages[0]


def docx(content: bytes):
    return SimpleUploadedFile("paper.docx", content)


# --- What is taken --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("paper.pdf", b"%PDF-1.7\n"),
        ("PAPER.PDF", b"%PDF-1.7\n"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20),
        ("picture.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 20),
    ],
)
def test_papers_and_pictures_are_taken(name, content):
    assert inspect(SimpleUploadedFile(name, content))


@pytest.mark.parametrize("extension", MAIN)
def test_office_files_are_taken(extension):
    upload = office(extension)

    assert inspect(upload) == f"application/vnd.openxmlformats-officedocument.{MAIN[extension][1]}"
    assert upload.tell() == 0


def test_slides_and_tables_that_programs_wrote_are_taken():
    deck, table = io.BytesIO(), io.BytesIO()
    Presentation().save(deck)
    with xlsxwriter.Workbook(table) as workbook:
        workbook.add_worksheet().write_url(0, 0, "https://seesac.example/")
    demo = {"title": "T", "subtitle": "S", "originator": "SEESAC", "marking": "", "event": "E", "notice": "N",
            "acknowledgement": "A", "sections": []}  # fmt: skip

    assert inspect(SimpleUploadedFile("slides.pptx", deck.getvalue()))
    assert inspect(SimpleUploadedFile("slides.pptx", slides(demo)))
    assert inspect(SimpleUploadedFile("table.xlsx", table.getvalue()))


def test_a_main_part_may_have_another_name_as_word_online_gives_it():
    types = content_types("docx").replace(b"/word/document.xml", b"/word/document2.xml")

    assert inspect(office("docx", {"word/document2.xml": "<x/>"}, types))


def test_links_and_a_template_of_its_own_are_ordinary():
    links = relation("hyperlink", "https://seesac.example/", name="word/_rels/document.xml.rels")

    assert inspect(office("docx", links | relation("attachedTemplate", "template.dotx", mode="Internal")))


def test_a_large_zip_of_few_parts_is_taken():
    assert inspect(docx(as_zip64(packed("docx", {}))))


# --- What is something else -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["run.exe", "page.html", "drawing.svg", "old.doc", "archive.zip", "noextension", ".pdf.exe"]
)
def test_other_types_are_refused(name):
    assert (
        sentence(SimpleUploadedFile(name, b"%PDF-1.7\n"))
        == "The portal takes PDF, DOCX, PPTX, XLSX, PNG and JPG files."
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("paper.pdf", b"<html><script>"),
        ("paper.pdf", b"%PDF 1.7\n"),
        ("paper.pdf", b"MZ%PDF-1.7\n"),
        ("slides.pptx", b"%PDF-1.7\n"),
        ("slides.pptx", packed("docx", {})),
        ("paper.docx", b"MZ" + packed("docx", {})),
        ("paper.docx", packed("docx", {}).replace(b"PK\x03\x04", b"PK\x01\x04", 1)),
        ("paper.pdf", packed("docx", {})),
        ("picture.png", b"\xff\xd8\xff\xe0" + b"\0" * 20),
        ("picture.jpg", b"\x89PNG\r\n\x1a\n" + b"\0" * 20),
    ],
)
def test_a_file_that_lies_about_its_type_is_refused(name, content):
    assert sentence(SimpleUploadedFile(name, content)) == f"The content is not a {name[-4:].strip('.').upper()} file."


@pytest.mark.parametrize(
    "types",
    [
        b"<Types/>",
        content_types("xlsx"),  # the part that it names is not there
        content_types("docx", f'<Override PartName="/ppt/presentation.xml" ContentType="{files._OFFICE}'
                              'presentationml.presentation.main+xml"/>'),
    ],
)  # fmt: skip
def test_a_zip_that_is_not_one_office_file_is_refused(types):
    assert sentence(office("docx", {"ppt/presentation.xml": "<x/>"}, types)) == "The content is not a DOCX file."


def test_an_empty_file_is_refused():
    assert sentence(SimpleUploadedFile("paper.pdf", b"")) == "The file is empty."


def test_an_oversized_file_is_refused_with_both_sizes(settings):
    settings.MATERIAL_MAX_BYTES = 1024

    assert sentence(SimpleUploadedFile("paper.pdf", b"%PDF" + b"0" * 2044)) == (
        "The file is 2.0\xa0KB; the portal takes up to 1.0\xa0KB."
    )


# --- What Office files hide -----------------------------------------------------------------------


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/VBAPROJECT.BIN", r"word\vbaProject.bin"])
def test_macros_are_refused(part):
    assert sentence(office("docx", {part: b"x"})) == NO_MACROS


@pytest.mark.parametrize(
    "declared",
    ["application/vnd.ms-office.vbaProject", "application/vnd.ms-word.document.macroEnabled.main+xml"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_macros_under_another_name_are_refused(declared, encoding):
    types = content_types("docx", f'<Override PartName="/word/notes.bin" ContentType="{declared}"/>', encoding)

    assert sentence(office("docx", {"word/notes.bin": b"x"}, types)) == NO_MACROS


def test_a_part_that_is_related_as_macros_is_refused():
    relations = {"word/_rels/document.xml.rels": '<Relationships><Relationship Id="r1" Target="notes.bin" Type="http:'
                 '//schemas.microsoft.com/office/2006/relationships/vbaProject"/></Relationships>'}  # fmt: skip

    assert sentence(office("docx", relations)) == NO_MACROS


@pytest.mark.parametrize("target", ["https://evil.example/t.dotm", r"\\evil.example\t.dotm", "file:///C:/t.dotx"])
@pytest.mark.parametrize("name", ["word/_rels/settings.xml.rels", "WORD/_rels/Settings.xml.RELS"])
def test_a_template_from_elsewhere_is_refused(target, name):
    assert sentence(office("docx", relation("attachedTemplate", target, name=name))).startswith(
        "The file fetches its template from elsewhere."
    )


def test_programs_inside_are_refused():
    for ending in ["exe", "dll", "scr", "bat", "cmd", "ps1", "vbs", "js", "jse", "hta", "lnk", "msi", "jar", "EXE"]:
        for end in (ending, f"{ending}.", f"{ending} "):  # Windows leaves dots and spaces at the end out
            assert sentence(office("docx", {f"word/media/setup.{end}": b"MZ"})) == NO_PROGRAM


def test_names_that_only_begin_like_programs_are_taken():
    assert inspect(office("docx", {"customXml/item.json": b"{}", "word/media/exe.png": b"x"}))


def test_a_part_in_an_encoding_that_nobody_knows_is_refused():
    relations = b'<?xml version="1.0" encoding="foo"?><Relationships/>'

    assert sentence(office("docx", {"_rels/.rels": relations})) == DAMAGED


# --- What costs too much --------------------------------------------------------------------------


def test_a_zip_bomb_is_refused():
    assert sentence(office("docx", {"word/media/zeros": b"\0" * 100_000_000})) == NO_BOMB


def test_content_types_that_unpack_to_far_too_much_are_not_read():
    assert sentence(office("docx", types=b" " * (files.MAX_READ_BYTES + 1))) == NO_BOMB


def test_relations_that_together_unpack_to_far_too_much_are_not_read():
    parts = {f"word/_rels/{n}.rels": b" " * 1_000_000 for n in range(9)}

    assert sentence(office("docx", parts)) == NO_BOMB


def test_a_part_is_read_only_as_far_as_it_says_that_it_is_long():
    """It says 100 bytes and unpacks to 200 MB."""
    honest = packed("docx", {"_rels/.rels": b" " * 200_000_000})
    size = struct.pack("<L", 200_000_000)
    assert honest.count(size) == 2

    began = time.process_time()
    assert sentence(docx(honest.replace(size, struct.pack("<L", 100)))) == DAMAGED
    assert time.process_time() - began < 0.2  # unpacking it takes about a second


@pytest.mark.parametrize("begin", ["<!DOCTYPE Types>", '<!DOCTYPE t [<!ENTITY a "aaaa">]>'])
def test_parts_with_a_document_type_are_refused(begin):
    assert sentence(office("docx", {"word/_rels/x.rels": f"{begin}<x/>"})) == DAMAGED


def test_ten_thousand_parts_are_refused():
    assert sentence(office("docx", {f"word/{n}": b"" for n in range(10_000)})) == TOO_MANY


def with_contents(table: bytes, count: int) -> bytes:
    """A zip of one part with `table` as its table of contents, said to hold `count` parts."""
    part = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 0, 0, 1, 0) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(table), len(part), 0)
    return part + table + end


def as_zip64(content: bytes, *, at=None, **wrong) -> bytes:
    """The same zip with its end repeated in the records of a large one, where `at` and `wrong` may differ."""
    body, end = content[:-22], struct.unpack("<4s4H2LH", content[-22:])
    count, size, address = ({"count": end[4], "size": end[5], "address": end[6]} | wrong).values()
    end_64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, address)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(body) if at is None else at, 1)
    return body + end_64 + locator + struct.pack("<4s4H2LH", *end[:3], 0xFFFF, 0xFFFF, *end[5:])


@pytest.mark.parametrize("count", [1, 0xFFFF])
@pytest.mark.parametrize("large", [False, True])
def test_a_million_parts_are_refused_before_they_are_listed(count, large):
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    content = with_contents(entry * 1_000_000, count)
    upload = docx(as_zip64(content, count=1_000_000) if large else content)

    began = time.process_time()
    assert sentence(upload) == TOO_MANY
    assert time.process_time() - began < 0.2  # listing them takes some four seconds


# --- What is broken -------------------------------------------------------------------------------


def test_two_parts_with_one_name_are_refused():
    assert sentence(office("docx", {"[CONTENT_TYPES].xml": content_types("docx")})) == DAMAGED


def test_a_zip_with_two_tables_of_contents_is_refused():
    """Some readers go by the address of the table, others by its length back from the end."""
    shown, hidden = packed("docx", {}), packed("docx", {"setup.exe": b"MZ"})
    *front, size, address, comment = struct.unpack("<4s4H2LH", shown[-22:])
    elsewhere = struct.pack("<4s4H2LH", *front, size, address - 1, comment)

    assert sentence(docx(shown[:-22] + elsewhere)) == DAMAGED
    assert sentence(docx(hidden + shown)) == DAMAGED
    assert sentence(docx(shown[:-2] + struct.pack("<H", len(hidden)) + hidden)) == DAMAGED


@pytest.mark.parametrize("wrong", [{"count": 3}, {"size": 1}, {"address": 1}, {"at": 0}])
def test_a_large_zip_whose_ends_differ_is_refused(wrong):
    assert sentence(docx(as_zip64(packed("docx", {}), **wrong))) == DAMAGED


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_parts_packed_as_no_office_program_does_are_refused(compression):
    assert sentence(docx(packed("docx", {}, compression=compression))) == DAMAGED


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_truncated_file_is_refused_wherever_it_ends(compression):
    whole = packed("docx", relation("hyperlink", "https://seesac.example/"), compression=compression)

    for length in range(1, len(whole)):
        upload = docx(whole[:length])
        assert sentence(upload) in {DAMAGED, "The content is not a DOCX file."}


def test_a_file_with_wrong_bytes_is_taken_or_refused_and_nothing_else():
    whole = packed("docx", relation("hyperlink", "https://seesac.example/"), compression=zipfile.ZIP_STORED)
    chance = random.Random(20_261_124)
    refused = 0

    for _ in range(3_000):
        content = bytearray(whole)
        for _ in range(chance.choice([1, 2, 8])):
            content[chance.randrange(len(content))] = chance.choice([0, 0xFF, chance.randrange(256)])
        with tempfile.TemporaryFile() as file:
            file.write(content)
            try:
                inspect(File(file, name="paper.docx"))
            except ValidationError:
                refused += 1

    assert refused > 1_000
