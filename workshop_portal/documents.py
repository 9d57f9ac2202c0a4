"""Data in, PDF out. Templates are `templates/documents/<name>.typ`, written in Typst; nothing is fetched."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import fontpkg_source_sans_3
import typst
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR, "templates", "documents")
FONTS = Path(fontpkg_source_sans_3.__file__).parent / "files"


def pdf(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The PDF of `data` in the template of this name; the same bytes for the same data and time.

    `data` must be JSON; the template reads it as values and prints texts as they are, so nothing in them
    is ever run as markup. The result is tagged and conforms to PDF/A-2a and PDF/UA-1, which asks of the
    template a title, a language and a text for each picture. `made_at` is the date in the document.

    Raises typst.TypstError when the template does not fit the data.
    """
    made: bytes = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,  # a document looks the same on every machine
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(made_at.timestamp()),
        format="pdf",
    )
    return made
