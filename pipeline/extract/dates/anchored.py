"""Distances from what the sentence dated before: "elected in 2019 and resigned two years later"."""

from __future__ import annotations

import re

from pipeline.extract.dates.counting import period, shifted, singular
from pipeline.extract.dates.interval import GRANULARITIES, Interval
from pipeline.extract.dates.words import NUMBER, UNIT, UNITS, number

REACH = 160
"""Characters between a date and what counts from it; further away another event is meant."""

_TOLD = re.compile(
    rf"(?P<count>{NUMBER})[\s-](?P<unit>{UNITS}|{UNIT})\s(?P<way>earlier|later)", re.VERBOSE | re.IGNORECASE
)
_STOP = re.compile(r"[.!?][\"'\u201d\u2019)]?\s|\n")
_COMPARED = frozenset({"month", "quarter"})
"""What is compared with its like: May with the May of "a year earlier"."""


def anchored(text: str, start: int, end: int, anchor: Interval, anchor_end: int) -> Interval | None:
    """The interval of `text[start:end]` counted from an earlier date; null where it does not count from that."""
    told = _TOLD.fullmatch(text, start, end)
    if not told or anchor.start is None or anchor.end is None or start - anchor_end > REACH:
        return None
    count, unit = number(told["count"]), singular(told["unit"])
    if count is None or unit not in GRANULARITIES or _STOP.search(text, anchor_end, start):
        return None
    if GRANULARITIES.index(unit) < GRANULARITIES.index(anchor.granularity):
        return None
    day = shifted(anchor.start.date(), unit, count if told["way"].lower() == "later" else -count)
    if day is None:
        return None
    is_compared = unit == "year" and anchor.granularity in _COMPARED
    return period(day, anchor.granularity if is_compared else unit)
