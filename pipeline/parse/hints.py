"""What a feed says about how often to come: ttl, skipHours, skipDays (RSS 2.0) and the syndication module (RSS 1.0)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from pipeline.parse.elements import Children, first_text, text_of
from schemas.feed import FeedHints

_PERIODS = {"hourly": 1.0, "daily": 24.0, "weekly": 168.0, "monthly": 720.0, "yearly": 8_760.0}
_DAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}
_NUMBER = re.compile(r"\d{1,7}(?:\.\d{1,6})?")
_LONGEST = timedelta(days=365)


def read_hints(children: Children) -> FeedHints:
    """The hints of a channel. Nonsense (negative, "dayly") is no hint; the scheduler clamps the rest."""
    return FeedHints(
        ttl=_minutes(first_text(children, "ttl")),
        update_interval=update_interval(
            first_text(children, "sy:updatePeriod"), first_text(children, "sy:updateFrequency")
        ),
        skip_hours=frozenset(_hours(children)),
        skip_days=frozenset(_days(children)),
    )


def update_interval(period: str | None, frequency: str | None) -> timedelta | None:
    """The time between updates: a period divided by its frequency, which defaults to 1."""
    hours = _PERIODS.get((period or "").strip().lower())
    if hours is None:
        return None
    times = _number(frequency) or 1.0
    return min(timedelta(hours=hours / max(times, 0.001)), _LONGEST)


def _minutes(text: str | None) -> timedelta | None:
    """A ttl in minutes; zero and less say nothing."""
    minutes = _number(text)
    return min(timedelta(minutes=minutes), _LONGEST) if minutes else None


def _number(text: str | None) -> float | None:
    """A plain positive number."""
    found = _NUMBER.fullmatch((text or "").strip())
    return float(found[0]) if found else None


def _hours(children: Children) -> Iterator[int]:
    """Hours 0 to 23 in UTC; RSS 0.91 wrote 24 for midnight."""
    for group in children.get("skipHours", ()):
        for child in group:
            hour = _number(text_of(child)[:10])
            if hour is not None and hour <= 24:
                yield int(hour) % 24


def _days(children: Children) -> Iterator[int]:
    """Weekdays by their English names."""
    for group in children.get("skipDays", ()):
        for child in group:
            day = _DAYS.get(text_of(child)[:20].strip().lower())
            if day is not None:
                yield day
