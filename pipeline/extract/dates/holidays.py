"""Days that are named: "New Year's Eve", "Good Friday", "Christmas 2023". Only those of the Western calendar.

Easter is reckoned by the rule of the Gregorian calendar in the form of Meeus, "Astronomical Algorithms" (1991), ch. 8.
Days that differ from country to country ("Independence Day", "Mother's Day", "Thanksgiving") are left out.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.extract.dates.interval import Interval, days, unknown
from pipeline.extract.dates.rule import Rule, Setting, nearest, rule
from pipeline.extract.dates.words import YEAR

FIXED = {
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "st patrick's day": (3, 17),
    "halloween": (10, 31),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}
FROM_EASTER = {
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "easter saturday": -1,
    "easter sunday": 0,
    "easter": 0,
    "easter monday": 1,
    "pentecost": 49,
}
"""Days after Easter Sunday."""

_ALONE = ("christmas", "easter", "pentecost")
"""These also make the names of things ("Christmas tree", "Easter Island"): they need a word before and none after."""


def _pattern(names: list[str]) -> str:
    return "|".join(name.title().replace("'S", "['\u2019]s").replace(" ", r"\s") for name in names)


_NAMED = _pattern([name for name in (*FIXED, *FROM_EASTER) if name not in _ALONE])
_IN_YEAR = rf"(?:,?\s(?:in\s)?(?P<year>{YEAR}))?"
_NAMED_DAY = rf"(?P<day>{_NAMED}){_IN_YEAR}(?![A-Za-z])"
_BARE_DAY = rf"""(?:over|at|by|before|after|since|until|till|during|around|for|of
    |Over|At|By|Before|After|Since|Until|During)\s
    (?P<span>(?P<day>{_pattern(list(_ALONE))}){_IN_YEAR})
    (?=[.,;:)\n]|['\u2019]s\s|\s(?:and|or|in|but|as|with|because|when|after|before|is|was|will)\s|\s?$)"""


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    moved = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * moved + 114, 31)
    return date(year, month, day + 1)


def _day_in(name: str, year: int) -> date:
    if name in FIXED:
        return date(year, *FIXED[name])
    return easter(year) + timedelta(days=FROM_EASTER[name])


def _holiday(match: re.Match[str], setting: Setting) -> Interval | None:
    name = " ".join(match["day"].lower().replace("\u2019", "'").split())
    if match["year"]:
        return days(_day_in(name, int(match["year"])))
    if setting.today is None:
        return unknown("day")
    near = [_day_in(name, setting.today.year + shift) for shift in (-1, 0, 1)]
    return days(nearest(near, setting, setting.tense(match)))


RULES: tuple[Rule, ...] = (
    rule(_NAMED_DAY, _holiday, "ABCEGHMNPSV"),
    rule(_BARE_DAY, _holiday, "oabsutdfOABSUD"),
)
