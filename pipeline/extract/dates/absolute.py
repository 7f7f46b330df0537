"""Dates that name a day, month or year of the calendar: "June 24-25", "26.05.25, 20:17", "late May 2024"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from pipeline.extract.dates.interval import Interval, days, instant, join, month, part, unknown, years
from pipeline.extract.dates.rule import DIGITS, MONTHS, WEEKDAYS, Rule, Setting, nearest, rule
from pipeline.extract.dates.tense import Tense
from pipeline.extract.dates.words import (
    DASH,
    DAY,
    MONTH,
    SHORT_WEEKDAY,
    YEAR,
    day_number,
    month_number,
    valid_day,
)

CLOCK = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?![0-9])"
_AT = rf"(?:(?:,?\s{{1,3}}|\s{{1,2}}at\s)(?P<clock>{CLOCK})(?:\s?(?P<half>[AaPp]\.?[Mm]\.?)(?![A-Za-z]))?)?"
_LEAD = rf"(?:{SHORT_WEEKDAY},?\s{{1,2}}(?:the\s)?)?"


WHICH_YEAR = {"last": -1, "this": 0, "next": 1}


def year_of(match: re.Match[str], setting: Setting, month_: int, day: int) -> int | None:
    """The year a match states, or the year that puts its day where the tense wants it."""
    if match["year"]:
        return int(match["year"])
    if setting.today is None:
        return None
    if match["which"]:
        return setting.today.year + WHICH_YEAR[match["which"]]
    years_near = (setting.today.year + shift for shift in (-1, 0, 1))
    candidates = [found for year in years_near if (found := valid_day(year, month_, day))]
    return nearest(candidates, setting, setting.tense(match)).year if candidates else None


def clock_time(text: str, half: str | None) -> time:
    """The time of day; `half` is am or pm."""
    hour, minute = (int(piece) for piece in text.split(":")[:2])
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    return time(hour, minute)


def _at_clock(day: date, match: re.Match[str]) -> Interval:
    return instant(datetime.combine(day, clock_time(match["clock"], match["half"]), UTC))


def _day_of_month(match: re.Match[str], setting: Setting) -> Interval | None:
    month_, first = month_number(match["month"]), day_number(match["day"])
    year = year_of(match, setting, month_, first)
    if year is None:
        return unknown("day") if valid_day(2000, month_, first) else None
    day = valid_day(year, month_, first)
    if day is None:
        return None
    last = valid_day(year, month_, day_number(match["last"])) if match["last"] else None
    if last is not None and last > day:
        return days(day, (last - day).days + 1)
    return _at_clock(day, match) if match["clock"] else days(day)


_TO = rf"\s?(?:{DASH}|to|and|through)\s?(?P<last>{DAY})"
_OF_YEAR = r"\s(?:of\s)?(?P<which>last|this|next)\syear(?![A-Za-z])"
_IN_YEAR = rf"(?:,?\s{{1,2}}(?P<year>{YEAR})|{_OF_YEAR})?"
_MONTH_DAY = rf"{_LEAD}(?P<month>{MONTH})\s{{1,2}}(?:the\s)?(?P<day>{DAY})(?:{_TO}(?!\s?{MONTH}))?{_IN_YEAR}{_AT}"
_DAY_MONTH = rf"{_LEAD}(?P<day>{DAY})(?:{_TO})?\s{{1,2}}(?:of\s)?(?P<month>{MONTH}){_IN_YEAR}{_AT}"

_ISO = (
    r"(?P<year>[12][0-9]{3})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9])"
    rf"(?:[T\s](?P<clock>{CLOCK})(?:\.[0-9]{{1,9}})?\s?(?P<zone>Z(?![A-Za-z])|[+-][0-9]{{2}}:?[0-9]{{2}})?)?"
)


def _iso(match: re.Match[str], _setting: Setting) -> Interval | None:
    day = valid_day(int(match["year"]), int(match["month"]), int(match["day"]))
    if day is None or not match["clock"]:
        return days(day) if day else None
    moment = datetime.combine(day, clock_time(match["clock"], None), _zone(match["zone"]))
    return instant(moment)


def _zone(text: str | None) -> timezone:
    if not text or text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    offset = timedelta(hours=min(hours, 23), minutes=min(minutes, 59))
    return timezone(-offset if text[0] == "-" else offset)


_NUMERIC = (
    r"(?P<first>[0-3]?[0-9])(?P<dot>[./])(?P<second>[0-3]?[0-9])(?P=dot)(?P<year>[12][0-9]{3}|[0-9]{2})(?![0-9]|[./][0-9])"
    rf"{_AT}"
)


def _numeric(match: re.Match[str], setting: Setting) -> Interval | None:
    first, second = int(match["first"]), int(match["second"])
    year = int(match["year"]) if len(match["year"]) == 4 else _full_year(int(match["year"]), setting)
    readings = [(second, first)] if match["dot"] == "." else [(second, first), (first, second)]
    found = [day for month_, day_ in readings if (day := valid_day(year, month_, day_))]
    if not found:
        return None
    day = nearest(found, setting, Tense.UNKNOWN)
    return _at_clock(day, match) if match["clock"] else days(day)


def _full_year(short: int, setting: Setting) -> int:
    """The century that puts a two-digit year no more than 20 years ahead (the POSIX pivot, made relative)."""
    now = setting.today.year if setting.today else 2025
    centuries = (2100, 2000, 1900, 1800)
    return next((century + short for century in centuries if century + short <= now + 20), 1700 + short)


_EDGE = rf"(?:(?P<part>early|mid|late|Early|Mid|Late)(?:\s|{DASH}))?"
_MONTH_YEAR = rf"{_EDGE}(?P<month>{MONTH})(?:,|\sof)?\s{{1,2}}(?P<year>{YEAR})"
_BEFORE_MONTH = (
    r"(?:in|since|by|until|till|from|during|of|through|before|after|for|between|to|around|throughout|and|its|the"
    r"|In|Since|By|Until|From|During|Through|Before|After|Between|Throughout)\s"
)
_MONTH_ALONE = (
    rf"(?:{_BEFORE_MONTH}(?P<span>(?P<month>{MONTH}))|(?P<edged>(?P<part>early|mid|late|Early|Mid|Late)"
    rf"(?:\s|{DASH})(?P<other>{MONTH})))(?!\s[A-Z][a-z])"
)


_MONTH_BARE = (
    r"(?P<month>January|February|April|June|July|August|September|October|November|December)"
    r"(?=['\u2019]s\s|[,.;:]?\s[a-z])"
)
"""A month without a preposition; May and March are left out, being words, and so is what may be somebody's name."""


def _month_bare(match: re.Match[str], setting: Setting) -> Interval | None:
    return month_near(month_number(match["month"]), setting, setting.tense(match))


def _month_year(match: re.Match[str], _setting: Setting) -> Interval | None:
    return _edged(month(int(match["year"]), month_number(match["month"])), match["part"], "week")


_MONTH_WHICH = rf"{_EDGE}(?P<month>{MONTH}){_OF_YEAR}"


def _month_which(match: re.Match[str], setting: Setting) -> Interval | None:
    """In June of last year."""
    if setting.today is None:
        return unknown("month")
    year = setting.today.year + WHICH_YEAR[match["which"]]
    return _edged(month(year, month_number(match["month"])), match["part"], "week")


def _edged(whole: Interval, name: str | None, granularity: str) -> Interval:
    return part(whole, name.lower(), granularity) if name else whole


def month_near(number: int, setting: Setting, tense: Tense) -> Interval:
    """The month of that number which the tense wants; the current month counts as both past and future."""
    if setting.today is None:
        return unknown("month")
    today = setting.today
    if number == today.month:
        return month(today.year, number)
    candidates = [date(today.year + shift, number, 1) for shift in (-1, 0, 1)]
    chosen = nearest(candidates, setting, tense)
    return month(chosen.year, number)


def _month_alone(match: re.Match[str], setting: Setting) -> Interval | None:
    name = match["month"] or match["other"]
    if name.rstrip(".") in ("Mar", "May", "Jan") and match["month"] and setting.today is None:
        return None
    whole = month_near(month_number(name), setting, setting.tense(match))
    return _edged(whole, match["part"], "week")


def year_interval(year: int) -> Interval:
    """One calendar year."""
    return years(year)


def year_range(match: re.Match[str], _setting: Setting) -> Interval | None:
    """2014-2022, 2014/15: both years whole."""
    first, last = int(match["first"]), match["second"]
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    return join(years(first), years(end)) if 0 < end - first <= 200 else None


_MONTHS = rf"(?P<first>{MONTH})\s?(?:{DASH}|to|and|through)\s?(?P<month>{MONTH})(?:,|\sof)?\s(?P<year>{YEAR})"


def _month_range(match: re.Match[str], _setting: Setting) -> Interval | None:
    """March to May 2022: both months whole, the first in the year before where it comes later in the calendar."""
    year, first, last = int(match["year"]), month_number(match["first"]), month_number(match["month"])
    return join(month(year - (first > last), first), month(year, last))


_MONTHS_ALONE = rf"(?P<first>{MONTH})\s?(?:{DASH}|to|through)\s?(?P<month>{MONTH})(?!\s[A-Z0-9])"


def _months_alone(match: re.Match[str], setting: Setting) -> Interval | None:
    """From May to September: the tense places the last month, and the first is the one before it."""
    first, last = month_number(match["first"]), month_number(match["month"])
    end = month_near(last, setting, setting.tense(match))
    if end.start is None or first == last:
        return None
    return join(month(end.start.year - (first > last), first), end)


_YEAR_RANGE = rf"(?P<first>{YEAR})\s?(?:{DASH}|/)\s?(?P<second>{YEAR}|[0-9]{{2}}(?![0-9]))(?![-/.,]?[0-9])"

RULES: tuple[Rule, ...] = (
    rule(_ISO, _iso, "12"),
    rule(_NUMERIC, _numeric, DIGITS),
    rule(_MONTH_DAY, _day_of_month, MONTHS + WEEKDAYS),
    rule(_DAY_MONTH, _day_of_month, DIGITS + WEEKDAYS),
    rule(_MONTHS, _month_range, MONTHS),
    rule(_MONTHS_ALONE, _months_alone, MONTHS),
    rule(_MONTH_YEAR, _month_year, MONTHS + "emlELM"),
    rule(_MONTH_WHICH, _month_which, MONTHS + "emlELM"),
    rule(_MONTH_ALONE, _month_alone, "isbutfdoaemlISBUFDTAEML"),
    rule(_MONTH_BARE, _month_bare, "JFASOND"),
    rule(_YEAR_RANGE, year_range, "12"),
)
