"""Reprints take over what they share, and say what they do not."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.dates import extract_dates
from pipeline.extract.figures import extract_figures
from pipeline.extract.inherit import inherit
from schemas.annotations import Annotations

PUBLISHED = datetime(2025, 6, 9, tzinfo=UTC)
ORIGINAL = (
    "Russia launched 499 drones on June 9. Ministers will meet on Thursday.\n"
    "The alliance spends 2 percent. It wants 5 percent by 2032."
)


def annotations(text: str) -> Annotations:
    return Annotations(dates=extract_dates(text, PUBLISHED), figures=extract_figures(text, PUBLISHED))


def test_an_exact_reprint_inherits_all() -> None:
    found = inherit(annotations(ORIGINAL), ORIGINAL, ORIGINAL)
    assert found is not None
    assert found.annotations == annotations(ORIGINAL)
    assert found.unaligned == []


def test_changed_sentences_are_reported_and_not_inherited() -> None:
    reprint = "LONDON\n\n" + ORIGINAL.replace("499", "500")
    found = inherit(annotations(ORIGINAL), ORIGINAL, reprint)
    assert found is not None
    assert [reprint[start:end] for start, end in found.unaligned] == ["LONDON", "Russia launched 500 drones on June 9."]
    assert [date.surface for date in found.annotations.dates] == ["Thursday", "2032"]
    for figure in found.annotations.figures:
        assert reprint[figure.start_char : figure.end_char] == figure.surface


def test_another_text_inherits_nothing() -> None:
    assert inherit(annotations(ORIGINAL), ORIGINAL, "Something else. Nothing shared at all.") is None


SENTENCES = st.lists(st.sampled_from(ORIGINAL.replace("\n", " ").split(". ")), max_size=8).map(". ".join)


@given(SENTENCES | st.text(), SENTENCES | st.text())
def test_surfaces_stand_where_they_say(original: str, reprint: str) -> None:
    found = inherit(annotations(original), original, reprint)
    if found is None:
        return
    for span in (*found.annotations.dates, *found.annotations.figures):
        assert reprint[span.start_char : span.end_char] == span.surface
    for start, end in found.unaligned:
        assert 0 <= start < end <= len(reprint)
