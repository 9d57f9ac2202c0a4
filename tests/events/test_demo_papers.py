"""The papers of the demonstration."""

import io

import pytest
from pptx import Presentation

from events import demo_papers
from events.demo_papers import slides, upload
from events.reference import load_reference
from tests.factories import EventFactory

DATA = {
    "title": "#panic() and *stars*",
    "subtitle": "Đorđe Çela, Ștefan, Ђорђе",
    "originator": "SEESAC",
    "marking": "TLP:AMBER",
    "event": "A workshop",
    "notice": "Fictional.",
    "acknowledgement": "Organised under a decision.",
    "sections": [{"heading": "One", "paragraphs": ["$x$"], "points": ["@a"], "columns": [], "rows": []}],
}
PAPER = {"title": "Note", "subtitle": "", "sections": [{"heading": "Seats", "points": ["Albania", "Kosovo*"]}]}


def test_slides_open_again_with_a_title_on_each_and_are_always_the_same_bytes():
    made = slides(DATA)

    deck = Presentation(io.BytesIO(made))
    assert [slide.shapes.title.text for slide in deck.slides] == ["#panic() and *stars*", "One"]
    assert "TLP:AMBER" in deck.slides[1].shapes[-1].text_frame.text
    assert slides(DATA) == made


@pytest.mark.django_db
def test_a_paper_that_names_a_marked_jurisdiction_prints_its_footnote(monkeypatch):
    load_reference()
    printed = []
    monkeypatch.setattr(demo_papers, "pdf", lambda template, data, **options: printed.append(data) or b"")

    for points in (["Albania", "Kosovo*"], ["Albania"]):
        paper = PAPER | {"sections": [{"heading": "Seats", "points": points}]}
        upload("note.pdf", paper, event=EventFactory(), originator="SEESAC", marking="", sessions=[])

    assert [len(data["footnotes"]) for data in printed] == [1, 0]
    assert printed[0]["footnotes"][0].startswith("* References to Kosovo shall be understood")


@pytest.mark.django_db
def test_an_agenda_lists_the_sessions_of_each_day_without_those_that_are_left_out(monkeypatch):
    printed = []
    monkeypatch.setattr(demo_papers, "pdf", lambda template, data, **options: printed.append(data) or b"")
    sessions = [
        {"code": "1.2", "day": 1, "from": "10:00", "to": "11:00", "title": "Talk", "presenter": "SEESAC"},
        {"code": "1.1", "day": 1, "from": "09:00", "to": "10:00", "title": "Opening", "presenter": "SEESAC"},
        {"code": "2.1", "day": 2, "from": "09:00", "to": "10:00", "title": "Group", "presenter": "SEESAC"},
    ]

    upload("a.pdf", PAPER | {"agenda": ["2.1"]}, event=EventFactory(), originator="", marking="", sessions=sessions)

    first, *rest = printed[0]["sections"]
    assert (first["heading"], first["columns"]) == ("Day 1", ["Time", "Session", "Presented by"])
    assert first["rows"] == [["09:00–10:00", "Opening", "SEESAC"], ["10:00–11:00", "Talk", "SEESAC"]]
    assert [section["heading"] for section in rest] == ["Seats"]
