"""What a date rule is: a bounded pattern and the function that says which interval a match means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pipeline.extract.dates.interval import Interval
from pipeline.extract.dates.tense import Tense, tense_at


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a match stands: the text, and the day it was published, null when nobody knows."""

    text: str
    today: date | None

    def tense(self, match: re.Match[str]) -> Tense:
        """The tense of the clause around a match."""
        return tense_at(self.text, match.start(), match.end())


Resolve = Callable[[re.Match[str], Setting], Interval | None]
"""Null means that the words are no date after all."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a date. A group named `span` is the surface; without it the whole match is."""

    pattern: re.Pattern[str]
    resolve: Resolve
    starts: str
    """Every character a match may begin with: where none of them stands, the pattern need not be tried."""

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """Where the surface stands."""
        has_span = "span" in self.pattern.groupindex and match["span"] is not None
        return match.span("span") if has_span else match.span()


def rule(pattern: str, resolve: Resolve, starts: str) -> Rule:
    """A rule from a verbose pattern and the characters it begins with. It is tried where `BEGINNING` finds them."""
    return Rule(re.compile(pattern, re.VERBOSE), resolve, starts)


BEGINNING = re.compile(r"(?<![\w./$\u20ac\u00a3])[\w'\u2019\u2018(\[]")
"""Where a date may begin."""
DIGITS = "0123456789"
MONTHS = "JFMASOND"
WEEKDAYS = "MTWFS"
COUNTS = DIGITS + "aotfsenmcAOTFSENMC"
"""Beginnings of `words.NUMBER`."""


def setting(text: str, published_at: datetime | None) -> Setting:
    """A setting whose day is in UTC. Publication dates outside 1700 to 2200 are errors of their source: none."""
    if published_at is None or not 1700 < published_at.year < 2200:
        return Setting(text, None)
    aware = published_at.astimezone(UTC) if published_at.tzinfo else published_at
    return Setting(text, aware.date())


def nearest(candidates: list[date], setting: Setting, tense: Tense) -> date:
    """The candidate that the tense allows and that lies nearest to the publication date."""
    today = setting.today or candidates[0]
    allowed = [
        day
        for day in candidates
        if (tense is not Tense.PAST or day <= today)
        and (tense is not Tense.FUTURE or day >= today - timedelta(days=31))
    ]
    return min(allowed or candidates, key=lambda day: abs((day - today).days))
