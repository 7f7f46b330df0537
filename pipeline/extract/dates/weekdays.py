"""Days of the week and weekends, which the tense places: "on Thursday", "next Friday", "the last Sunday of October"."""

from __future__ import annotations

import re
from datetime import timedelta

from pipeline.extract.dates.absolute import month_near
from pipeline.extract.dates.counting import period
from pipeline.extract.dates.interval import Interval, days, month, unknown
from pipeline.extract.dates.rule import WEEKDAYS, Rule, Setting, nearest, rule
from pipeline.extract.dates.tense import Tense
from pipeline.extract.dates.words import MONTH, ORDINALS, SHORT_WEEKDAY, WEEKDAY, YEAR, month_number, weekday_number

_WEEKDAY = rf"""(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his\s(?:past|coming)|[Cc]oming|[Pp]revious|[Ff]ollowing)\s)?
    (?P<weekday>{WEEKDAY})(?:\s(?:morning|afternoon|evening|night))?(?![A-Za-z]|-[a-z])"""
_EVERY = re.compile(r"\b(?:[Ee]very|[Ee]ach)\s(?:\w+\s)?$")
_MONTHLY = re.compile(r"\s(?:of|in)\s(?:every|each|the)\s(?:month|year)\b")
"""What makes many days of one: they are no date."""


def _weekday(match: re.Match[str], setting: Setting) -> Interval | None:
    """Next Friday is that of the next week: nobody calls tomorrow so."""
    if _EVERY.search(setting.text[max(0, match.start() - 16) : match.start()]):
        return None
    if _MONTHLY.match(setting.text, match.end()):
        return None
    if setting.today is None:
        return unknown("day")
    ahead = (weekday_number(match["weekday"]) - setting.today.weekday()) % 7
    which = (match["which"] or "").lower().split()
    if which and which[-1] in ("last", "past", "previous"):
        return days(setting.today + timedelta(days=ahead - 7))
    if which == ["next"]:
        return days(setting.today + timedelta(days=7 + weekday_number(match["weekday"]) - setting.today.weekday()))
    if which and which[-1] in ("coming", "following"):
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


_NTH = rf"""[Tt]he\s(?P<nth>first|second|third|fourth|last|final)\s(?P<weekday>{WEEKDAY})\s(?:in|of)\s
    (?P<month>{MONTH})(?:,?\s(?P<year>{YEAR}))?"""


def _nth(match: re.Match[str], setting: Setting) -> Interval | None:
    """The second Saturday in May, the last Sunday of October 2024."""
    number = month_number(match["month"])
    whole = month(int(match["year"]), number) if match["year"] else month_near(number, setting, setting.tense(match))
    if whole.start is None or whole.end is None:
        return unknown("day")
    wanted, first, last = weekday_number(match["weekday"]), whole.start.date(), whole.end.date()
    if match["nth"] in ("last", "final"):
        return days(last - timedelta(days=(last.weekday() - wanted - 1) % 7 + 1))
    return days(first + timedelta(days=(wanted - first.weekday()) % 7 + 7 * (ORDINALS[match["nth"]] - 1)))


RULES: tuple[Rule, ...] = (
    rule(_WEEKDAY, _weekday, "lLtTnNcCpPfF" + WEEKDAYS),
    rule(_NUMBERED, _numbered, WEEKDAYS),
    rule(_NTH, _nth, "tT"),
    rule(_WEEKEND, _weekend, "oOaAdDfFtT"),
)
