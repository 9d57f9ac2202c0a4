"""Data in, PDF out."""

from datetime import UTC, datetime

import pytest
import typst

from workshop_portal.documents import pdf

DATA = {
    "title": "#panic() and *stars*",
    "subtitle": "Đorđe Çela, Ștefan, Ђорђе",
    "originator": "SEESAC",
    "marking": "TLP:AMBER",
    "event": "A workshop",
    "notice": "Fictional.",
    "acknowledgement": "Organised under a decision.",
    "footnotes": [],
    "sections": [{"heading": "One", "paragraphs": ["$x$"], "points": ["@a"], "columns": [], "rows": []}],
}
MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_paper_prints_texts_as_they_are_and_always_the_same_bytes():
    made = pdf("paper", DATA, made_at=MADE_AT)

    assert made.startswith(b"%PDF")
    assert made == pdf("paper", DATA, made_at=MADE_AT)
    assert b"/StructTreeRoot" in made  # tagged, for screen readers


def test_data_that_the_template_does_not_know_is_an_error_and_not_an_empty_page():
    with pytest.raises(typst.TypstError, match="title"):
        pdf("paper", {}, made_at=MADE_AT)
