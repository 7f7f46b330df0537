"""What a Retry-After header asks for: seconds, or an HTTP date (RFC 9110, 10.2.3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

SECONDS = re.compile(r"\d{1,12}")
LONGEST = timedelta(days=366)
"""A longer wait is nonsense or hostile; whoever schedules clamps further."""


def parse_retry_after(value: str | None, date: str | None, now: datetime) -> timedelta | None:
    """How long to stay away; None when the header is missing or unreadable.

    A date is read relative to the server's own `date` header, so that a wrong clock on either side does not matter;
    without one, relative to `now` (aware). Never negative, never more than 366 days.
    """
    text = (value or "").strip()
    if SECONDS.fullmatch(text):
        return min(timedelta(seconds=int(text)), LONGEST)
    until = parse_http_date(text)
    if until is None:
        return None
    return max(timedelta(0), min(until - (parse_http_date(date) or now), LONGEST))


def parse_http_date(text: str | None) -> datetime | None:
    """Read an HTTP date as an aware UTC time; None when it is none."""
    if not text or len(text) > 64:
        return None
    try:
        read = parsedate_to_datetime(text)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
