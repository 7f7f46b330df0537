"""Half-open intervals of days and the calendar arithmetic on them. Knows no words and no text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

GRANULARITIES = ("instant", "day", "week", "month", "quarter", "year", "decade")
"""From fine to coarse; the contract knows no others."""


@dataclass(frozen=True, slots=True)
class Interval:
    """[start, end) in UTC, or both null when the text does not say and no publication date helps."""

    start: datetime | None
    end: datetime | None
    granularity: str


def unknown(granularity: str) -> Interval:
    """A date whose place in time cannot be told."""
    return Interval(None, None, granularity)


def midnight(day: date) -> datetime:
    """The first instant of a day in UTC."""
    return datetime.combine(day, time(), UTC)


def days(first: date, n_days: int = 1, granularity: str = "day") -> Interval:
    """`n_days` days from `first`."""
    return Interval(midnight(first), midnight(first + timedelta(days=n_days)), granularity)


def instant(moment: datetime) -> Interval:
    """One minute, the finest a news text states."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return Interval(aware, aware + timedelta(minutes=1), "instant")


def week(day: date, n_weeks: int = 1) -> Interval:
    """`n_weeks` weeks, the first being the ISO week (Monday to Sunday) of `day`."""
    return days(day - timedelta(days=day.weekday()), 7 * n_weeks, "week")


def shift_months(day: date, n_months: int) -> date:
    """The first day of the month that lies `n_months` away."""
    index = day.year * 12 + day.month - 1 + n_months
    return date(index // 12, index % 12 + 1, 1)


def months(first: date, n_months: int, granularity: str = "month") -> Interval:
    """`n_months` whole months, the first being that of `first`."""
    return Interval(midnight(shift_months(first, 0)), midnight(shift_months(first, n_months)), granularity)


def month(year: int, number: int) -> Interval:
    """One calendar month."""
    return months(date(year, number, 1), 1)


def quarter(year: int, number: int) -> Interval:
    """One calendar quarter, 1 to 4."""
    return months(date(year, 3 * number - 2, 1), 3, "quarter")


def years(first: int, n_years: int = 1, granularity: str = "year") -> Interval:
    """`n_years` calendar years from `first`."""
    return Interval(midnight(date(first, 1, 1)), midnight(date(first + n_years, 1, 1)), granularity)


def decade(first: int) -> Interval:
    """Ten years from `first`: the 1990s are [1990, 2000)."""
    return years(first, 10, "decade")


THIRDS = {"early": (0, 1), "mid": (1, 2), "late": (2, 3)}


def part(whole: Interval, name: str, granularity: str) -> Interval:
    """The first, middle or last third of an interval, by whole days: late May is the 21st to the 31st."""
    if whole.start is None or whole.end is None:
        return unknown(granularity)
    low, high = THIRDS[name]
    n_days = (whole.end - whole.start).days
    start = whole.start + timedelta(days=n_days * low // 3)
    return Interval(start, whole.start + timedelta(days=n_days * high // 3), granularity)


def part_of_years(first: int, size: int, name: str, granularity: str = "year") -> Interval:
    """The early, middle or late years of a decade or century: the mid-1980s are 1984 to 1986."""
    tenths = {"early": (0, 4), "mid": (4, 7), "late": (7, 10)}[name]
    low, high = (tenth * size // 10 for tenth in tenths)
    return years(first + low, high - low, granularity)


def join(first: Interval, last: Interval) -> Interval:
    """From the start of one to the end of the other, in the finer granularity."""
    finer = min(first.granularity, last.granularity, key=GRANULARITIES.index)
    if first.start is None or last.end is None or first.start >= last.end:
        return unknown(finer)
    return Interval(first.start, last.end, finer)
