"""What may be uploaded: an allow-list by content, never by what the browser says.

The content decides what a file is; its name must then say the same, because that is what people's
computers go by. Everything here reads the file and decides; nothing is written or unpacked to disk.
"""

import os
import re
import struct
import zipfile
import zlib
from xml.parsers import expat

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
_PICTURES = {ALLOWED[extension]: extension for extension in ("png", "jpg")}
_MAIN_PART_TYPES = {f"{ALLOWED[extension]}.main+xml": extension for extension in ("docx", "pptx", "xlsx")}
ALLOWED_IN_WORDS = "PDF, DOCX, PPTX, XLSX, PNG and JPG"

MAX_PARTS = 5_000
MAX_CONTENTS_BYTES = 2_000_000  # table of contents of a zip: 400 bytes for each of so many parts
MAX_UNPACKED_RATIO = 100
MAX_READ_BYTES = 8_000_000  # of all the parts that are read here, unpacked
_EXECUTABLE = re.compile(r"\.(exe|dll|scr|bat|cmd|ps1|vbs|jse?|hta|lnk|msi|jar)[. ]*$")  # Windows drops the end

# The end of a zip, with the two records before it in which a large one (zip64) repeats it.
_END = struct.Struct("<4s4H2LH")
_LOCATOR_64 = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_SEE_END_64 = (0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)

# What zipfile and expat say about a file that is broken or uses what no Office program writes.
_DAMAGE = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, LookupError, ValueError, NotImplementedError)
_ENCRYPTED = 0x1  # a bit of the flags of a part


def inspect(upload) -> str:
    """The media type of an uploaded file that the portal takes.

    Raises ValidationError with one sentence when the file is empty, too large, cut off, of another type
    than its name says or damaged; and when an Office file holds macros or programs, fetches its template
    from elsewhere or unpacks to far more than its size.
    """
    extension = upload.name.rsplit(".", 1)[-1].lower().replace("jpeg", "jpg") if "." in upload.name else ""
    if extension not in ALLOWED:
        raise ValidationError(f"The portal takes {ALLOWED_IN_WORDS} files.", code="type")
    _check_size(upload)
    upload.seek(0)
    if _type_of(upload) != extension:
        raise ValidationError(f"The content is not a {extension.upper()} file.", code="content")
    upload.seek(0)
    return ALLOWED[extension]


def _check_size(upload) -> None:
    limit = filesizeformat(settings.MATERIAL_MAX_BYTES)
    if not upload.size:
        raise ValidationError("The file is empty.", code="empty")
    if upload.size > settings.MATERIAL_MAX_BYTES:
        raise ValidationError(
            f"The file is {filesizeformat(upload.size)}; the portal takes up to {limit}.", code="size"
        )
    if upload.seek(0, os.SEEK_END) != upload.size:  # CappedUploadHandler stopped keeping it
        raise ValidationError(f"The files sent together are more than {limit}; send them one at a time.", code="size")


def _type_of(upload) -> str:
    """The key of ALLOWED that the content is, or nothing. Raises ValidationError for a harmful Office file."""
    start = upload.read(8192)
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return _type_of_office_file(upload)
    return _PICTURES.get(filetype.guess_mime(start), "")


def _type_of_office_file(upload) -> str:
    try:
        count = _number_of_parts(upload)
        with zipfile.ZipFile(upload) as package:
            listed = package.infolist()
            parts = {part.filename.replace("\\", "/").lower(): part for part in listed}
            if not len(parts) == len(listed) == count:
                raise zipfile.BadZipFile("Two parts have one name, or some are not counted")
            _check_parts(parts, upload.size)
            return _type_of_package(package, parts)
    except _DAMAGE as error:
        raise ValidationError("The file is damaged. Save it again and send the new one.", code="content") from error


def _number_of_parts(upload) -> int:
    """How many parts the end of a zip announces, before anything reads the table of contents.

    Some programs find that table by its address, others by its length back from the end. A file in which
    these differ would show us other parts than its reader sees, and is refused as damaged.
    """
    length = _END_64.size + _LOCATOR_64.size + _END.size
    upload.seek(max(0, upload.size - length))
    tail = upload.read().rjust(length, b"\0")
    end_64, locator, end = tail[: _END_64.size], tail[_END_64.size : -_END.size], tail[-_END.size :]
    signature, *_, count, size, address, comment_length = _END.unpack(end)
    position = upload.size - _END.size
    consistent = signature == b"PK\x05\x06" and not comment_length
    if locator.startswith(b"PK\x06\x07"):
        position = upload.size - length
        here = (count, size, address)
        signature, *_, count, size, address = _END_64.unpack(end_64)
        consistent &= signature == b"PK\x06\x06" and locator == _LOCATOR_64.pack(b"PK\x06\x07", 0, position, 1)
        consistent &= all(a in pair for a, *pair in zip(here, (count, size, address), _SEE_END_64, strict=True))
    if not consistent or address + size != position:
        raise zipfile.BadZipFile("The end does not say where the table of contents is")
    if count > MAX_PARTS or size > MAX_CONTENTS_BYTES:
        raise ValidationError(f"The file has more than {MAX_PARTS:,} parts inside and is not taken.", code="bomb")
    return count


def _check_parts(parts: dict[str, zipfile.ZipInfo], size: int) -> None:
    """What the table of contents alone shows, before any part is unpacked."""
    if any(name.endswith("vbaproject.bin") for name in parts):
        _refuse_macros()
    if any(_EXECUTABLE.search(name) for name in parts):
        raise ValidationError("The file holds a program. Take it out and try again.", code="program")
    unpacked = sum(part.file_size for part in parts.values())
    read_here = sum(part.file_size for name, part in parts.items() if _is_read(name))
    if unpacked > max(size * MAX_UNPACKED_RATIO, 10_000_000) or read_here > MAX_READ_BYTES:
        raise ValidationError("The file unpacks to far more than its size and is not taken.", code="bomb")
    for part in parts.values():
        packed_as_usual = part.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if part.header_offset >= size or part.flag_bits & _ENCRYPTED or not packed_as_usual:
            raise zipfile.BadZipFile("A part cannot be read as the parts of Office files are")


def _is_read(name: str) -> bool:
    return name == "[content_types].xml" or name.endswith(".rels")


def _type_of_package(package: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> str:
    """The type that the main part is declared to be, once nothing harmful was found in what the parts declare."""
    types = set()

    def look(_, attributes):
        declared = attributes.get("ContentType", "").strip().lower()
        related = attributes.get("Type", "").strip().lower()
        if "macro" in declared or "vba" in declared or related.endswith("/vbaproject"):
            _refuse_macros()
        if related.endswith("/attachedtemplate") and attributes.get("TargetMode", "").strip().lower() == "external":
            raise ValidationError(
                "The file fetches its template from elsewhere. Attach the template Normal, or save it as PDF, "
                "and try again.",
                code="template",
            )
        if attributes.get("PartName", "").lstrip("/").lower() in parts:
            types.add(_MAIN_PART_TYPES.get(declared))

    for name, part in parts.items():
        if _is_read(name):
            with package.open(part) as content:
                # Never without a length: it would first unpack everything, whatever size the part claims.
                _each_element(content.read(part.file_size), look)
    types.discard(None)
    return types.pop() if len(types) == 1 else ""


def _each_element(xml: bytes, look) -> None:
    """Call `look` with the name and attributes of each element; a document type, and so an entity, is refused."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = look
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.Parse(xml, True)


def _refuse_document_type(*_):
    raise ValueError("Parts of Office files have no document type")


def _refuse_macros():
    raise ValidationError("The file holds macros. Save it without them and try again.", code="macros")
