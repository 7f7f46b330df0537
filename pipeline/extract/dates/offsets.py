"""Dates told by another date: "two days after Monday's vote", "the year to April", "the end of March".

The other date is found first; the words before it say how far, and which way, this one lies from it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.extract.dates.counting import shifted, singular
from pipeline.extract.dates.interval import Interval, days, part
from pipeline.extract.dates.words import NUMBER, number

REACH = 48
"""Characters looked at before a date; the longest such phrase is shorter."""

_WEEK = re.compile(
    r"\b(?:[Tt]he |[Tt]his |[Aa] )?[Ww]eek (?P<how>beginning|starting|commencing|of|ending|ended)(?: on)?(?: the)? $"
)
_DISTANCE = re.compile(
    rf"(?<!for )(?<![\w.,$])(?P<count>{NUMBER}) (?P<unit>days?|weeks?|months?|years?) "
    r"(?P<way>after|before|from|ahead of)(?: the)? $",
    re.IGNORECASE,
)
_EDGE = re.compile(r"\b(?:[Tt]he )?(?P<part>end|beginning|start|middle) of $")
_UP_TO = re.compile(
    rf"\b(?:the|its|their) (?:(?:first|full|latest|past|last) )?(?:(?P<count>{NUMBER})[ -])?"
    r"(?P<unit>months?|quarter|half|year) (?:to|through|(?:that )?end(?:ed|ing|s)(?: on| in)?)(?: the)? $",
    re.IGNORECASE,
)
_N_MONTHS = {"month": 1, "months": 1, "quarter": 3, "half": 6, "year": 12}
_GRAIN = {1: "month", 3: "quarter", 6: "quarter", 12: "year"}
_PARTS = {"end": "late", "beginning": "early", "start": "early", "middle": "mid"}
_LONGEST_MONTH = timedelta(days=31)


def offset(text: str, start: int, interval: Interval) -> tuple[int, Interval] | None:
    """Where the whole phrase begins, and its interval; null where the words before the date say nothing of the kind."""
    before = text[max(0, start - REACH) : start]
    if interval.start is None or interval.end is None or not before.endswith(" "):
        return None
    first, length = interval.start.date(), interval.end - interval.start
    if interval.granularity == "day" and length == timedelta(days=1):
        rules = ((_WEEK, _week), (_DISTANCE, _distance))
        for pattern, resolve in rules:
            match = pattern.search(before)
            found = resolve(match, first) if match else None
            if match and found:
                return start - len(before) + match.start(), found
    if interval.granularity in ("day", "month") and length <= _LONGEST_MONTH:
        match = _UP_TO.search(before)
        found = _up_to(match, interval.end.date()) if match else None
        if match and found:
            return start - len(before) + match.start(), found
    if interval.granularity == "month" and first.day == 1 and length <= _LONGEST_MONTH:
        match = _EDGE.search(before)
        if match:
            return start - len(before) + match.start(), part(interval, _PARTS[match["part"]], "week")
    return None


def _week(match: re.Match[str], day: date) -> Interval:
    first = day - timedelta(days=6) if match["how"].startswith("end") else day
    return days(first - timedelta(days=first.weekday()) if match["how"] == "of" else first, 7, "week")


def _up_to(match: re.Match[str], end: date) -> Interval | None:
    """The six months to June, the year ended March 31: whole months where the last one is whole."""
    count, unit = number(match["count"]) if match["count"] else 1, match["unit"].lower()
    if count is None or not 0 < count < 100 or (unit == "months") != (count > 1):
        return None
    back = shifted(end, "month", -count * _N_MONTHS[unit])
    return days(back, (end - back).days, _GRAIN[_N_MONTHS[unit]]) if back else None


def _distance(match: re.Match[str], day: date) -> Interval | None:
    count = number(match["count"])
    if count is None:
        return None
    step = -1 if match["way"].lower() in ("before", "ahead of") else 1
    other = shifted(day, singular(match["unit"]), step * count)
    return days(other) if other else None
