"""Times as pages write them: machine-readable fields, and the stamps that stand at a headline or a byline.

Prose is never searched: a date found there is a guess, and a guessed date is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from pipeline.clean.months import MONTHS

EARLIEST_YEAR = 1990
"""No news page is older than the web; 1970 and 0001 are fields that nobody set."""
MAX_TIME_CHARS = 100

_CLOCK = r"(?P<H>\d{1,2})[:h.](?P<M>[0-5]\d)(?::(?P<S>[0-5]\d))?(?:[.,]\d{1,9})?\s{0,2}(?P<ap>[ap]\.?m\b)?"
_ZONE = r"\s{0,2}(?P<z>Z\b|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d\b)?"
_ISO = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})-(?P<d>\d{1,2})|/(?P<m2>\d{1,2})/(?P<d2>\d{1,2})|(?P<m3>\d\d)(?P<d3>\d\d))"
    rf"(?:[T\s,]{{1,3}}(?:at )?(?P<clock>{_CLOCK}|(?P<H2>\d\d)(?P<M2>\d\d)(?P<S2>\d\d)?){_ZONE})?(?!\d)",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"(?<!\d)(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4}|\d\d)(?!\d)")
_SLASHED = re.compile(r"(?<!\d)\d{1,2}/\d{1,2}/\d{2,4}")
_NAMED = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|\.|º|er)?\s{0,2}(?:de |of )?(?P<name>[^\W\d_]{3,12})\.?,?\s{1,2}"
    r"(?:de |del )?(?P<y>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_NAME_FIRST = re.compile(
    r"(?P<name>[^\W\d_]{3,12})\.?\s{1,2}(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s{1,2}(?P<y>(?:19|20)\d\d)", re.IGNORECASE
)
_EAST_ASIAN = re.compile(r"(?P<y>(?:19|20)\d\d)\s?[年년.]\s?(?P<m>\d{1,2})\s?[月월.]\s?(?P<d>\d{1,2})\s?[日일.]?")
_CLOCK_NEAR = re.compile(rf"(?<![\d.:]){_CLOCK}{_ZONE}(?![\d.])", re.IGNORECASE)
_EPOCH = re.compile(r"1\d{9}(\d{3})?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time and how much of it was said: `instant` with a zone, `local` without one (read as UTC), `day`."""

    at: datetime
    certainty: str


def _zone(text: str | None) -> timezone | None:
    """The zone written as an offset."""
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-offset if text[0] == "-" else offset) if offset < timedelta(hours=24) else None


def _build(day: tuple[int, int, int], clock: re.Match[str] | None) -> Moment | None:
    """A moment of a day and the match of its clock; None when there is no such day."""
    try:
        if clock is None or clock["H"] is None:
            return _checked(datetime(*day, tzinfo=UTC), "day")
        hour = int(clock["H"])
        if clock["ap"]:
            hour = hour % 12 + (12 if clock["ap"][0] in "pP" else 0)
        zone = _zone(clock["z"])
        at = datetime(*day, hour, int(clock["M"]), int(clock["S"] or 0), tzinfo=zone or UTC)
    except ValueError:
        return None
    return _checked(at, "instant" if zone else "local")


def _checked(at: datetime, certainty: str) -> Moment | None:
    """A moment in UTC unless it is older than the web."""
    return Moment(at, certainty) if at.year >= EARLIEST_YEAR else None


def _from_iso(text: str) -> Moment | None:
    """ISO 8601 and its usual misspellings."""
    found = _ISO.match(text)
    if not found:
        return None
    day = tuple(int(found[name] or found[name + "2"] or found[name + "3"]) for name in "md")
    year_month_day = (int(found["y"]), day[0], day[1])
    if not found["H2"]:
        return _build(year_month_day, found)
    try:
        at = datetime(
            *year_month_day, int(found["H2"]), int(found["M2"]), int(found["S2"] or 0), tzinfo=_zone(found["z"]) or UTC
        )
    except ValueError:
        return None
    return _checked(at, "instant" if found["z"] else "local")


def _from_mail(text: str) -> Moment | None:
    """RFC 5322, as in "Tue, 10 Jun 2025 08:00:00 +0200"."""
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return _checked(at, "instant") if at.tzinfo else _checked(at.replace(tzinfo=UTC), "local")


def read_time(value: object) -> Moment | None:
    """The moment that a machine-readable field names, or None."""
    text = str(value).strip()[:MAX_TIME_CHARS] if isinstance(value, str | int) else ""
    if _EPOCH.fullmatch(text):
        return _checked(datetime.fromtimestamp(int(text[:10]), UTC), "instant")
    return _from_iso(text) or _from_mail(text) or read_stamp(text)


def _day_of(text: str) -> tuple[tuple[int, int, int], re.Match[str]] | None:
    """(year, month, day) written in words or figures, and where it stands."""
    for pattern in (_NAMED, _NAME_FIRST):
        for found in pattern.finditer(text):
            month = MONTHS.get(found["name"].lower())
            if month:
                return (int(found["y"]), month, int(found["d"])), found
    found_figures = _EAST_ASIAN.search(text) or _DAY_FIRST.search(text)
    if not found_figures:
        return None
    year, month, day = (int(found_figures[name]) for name in "ymd")
    if month > 12 >= day and _SLASHED.search(text):
        month, day = day, month
    return (year + 2000 if year < 100 else year, month, day), found_figures


def read_stamp(text: str) -> Moment | None:
    """The moment of a short line such as "09 June 2025 11:02", "26.05.25, 20:17" or "Published June 3, 2025".

    Figures are read day first unless that is no date, since only one country writes the month first with full stops
    or slashes; "06/03/2025" stays ambiguous and is read as 6 March.
    """
    text = text[:MAX_TIME_CHARS]
    iso = re.search(r"(?:19|20)\d\d-\d\d-\d\d", text)
    if iso:
        return _from_iso(text[iso.start() :])
    found = _day_of(text)
    if found is None:
        return None
    day, where = found
    return _build(day, _CLOCK_NEAR.search(text, where.end()) or _CLOCK_NEAR.search(text[: where.start()]))
