"""Calendar units counted from a day: how far a unit reaches, and which one holds the day. Knows no text."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.extract.dates.interval import Interval, days, months, shift_months, week, years

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
