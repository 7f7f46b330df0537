"""Dates told by their distance: "two years ago", "one month and 21 days ago", "in two weeks".

Distances from another date of the sentence ("two years earlier") are settled in `anchored`.
"""

from __future__ import annotations

import re
from datetime import date

from pipeline.extract.dates.counting import granularity_of, period, shifted, singular
from pipeline.extract.dates.interval import Interval, unknown, years
from pipeline.extract.dates.rule import COUNTS, Rule, Setting, rule
from pipeline.extract.dates.tense import Tense
from pipeline.extract.dates.words import NUMBER, UNIT, UNITS, number

_MORE = rf"(?P<more>(?:(?i:{NUMBER})[\s-](?:{UNITS}|{UNIT}),?\s(?:and\s)?){{0,2}})"
_AGO = rf"""(?:(?:about|almost|nearly|over)\s)?(?P<span>{_MORE}(?P<count>(?i:{NUMBER}))[\s-](?P<unit>{UNITS}|{UNIT})\s
    (?P<way>ago|earlier|from\snow|hence|later))(?![A-Za-z])"""
_PIECE = re.compile(rf"({NUMBER})[\s-]([a-z]+)", re.VERBOSE | re.IGNORECASE)


def _ago(match: re.Match[str], setting: Setting) -> Interval | None:
    unit = singular(match["unit"])
    grain = granularity_of(unit)
    pieces = [(number(count), singular(each)) for count, each in _PIECE.findall(match["more"])]
    step = -1 if match["way"] in ("ago", "earlier") else 1
    if match["way"] == "later" or setting.today is None:
        return unknown(grain)
    day: date | None = setting.today
    for count, each in sorted([*pieces, (number(match["count"]), unit)], key=lambda piece: _ORDER.index(piece[1])):
        day = shifted(day, each, step * count) if day and count is not None else None
    if day is None:
        return unknown(grain)
    if unit in ("decade", "century"):
        return years(day.year, 1, "decade")
    return period(day, "week" if unit == "fortnight" else unit)


_ORDER = "century decade year quarter month fortnight weekend week night day hour minute".split()
"""The long ones first: a month from January 31 is counted before days are."""

_AHEAD = rf"""(?<=[Ii]n\s)(?P<span>(?P<count>{NUMBER})\s(?P<unit>{UNITS}|{UNIT}))(?:['\u2019]s?\stime)?
    (?![-A-Za-z'\u2019])"""


def _ahead(match: re.Match[str], setting: Setting) -> Interval | None:
    """In two weeks, where the clause looks ahead; elsewhere it says how long something took."""
    unit, count = singular(match["unit"]), number(match["count"])
    if setting.today is None or count is None or unit in ("minute", "hour") or setting.tense(match) is not Tense.FUTURE:
        return None
    day = shifted(setting.today, unit, count)
    return period(day, unit) if day else unknown(granularity_of(unit))


RULES: tuple[Rule, ...] = (
    rule(_AGO, _ago, COUNTS),
    rule(_AHEAD, _ahead, COUNTS),
)
