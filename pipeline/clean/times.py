"""Times as pages write them in machine-readable places. Prose is not searched: a date found there is a guess."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

EARLIEST_YEAR = 1990
"""No news page is older than the web; 1970 and 0001 are unset fields."""
_ISO = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d\d)-?(?P<d>\d\d)"
    r"(?:[T\s,]{1,3}(?:at )?(?P<H>\d{1,2})[:h]?(?P<M>\d\d)(?::?(?P<S>\d\d)(?:[.,]\d{1,9})?)?"
    r"\s{0,2}(?P<z>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?(?![\d])",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"1\d{9}(\d{3})?")


def _zone(text: str | None) -> timezone | None:
    """The zone written as an offset."""
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-offset if text[0] == "-" else offset)


def _from_iso(text: str) -> datetime | None:
    """ISO 8601 and its usual misspellings."""
    found = _ISO.match(text)
    if not found:
        return None
    numbers = [int(found[name] or 0) for name in ("y", "m", "d", "H", "M", "S")]
    try:
        return datetime(*numbers, tzinfo=_zone(found["z"]) or UTC)  # type: ignore[arg-type,misc]
    except ValueError:
        return None


def _from_mail(text: str) -> datetime | None:
    """RFC 5322, as in "Tue, 10 Jun 2025 08:00:00 +0200"."""
    try:
        value = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def read_time(text: str) -> datetime | None:
    """The instant a machine-readable field names, aware; a missing zone is read as UTC. None when it is no date."""
    text = text.strip()[:100]
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    value = _from_iso(text) or _from_mail(text)
    return value if value and value.year >= EARLIEST_YEAR else None
