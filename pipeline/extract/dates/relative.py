"""Dates that count from the publication date: "last week", "on Thursday", "the past three decades", "two years ago"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from pipeline.extract.dates.absolute import month_near
from pipeline.extract.dates.interval import Interval, days, months, shift_months, unknown, week, years
from pipeline.extract.dates.rule import COUNTS, WEEKDAYS, Rule, Setting, nearest, rule
from pipeline.extract.dates.tense import Tense
from pipeline.extract.dates.words import (
    FULL_MONTH,
    NUMBER,
    SHORT_WEEKDAY,
    UNIT,
    UNITS,
    WEEKDAY,
    month_number,
    number,
    weekday_number,
)

UNIT_DAYS = {"day": 1, "night": 1, "weekend": 7, "week": 7, "fortnight": 14}
UNIT_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
COARSE = {
    "night": "day",
    "weekend": "day",
    "fortnight": "week",
    "century": "decade",
    "hour": "instant",
    "minute": "instant",
}
DIRECTION = {
    word: step
    for step, words in (
        (-1, "last past previous preceding prior"),
        (0, "this current"),
        (1, "next coming following upcoming"),
    )
    for word in words.split()
}
MOST = 3_000
"""No news text counts further back than this many of anything; beyond it a date is unknown, never an overflow."""


def singular(unit: str) -> str:
    """The unit as the tables name it."""
    lower = unit.lower()
    return "century" if lower == "centuries" else lower.removesuffix("s")


def granularity_of(unit: str) -> str:
    """The granularity a unit gives its date."""
    return COARSE.get(unit, unit)


def shifted(today: date, unit: str, count: int) -> date | None:
    """The day `count` units away, null where the calendar ends."""
    if abs(count) > MOST:
        return None
    if unit in UNIT_DAYS:
        return today + timedelta(days=UNIT_DAYS[unit] * count)
    index = today.year * 12 + today.month - 1 + UNIT_MONTHS.get(unit, 0) * count
    if not 12 <= index < 12 * 2999:
        return None
    first = date(index // 12, index % 12 + 1, 1)
    last = shift_months(first, 1) - timedelta(days=1)
    return first.replace(day=min(today.day, last.day))


def period(day: date, unit: str) -> Interval:
    """The calendar unit that holds a day."""
    if unit in ("week", "fortnight"):
        return week(day, 1 if unit == "week" else 2)
    if unit == "weekend":
        return days(day + timedelta(days=5 - day.weekday()), 2)
    if unit == "month":
        return months(day, 1)
    if unit == "quarter":
        return months(shift_months(day, -((day.month - 1) % 3)), 3, "quarter")
    if unit in ("year", "decade", "century"):
        size = {"year": 1, "decade": 10, "century": 100}[unit]
        return years(day.year - day.year % size, size, granularity_of(unit))
    return days(day)


_SPECIAL = r"""(?:the\s)?(?P<day>day\sbefore\syesterday|day\safter\stomorrow
    |[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight
    |(?:[Tt]his|[Yy]esterday|[Ll]ast|[Tt]omorrow)\s(?:morning|afternoon|evening|night))(?![A-Za-z])"""


def _special(match: re.Match[str], setting: Setting) -> Interval | None:
    if setting.today is None:
        return unknown("day")
    words = match["day"].lower()
    step = (words.startswith(("tomorrow", "day after"))) - (words.startswith(("yesterday", "day before", "last")))
    step *= 2 if words.startswith("day") else 1
    return days(setting.today + timedelta(days=step))


_PERIOD = rf"""(?:(?P<side>[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate|[Ll]atter)\s)?
    (?P<which>[Ll]ast|[Tt]his|[Nn]ext|the\spast|the\scoming|the\sfollowing|the\sprevious|the\scurrent|current|past|coming|previous)\s
    (?:calendar\s|financial\s|fiscal\s|whole\s|entire\s)?(?P<unit>{UNIT})(?![A-Za-z])"""


def _period(match: re.Match[str], setting: Setting) -> Interval | None:
    unit = match["unit"].lower()
    if unit in ("minute", "hour", "day"):
        return None
    if setting.today is None:
        return unknown(granularity_of(unit))
    step = DIRECTION[match["which"].lower().split()[-1]]
    day = shifted(setting.today, unit, step)
    if day is None:
        return unknown(granularity_of(unit))
    whole = period(day, unit)
    return whole if step else _side(whole, (match["side"] or "").lower(), setting.today)


def _side(whole: Interval, side: str, today: date) -> Interval:
    """Earlier this year ends today; later this year begins today."""
    now = days(today)
    if side == "earlier" and whole.start != now.start:
        return replace(whole, end=now.start)
    return replace(whole, start=now.start) if side == "later" else whole


_SPAN = rf"""(?:the\s)?(?P<which>[Ll]ast|[Pp]ast|[Pp]revious|[Nn]ext|[Cc]oming|[Ff]ollowing)\s
    (?:(?P<count>{NUMBER})[\s-])?(?:or\sso\s)?(?P<unit>{UNITS}|day|hour|24\shours)(?![A-Za-z])"""


def _span(match: re.Match[str], setting: Setting) -> Interval | None:
    """The past three decades: thirty years up to the day of publication. "The next day" belongs to what is told."""
    unit, which = singular(match["unit"].split()[-1]), match["which"].lower()
    grain = granularity_of(unit)
    count = number(match["count"]) if match["count"] else None
    told = which == "following" or (count is None and unit == "day" and which == "next")
    if setting.today is None or told or (count is None and unit not in ("day", "hour")):
        return unknown(grain)
    if unit in ("hour", "minute"):
        return days(setting.today - timedelta(days=1), 2)
    step = DIRECTION[which]
    other = shifted(setting.today, unit, step * (count or 1))
    return _between(setting.today, other, grain) if other else unknown(grain)


def _between(today: date, other: date, grain: str) -> Interval:
    first, last = min(today, other), max(today, other)
    return days(first, (last - first).days, grain)


_AGO = rf"""(?:(?:about|almost|nearly|over)\s)?(?P<span>(?P<count>{NUMBER})[\s-](?P<unit>{UNITS}|{UNIT})\s
    (?P<way>ago|earlier|from\snow|hence|later))(?![A-Za-z])"""


def _ago(match: re.Match[str], setting: Setting) -> Interval | None:
    unit = singular(match["unit"])
    grain = granularity_of(unit)
    count = number(match["count"])
    if match["way"] == "later" or count is None or setting.today is None:
        return unknown(grain)
    step = -1 if match["way"] in ("ago", "earlier") else 1
    if unit in ("hour", "minute"):
        return days(setting.today)
    day = shifted(setting.today, unit, step * count)
    if day is None:
        return unknown(grain)
    return years(day.year, 1, "decade") if unit in ("decade", "century") else period(day, unit)


_AHEAD = rf"""(?<=[Ii]n\s)(?P<span>(?P<count>{NUMBER})\s(?P<unit>{UNITS}|{UNIT}))(?:['\u2019]s?\stime)?
    (?![-A-Za-z'\u2019])"""


def _ahead(match: re.Match[str], setting: Setting) -> Interval | None:
    """In two weeks, where the clause looks ahead; elsewhere it says how long something took."""
    unit, count = singular(match["unit"]), number(match["count"])
    if setting.today is None or count is None or unit in ("minute", "hour") or setting.tense(match) is not Tense.FUTURE:
        return None
    day = shifted(setting.today, unit, count)
    return period(day, unit) if day else unknown(granularity_of(unit))


_TO_DATE = r"(?:the\s)?(?:year[\s-]to[\s-]date|so\sfar\sthis\syear|the\syear\sso\sfar)(?![A-Za-z])"


def _to_date(_match: re.Match[str], setting: Setting) -> Interval | None:
    if setting.today is None:
        return unknown("year")
    return replace(years(setting.today.year), end=days(setting.today).end)


_WEEKDAY = rf"""(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his\s(?:past|coming)|[Cc]oming|[Pp]revious|[Ff]ollowing)\s)?
    (?P<weekday>{WEEKDAY})(?:\s(?:morning|afternoon|evening|night))?(?![A-Za-z]|-[a-z])"""


def _weekday(match: re.Match[str], setting: Setting) -> Interval | None:
    if setting.today is None:
        return unknown("day")
    ahead = (weekday_number(match["weekday"]) - setting.today.weekday()) % 7
    which = (match["which"] or "").lower().split()
    if which and which[-1] in ("last", "past", "previous"):
        return days(setting.today + timedelta(days=ahead - 7))
    if which and which[-1] in ("next", "coming", "following"):
        return days(setting.today + timedelta(days=ahead or 7))
    future = bool(which) or setting.tense(match) is Tense.FUTURE
    return days(setting.today + timedelta(days=ahead if future or not ahead else ahead - 7))


_NUMBERED = rf"(?P<weekday>{SHORT_WEEKDAY})\s(?:the\s)?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)(?![A-Za-z])"


def _numbered(match: re.Match[str], setting: Setting) -> Interval | None:
    """Friday 13th, no month told: the nearest day that is both."""
    if setting.today is None:
        return unknown("day")
    wanted, weekday = int(match["day"]), weekday_number(match["weekday"])
    spans = (setting.today + timedelta(days=step) for step in range(-366, 367))
    found = [day for day in spans if day.day == wanted and day.weekday() == weekday]
    return days(nearest(found, setting, setting.tense(match))) if found else None


_WEEKEND = r"(?:[Oo]ver|[Aa]t|[Oo]n|[Dd]uring|[Ff]or|[Tt]hroughout)\s(?P<span>the\sweekend)(?![-A-Za-z'\u2019])"


def _weekend(match: re.Match[str], setting: Setting) -> Interval | None:
    """Over the weekend: the coming one where the clause looks ahead, else the one that began last."""
    if setting.today is None:
        return unknown("day")
    day = setting.today if setting.tense(match) is Tense.FUTURE else setting.today - timedelta(days=5)
    return period(day, "weekend")


_MONTH = rf"(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his\spast|[Tt]his\scoming)\s(?P<month>{FULL_MONTH})"


def _month(match: re.Match[str], setting: Setting) -> Interval | None:
    which = match["which"].lower().split()[-1]
    number_ = month_number(match["month"])
    if setting.today is None or which == "this":
        return month_near(number_, setting, Tense.UNKNOWN)
    back = (setting.today.month - number_) % 12 or 12
    shift = -back if which in ("last", "past") else 12 - back % 12
    return months(shift_months(setting.today, shift), 1)


RULES: tuple[Rule, ...] = (
    rule(_SPECIAL, _special, "tdyYTlL"),
    rule(_PERIOD, _period, "eElLtTnNcp"),
    rule(_SPAN, _span, "tlLpPnNcCfF"),
    rule(_AGO, _ago, COUNTS),
    rule(_AHEAD, _ahead, COUNTS),
    rule(_TO_DATE, _to_date, "tys"),
    rule(_WEEKDAY, _weekday, "lLtTnNcCpPfF" + WEEKDAYS),
    rule(_NUMBERED, _numbered, WEEKDAYS),
    rule(_WEEKEND, _weekend, "oOaAdDfFtT"),
    rule(_MONTH, _month, "lLtTnN"),
)
