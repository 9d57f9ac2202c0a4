"""The small papers of the demonstration: made in memory from texts in YAML, never a file of somebody else."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Emu, Inches, Pt

from events.models import Event, Jurisdiction
from workshop_portal.documents import pdf

NOTICE = "Made for a demonstration: people, clock times and content are fictional."
# Written into the files. One moment for all of them: the same texts always make the same bytes.
MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)
NOTHING: Mapping[str, Any] = {"paragraphs": [], "points": [], "columns": [], "rows": []}
ACCENT, INK = RGBColor(0x0B, 0x5A, 0x6E), RGBColor(0x16, 0x22, 0x2B)


def upload(name: str, paper: Mapping[str, Any], *, event: Event, originator: str, marking: str, sessions) -> Any:
    """The paper as an uploaded PDF or PPTX, by the ending of `name`.

    `marking` is printed when it is not empty. `sessions` are the rows of the event's agenda, for papers
    that show it.
    """
    sections = [NOTHING | section for section in paper["sections"]]
    if "agenda" in paper:
        sections = _agenda(sessions, without=paper["agenda"]) + sections
    data = {
        "title": paper["title"],
        "subtitle": paper["subtitle"],
        "originator": originator,
        "marking": marking,
        "event": event.title,
        "notice": NOTICE,
        "acknowledgement": event.mandate.acknowledgement,
        "sections": sections,
    }
    data["footnotes"] = _footnotes(data)
    content = slides(data) if name.endswith(".pptx") else pdf("paper", data, made_at=MADE_AT)
    return SimpleUploadedFile(name, content)


def _agenda(sessions: Sequence[Mapping[str, Any]], *, without: Sequence[str]) -> list[dict[str, Any]]:
    """One section per day. No dates, because the days of the fictional workshop move."""
    shown = [row for row in sessions if row["code"] not in without]
    where = "room" if any(row.get("room") for row in shown) else "presenter"
    columns = ["Time", "Session", {"room": "Room", "presenter": "Presented by"}[where]]
    return [
        {
            **NOTHING,
            "heading": f"Day {day}",
            "columns": columns,
            "rows": [
                [f"{row['from']}–{row['to']}", row["title"], row.get(where, "")]
                for row in sorted(shown, key=lambda row: (row["from"], row["code"]))
                if row["day"] == day
            ],
        }
        for day in sorted({row["day"] for row in shown})
    ]


def _footnotes(data: Mapping[str, Any]) -> list[str]:
    """Of the jurisdictions that the paper names by a marked name."""
    words = json.dumps(data, ensure_ascii=False)
    marked = Jurisdiction.objects.exclude(footnote="").order_by("position")
    return [f"* {jurisdiction.footnote}" for jurisdiction in marked if jurisdiction.name in words]


def slides(data: Mapping[str, Any]) -> bytes:
    """A title and one slide per section, as PPTX; the same bytes for the same data."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    properties = deck.core_properties
    properties.title, properties.author = data["title"], data["originator"]
    properties.language, properties.last_modified_by = "en-GB", ""
    properties.created = properties.modified = MADE_AT.replace(tzinfo=None)
    _slide(deck, 0, data["title"], [data["subtitle"], data["originator"]], data)
    for section in data["sections"]:
        _slide(deck, 1, section["heading"], [*section["paragraphs"], *section["points"]], data)
    made = io.BytesIO()
    deck.save(made)
    return _with_fixed_times(made)


def _slide(deck, layout: int, title: str, lines: Sequence[str], data: Mapping[str, Any]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    # The bundled layouts are for narrow slides, so each placeholder is put where a wide one has it.
    heading, body = slide.shapes.title, slide.placeholders[1]
    top = Inches(2.2) if layout == 0 else Inches(0.7)
    _put(heading, top, Inches(1.2), [title], size=40 if layout == 0 else 32, colour=ACCENT, bold=True)
    _put(body, top + Inches(1.4), Inches(3.6), lines, size=24, colour=INK)
    foot = slide.shapes.add_textbox(Emu(0), Emu(0), Emu(0), Emu(0))
    marking = f"{data['marking']}   " if data["marking"] else ""
    words = f"{marking}{data['event']}. {data['notice']} {data['acknowledgement']}"
    _put(foot, Inches(6.6), Inches(0.6), [words], size=11, colour=INK)
    foot.text_frame.word_wrap = True


def _put(
    shape, top: int, height: int, lines: Sequence[str], *, size: int, colour: RGBColor, bold: bool = False
) -> None:
    shape.left, shape.top, shape.width, shape.height = Inches(0.9), top, Inches(11.5), height
    frame = shape.text_frame
    frame.text = "\n".join(line for line in lines if line)
    for paragraph in frame.paragraphs:
        paragraph.alignment = 1  # left
        paragraph.font.size, paragraph.font.bold, paragraph.font.color.rgb = Pt(size), bold, colour


def _with_fixed_times(package: io.BytesIO) -> bytes:
    """The same package with one time on every part; python-pptx writes the time of the clock."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, date_time=MADE_AT.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(part))
    return fixed.getvalue()
