"""Dates that count from the publication date: "last week", "early next month", "the past three decades"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from pipeline.extract.dates.absolute import month_near
from pipeline.extract.dates.counting import DIRECTION, granularity_of, period, shifted, singular
from pipeline.extract.dates.interval import THIRDS, Interval, days, months, part, shift_months, unknown, years
from pipeline.extract.dates.rule import Rule, Setting, rule
from pipeline.extract.dates.tense import Tense
from pipeline.extract.dates.words import FULL_MONTH, NUMBER, UNIT, UNITS, month_number, number

_SPECIAL = r"""(?:[Tt]he\s(?=day))?(?P<day>day\sbefore\syesterday|day\safter\stomorrow
    |[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight
    |(?:[Tt]his|[Yy]esterday|[Ll]ast|[Tt]omorrow)\s(?:morning|afternoon|evening|night))(?![A-Za-z])"""


def _special(match: re.Match[str], setting: Setting) -> Interval | None:
    if setting.today is None:
        return unknown("day")
    words = match["day"].lower()
    step = (words.startswith(("tomorrow", "day after"))) - (words.startswith(("yesterday", "day before", "last")))
    step *= 2 if words.startswith("day") else 1
    return days(setting.today + timedelta(days=step))


_OVERNIGHT = r"""(?<!an\s)(?<!almost\s)[Oo]vernight(?=[.,;:)]|\s?$|\n
    |\s(?:in|on|at|by|as|after|before|into|and|to|from|with|when|while|near|over|across|between|that)\s)"""
"""With a noun behind it the word says of what kind a thing is: "an overnight success"."""


def _overnight(match: re.Match[str], setting: Setting) -> Interval | None:
    """The night of two days: the last one, or the coming one where the clause looks ahead."""
    if setting.today is None:
        return unknown("day")
    is_ahead = setting.tense(match) is Tense.FUTURE
    return days(setting.today if is_ahead else setting.today - timedelta(days=1), 2)


_SECOND = r"""[Tt]he\s(?P<unit>week|weekend|month|year)\s(?P<way>before\slast|after\snext)(?![A-Za-z])"""


def _second(match: re.Match[str], setting: Setting) -> Interval | None:
    """The week before last, the year after next."""
    if setting.today is None:
        return unknown(granularity_of(match["unit"]))
    day = shifted(setting.today, match["unit"], -2 if match["way"].startswith("before") else 2)
    return period(day, match["unit"]) if day else None


_PERIOD = rf"""(?:(?P<side>[Ee]arlier|[Ll]ater|[Ee]arly|[Mm]id|[Ll]ate)[\s-])?
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
    whole, side = period(day, unit), (match["side"] or "").lower()
    if side in THIRDS and unit in _FINER:
        return part(whole, side, _FINER[unit])
    return whole if step else _side(whole, side, setting.today)


_FINER = {"week": "day", "month": "week", "year": "quarter", "decade": "year"}
"""The granularity of early, mid and late in a unit."""


def _side(whole: Interval, side: str, today: date) -> Interval:
    """Earlier this year ends today; later this year begins today."""
    now = days(today)
    if side == "earlier" and whole.start != now.start:
        return replace(whole, end=now.start)
    return replace(whole, start=now.start) if side == "later" else whole


_SPAN = rf"""(?:[Tt]he\s)?(?P<which>[Ll]ast|[Pp]ast|[Pp]revious|[Nn]ext|[Cc]oming|[Ff]ollowing)\s
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
    if unit == "quarter":
        return _quarters(setting.today, step, count or 1)
    other = shifted(setting.today, unit, step * (count or 1))
    return _between(setting.today, other, grain) if other else unknown(grain)


def _quarters(today: date, step: int, count: int) -> Interval:
    """The past two quarters are those of the calendar that are over."""
    now = shift_months(today, -((today.month - 1) % 3))
    return months(shift_months(now, 3 if step > 0 else -3 * count), 3 * count, "quarter")


def _between(today: date, other: date, grain: str) -> Interval:
    first, last = min(today, other), max(today, other)
    return days(first, (last - first).days, grain)


_TO_DATE = r"(?:[Tt]he\s)?(?:year[\s-]to[\s-]date|so\sfar\sthis\syear|the\syear\sso\sfar)(?![A-Za-z])"


def _to_date(_match: re.Match[str], setting: Setting) -> Interval | None:
    if setting.today is None:
        return unknown("year")
    return replace(years(setting.today.year), end=days(setting.today).end)


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
    rule(_OVERNIGHT, _overnight, "oO"),
    rule(_SECOND, _second, "tT"),
    rule(_PERIOD, _period, "eElLmMtTnNcp"),
    rule(_SPAN, _span, "tTlLpPnNcCfF"),
    rule(_TO_DATE, _to_date, "tTys"),
    rule(_MONTH, _month, "lLtTnN"),
)
