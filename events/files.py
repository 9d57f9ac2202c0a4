"""What may be uploaded: an allow-list by content, never by the name or by what the browser says.

Everything here reads the file and decides; nothing is written.
"""

import zipfile

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat

_OFFICE = "application/vnd.openxmlformats-officedocument."
ALLOWED = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
_MAIN_PART = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
MAX_PARTS = 5_000
MAX_UNPACKED_RATIO = 100
ALLOWED_IN_WORDS = "PDF, DOCX, PPTX, XLSX, PNG and JPG"


def inspect(upload) -> str:
    """The media type of an uploaded file that the portal takes.

    Raises ValidationError with one sentence when the file is empty, too large, of another type than its
    name says, damaged, holds macros or unpacks to far more than its size.
    """
    extension = upload.name.rsplit(".", 1)[-1].lower().replace("jpeg", "jpg") if "." in upload.name else ""
    if extension not in ALLOWED:
        raise ValidationError(f"The portal takes {ALLOWED_IN_WORDS} files.", code="type")
    if not upload.size:
        raise ValidationError("The file is empty.", code="empty")
    if upload.size > settings.MATERIAL_MAX_BYTES:
        limit = filesizeformat(settings.MATERIAL_MAX_BYTES)
        raise ValidationError(
            f"The file is {filesizeformat(upload.size)}; the portal takes up to {limit}.", code="size"
        )
    upload.seek(0)
    if extension in _MAIN_PART:
        _inspect_office(upload, extension)
    elif filetype.guess_mime(upload.read(8192)) != ALLOWED[extension]:
        raise ValidationError(f"The content is not a {extension.upper()} file.", code="content")
    upload.seek(0)
    return ALLOWED[extension]


def _inspect_office(upload, extension: str) -> None:
    try:
        with zipfile.ZipFile(upload) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ValidationError(
            f"The content is not a {extension.upper()} file, or it is damaged.", code="content"
        ) from error
    names = {part.filename for part in parts}
    if not {"[Content_Types].xml", _MAIN_PART[extension]} <= names:
        raise ValidationError(f"The content is not a {extension.upper()} file.", code="content")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError("The file holds macros. Save it without them and try again.", code="macros")
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > max(upload.size * MAX_UNPACKED_RATIO, 10_000_000):
        raise ValidationError("The file unpacks to far more than its size and is not taken.", code="bomb")
