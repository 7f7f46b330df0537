"""Hints about the next poll: out of the headers of an answer, joined with those of the feed, to and from JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from schemas.feed import FeedHints

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,9}")
_LONGEST = timedelta(days=365)
_LONGEST_HEADER = 200


def hints_from_headers(headers: Mapping[str, str], now: datetime) -> FeedHints:
    """Retry-After, Cache-Control max-age less Age, else Expires (RFC 9110, RFC 9111). Header names in lower case.

    Times are taken relative to the Date header: a server whose clock is wrong is wrong in both.
    """
    date = _http_date(headers.get("date")) or now
    return FeedHints(max_age=_max_age(headers, date), retry_after=_retry_after(headers.get("retry-after"), date))


def merge_hints(feed: FeedHints, answer: FeedHints) -> FeedHints:
    """What the document said, with what this answer said on top."""
    return replace(feed, max_age=answer.max_age, retry_after=answer.retry_after)


def _max_age(headers: Mapping[str, str], date: datetime) -> timedelta | None:
    """How long the answer stays fresh; None where nothing or nonsense is said."""
    control = headers.get("cache-control", "")[:_LONGEST_HEADER]
    if "no-cache" in control.lower() or "no-store" in control.lower():
        return None
    if found := _MAX_AGE.search(control):
        return _positive(timedelta(seconds=int(found[1])) - (_seconds(headers.get("age")) or timedelta(0)))
    expires = _http_date(headers.get("expires"))
    return _positive(expires - date) if expires else None


def _retry_after(value: str | None, date: datetime) -> timedelta | None:
    """Seconds, or an HTTP date."""
    if value is None:
        return None
    seconds = _seconds(value)
    if seconds is not None:
        return _positive(seconds)
    moment = _http_date(value)
    return _positive(moment - date) if moment else None


def _positive(duration: timedelta) -> timedelta | None:
    """A duration in the future, at most a year."""
    return min(duration, _LONGEST) if duration > timedelta(0) else None


def _seconds(value: str | None) -> timedelta | None:
    """A header that is a number of seconds."""
    text = (value or "").strip()
    return timedelta(seconds=int(text)) if _SECONDS.fullmatch(text) else None


def _http_date(value: str | None) -> datetime | None:
    """A header that is an HTTP date."""
    if not value or len(value) > 100:
        return None
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def hints_to_json(hints: FeedHints) -> dict[str, Any]:
    """The lasting hints of a document, for the feed's row: an answer 304 has no document."""
    durations = {"ttl": hints.ttl, "update_interval": hints.update_interval}
    lists = {"skip_hours": sorted(hints.skip_hours), "skip_days": sorted(hints.skip_days)}
    return {
        **{name: value.total_seconds() for name, value in durations.items() if value is not None},
        **{name: value for name, value in lists.items() if value},
    }


def hints_from_json(stored: Mapping[str, Any]) -> FeedHints:
    """The inverse of `hints_to_json`."""
    return FeedHints(
        ttl=timedelta(seconds=stored["ttl"]) if "ttl" in stored else None,
        update_interval=timedelta(seconds=stored["update_interval"]) if "update_interval" in stored else None,
        skip_hours=frozenset(stored.get("skip_hours", ())),
        skip_days=frozenset(stored.get("skip_days", ())),
    )
