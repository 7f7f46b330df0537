"""Judges dates against the recognizer cases: which cases concern news, and when one is right.

A case concerns news if every date it asks for is a day or a period of days in words that newspapers print. Left out are
times of day, durations and recurring dates; days of the month in words or without a month ("the 27", "twenty second of
June"); months and weekdays in small letters; numeric dates without a year ("5/12") or parted by hyphens ("3-7-07");
public holidays, fiscal years, business days and office shorthand ("eod", "eom"); years in words; "the day" and
"the year" by themselves; days that the calendar lacks; and cases that ask for no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.figure import DateSpan

Case = dict[str, Any]
Bounds = tuple[datetime, datetime]
DAY = timedelta(days=1)
_LAST = {"month": 31 * DAY, "year": 366 * DAY}

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTHS = "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_SMALL = re.compile(rf"\b(?:(?:{_MONTHS})[a-z]*|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|wed|thur?s?)\b")
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|\w+tieth)"
_NOT_NEWS = re.compile(
    rf"""
    (?<![\d/.-])\d{{1,2}}[/.-]\d{{1,2}}(?![\d/.-])    # 5/12
    |\d-\d{{1,2}}-\d|\d{{4}}-\d{{1,2}}(?!\d|-)|\d{{4}}[./]\d|\d\d-\d{{4}}
    |[A-Za-z]{{3}}\.?[/-]\d|[A-Za-z]\d{{1,2}}\b|\d(?:st|nd|rd|th)[A-Z]
    |\b(?:twenty|thirty|{_ORDINAL})[\s-](?:of\s|{_ORDINAL}\b|[A-Z]|two|one)|\b[A-Z][a-z]+\s(?:the\s)?(?:{_ORDINAL}|twenty)\b
    |\bthe\s\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s(?:of\s)?[A-Z])|\bon\s\d{{1,2}}\b(?!\s[A-Z])
    |\b(?:easter|christmas|thanksgiving|day\s20|eve|fiscal|fy|sy|cy|fhi|business|work(?:ing)?\s?days?|eo[dmy]|earth\sday)\b
    |^the\s(?:day|year|weekend|fortnight)(?:\s(?:before|after))?$|\b(?:otd|thousand|nineteen|halloween|labor\sday|new\syear)\b
    |\d{8}|\d{4}\s\d|~|\b\d0\ss\b
    |\b(?:now|duration|rest\sof|previously|[><]|weekly|ytd|mtd)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def concerns_news(case: Case) -> bool:
    """Whether the case falls under the criterion at the top of this file."""
    if case["model"] not in {"date", "datetime"} or not case["results"] or not case.get("reference"):
        return False
    if _SMALL.search(case["text"]) or any(_NOT_NEWS.search(_words(case, result)) for result in case["results"]):
        return False
    return all(any(True for _ in _wanted(result)) and _is_plain(result) for result in case["results"])


def _words(case: Case, result: Case) -> str:
    return str(case["text"][result["start"] : result["end"] + 1])


def _is_plain(result: Case) -> bool:
    """Whether the date has no time of day, and no "before" or "since" that changes its bounds."""
    text = str(result["resolution"])
    return not re.search(r"\d:\d|'Mod'|T(?:MO|AF|EV|NI|DT)|not resolved|XXXX-XX-\d", text)


def _wanted(result: Case) -> Iterator[Bounds]:
    """Every reading that the case allows, as [start, end)."""
    resolution = result["resolution"]
    readings = resolution.get("values") or [resolution.get("PastResolution"), resolution.get("FutureResolution")]
    for reading in readings:
        found = [value for key, value in (reading or {}).items() if key in {"value", "date", "start", "end"}]
        if found and all(_ISO_DAY.fullmatch(value) for value in found):
            first, last = _day(found[0]), _day(found[-1])
            if first.year > 1:
                yield first, (last if len(found) > 1 else first + DAY)


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def is_right(case: Case, dates: Sequence[DateSpan]) -> bool:
    """Every date is found with an interval that the case allows."""
    return all(any(_answers(date, result) for date in dates) for result in case["results"])


def _answers(date: DateSpan, result: Case) -> bool:
    """Equal bounds; a range holds its last day, month or year; a period ("two years ago") holds the day asked for.

    A span that counts from today may begin or end a day apart: today belongs to one reading and not to the other.
    """
    if (
        date.start_char > result["end"]
        or result["start"] >= date.end_char
        or date.from_at is None
        or date.to_at is None
    ):
        return False
    for first, last in _wanted(result):
        is_long = last - first > DAY
        if is_long and abs(date.from_at - first) <= DAY and abs(date.to_at - last) <= DAY:
            return True
        if is_long and date.from_at == first and timedelta(0) <= date.to_at - last <= _LAST.get(date.granularity, DAY):
            return True
        if date.from_at == first and date.to_at == last:
            return True
        if last - first == DAY and date.granularity != "day" and date.from_at <= first and last <= date.to_at:
            return True
    return False
