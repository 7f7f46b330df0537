"""Dates in sentences written for this: tense, publication date and granularity, with words that are no dates.

`dates.tsv` holds the day of publication, the sentence, a date in it and its interval [from, to) with granularity; "-"
says that there is none. The sentences were written by the author of the rules: what fails here is known to fail.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.extract.dates import extract_dates
from schemas.figure import DateSpan

pytestmark = pytest.mark.quality

FLOOR = 0.90
"""A little below what was measured."""


def bounds(found: DateSpan) -> list[str]:
    return [found.surface, *(str(day)[:10] for day in (found.from_at, found.to_at)), found.granularity]


def is_right(published: str, text: str, wanted: list[str]) -> bool:
    found = [bounds(date) for date in extract_dates(text, datetime.fromisoformat(published).replace(tzinfo=UTC))]
    if (found == []) if wanted == ["-"] else (wanted in found):
        return True
    print(f"  {text}\n    wanted {wanted}, read {found}")
    return False


def test_dates_of_our_own() -> None:
    rows = [line.split("\t") for line in Path(__file__).with_name("dates.tsv").read_text("utf-8").splitlines()]
    right = sum(is_right(published, text, wanted) for published, text, *wanted in rows)
    print(f"\ndates in {len(rows)} sentences of our own: {right} right, {right / len(rows):.3f}")
    assert right / len(rows) >= FLOOR
