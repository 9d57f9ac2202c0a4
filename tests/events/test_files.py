"""What may be uploaded: hostile files get one clear sentence."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from events.files import inspect

OFFICE = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}


def office(extension, extra=(), **parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(OFFICE[extension], "<x/>")
        for name, data in extra:
            package.writestr(name, data)
    return SimpleUploadedFile(f"paper.{extension}", content.getvalue())


def sentence(upload):
    with pytest.raises(ValidationError) as refused:
        inspect(upload)
    return refused.value.messages[0]


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


@pytest.mark.parametrize("extension", OFFICE)
def test_office_files_are_taken(extension):
    assert inspect(office(extension)).startswith("application/vnd.openxmlformats")


@pytest.mark.parametrize(
    "name", ["run.exe", "page.html", "drawing.svg", "old.doc", "archive.zip", "noextension", ".pdf.exe"]
)
def test_other_types_are_refused(name):
    assert (
        sentence(SimpleUploadedFile(name, b"%PDF-1.7\n"))
        == "The portal takes PDF, DOCX, PPTX, XLSX, PNG and JPG files."
    )


def test_a_file_that_lies_about_its_type_is_refused():
    assert sentence(SimpleUploadedFile("paper.pdf", b"<html><script>")) == "The content is not a PDF file."
    assert sentence(SimpleUploadedFile("slides.pptx", b"%PDF-1.7\n")).startswith("The content is not a PPTX file")


def test_a_word_file_called_slides_is_refused():
    upload = office("docx")
    upload.name = "slides.pptx"

    assert sentence(upload) == "The content is not a PPTX file."


def test_an_empty_file_is_refused():
    assert sentence(SimpleUploadedFile("paper.pdf", b"")) == "The file is empty."


def test_an_oversized_file_is_refused_with_both_sizes(settings):
    settings.MATERIAL_MAX_BYTES = 1024

    assert sentence(SimpleUploadedFile("paper.pdf", b"%PDF" + b"0" * 2044)) == (
        "The file is 2.0\xa0KB; the portal takes up to 1.0\xa0KB."
    )


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/VBAPROJECT.BIN"])
def test_macros_are_refused(part):
    assert "macros" in sentence(office("docx", extra=[(part, b"x")]))


def test_a_zip_bomb_is_refused():
    assert "unpacks to far more" in sentence(office("docx", extra=[("word/media/zeros", b"\0" * 100_000_000)]))


def test_ten_thousand_parts_are_refused():
    assert "unpacks to far more" in sentence(office("docx", extra=[(f"word/{n}", b"") for n in range(10_000)]))


def test_a_damaged_office_file_is_refused():
    upload = office("docx")
    damaged = SimpleUploadedFile("paper.docx", upload.read()[:-30])

    assert "damaged" in sentence(damaged)
