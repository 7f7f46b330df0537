"""Dates of feeds: RFC 822 and its deviations, ISO 8601, RFC 3339, asctime, CJK dates and plausible epoch numbers.

Written here because a wrong date is worse than none: feedparser reads 2026年1月5日 as 1 November 2026, an epoch number
as the year 1735 and 30 February as 2 March. What is ambiguous (12/01/2026) or impossible is None. No zone is UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from pipeline.parse.limits import MAX_DATE_TEXT

OLDEST_YEAR = 1900
"""Newspapers put their archives into feeds."""
_ZEROS = (date(1900, 1, 1), date(1904, 1, 1), date(1970, 1, 1), date(1980, 1, 1))
"""Where clocks begin (NTP and spreadsheets, old Macs, Unix, DOS): a date within a day of one stands for none."""
NEWEST_YEAR = 2100
_ZERO_YEARS = frozenset(year for zero in _ZEROS for year in (zero.year, zero.year - 1))
FUTURE_ALLOWED = timedelta(hours=24)
"""A date further ahead of the fetch is a mistake that would keep an article on top for years."""

_NAMES = {
    1: "jan january janvier januar jänner enero janeiro gennaio gen ene januari janv stycznia января янв ocak січня",
    2: "feb february février fevrier februar febrero fevereiro febbraio fév fev févr februari lutego февраля фев şubat",
    3: "mar march mars märz maerz mär marzo março maart mrt marca марта мар mart березня",
    4: "apr april avril abril aprile avr abr kwietnia апреля апр nisan квітня",
    5: "may mai mayo maio maggio mag mei maj maja мая май mayıs травня",
    6: "jun june juin juni junio junho giugno giu czerwca июня июн haziran червня",
    7: "jul july juillet juli julio julho luglio lug juil lipca июля июл temmuz липня",
    8: "aug august août aout agosto ago augustus augusti sierpnia августа авг ağustos серпня",
    9: "sep sept september septembre septiembre setembro settembre set września сентября сен eylül вересня",
    10: "oct october octobre oktober okt octubre outubro ottobre ott out października октября окт ekim жовтня",
    11: "nov november novembre noviembre novembro listopada ноября ноя kasım листопада",
    12: "dec december décembre decembre dezember dez diciembre dezembro dicembre dic déc grudnia декабря дек aralık",
}
_MONTHS = {name: month for month, names in _NAMES.items() for name in names.split()}
_ZONES = {
    name: minutes
    for minutes, names in {
        -600: "hst", -540: "akst", -480: "akdt pst", -420: "pdt mst", -360: "mdt cst", -300: "cdt est", -240: "edt ast",
        -210: "nst", -180: "adt brt", -150: "ndt", 0: "ut utc gmt z wet", 60: "bst west cet mez wat",
        120: "cest mesz eet sast cat", 180: "eest msk eat", 240: "gst", 300: "pkt", 420: "wib ict",
        480: "hkt sgt awst", 540: "jst kst", 570: "acst", 600: "aest", 660: "aedt", 720: "nzst", 780: "nzdt",
    }.items()
    for name in names.split()
}  # fmt: skip
"""Minutes east of UTC. IST is left out: India, Ireland and Israel share it."""
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?:\s*(?P<half>[AaPp]\.?[Mm]\.?))?"
)
_ZONE = r"(?P<zone>[+-]\d{1,2}:?\d{2}|[A-Za-z]{1,5}(?:[+-]\d{1,2}(?::?\d{2})?)?)?"
_WEEKDAY = r"(?:[^\W\d]+\.?,?\s+)?"
_BETWEEN = r"(?:\s*[-/]\s*|\s+(?:de\s+)?)"
_TAIL = r"(?:\s*\(.*\)|\s+[A-Za-z]{1,5})?"
_ISO = re.compile(
    r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?|(?P<month2>\d{2})(?P<day2>\d{2}))?"
    r"(?:(?:T|\s+)(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    rf"(?:\s*(?P<half>[AaPp][Mm])(?![A-Za-z]))?\s*{_ZONE})?{_TAIL}"
)
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|er)?{_BETWEEN}(?P<name>[^\W\d]+)\.?,?"
    rf"{_BETWEEN}(?P<year>\d{{4}}|\d{{2}})(?:[\s,T-]+(?:at\s+|à\s+)?{_CLOCK}\s*{_ZONE})?{_TAIL}"
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<name>[^\W\d]+)\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
    rf"(?:[\s,-]+(?:at\s+)?{_CLOCK}\s*{_ZONE})?{_TAIL}"
)
_ASCTIME = re.compile(
    rf"{_WEEKDAY}(?P<name>[^\W\d]+)\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+(?:{_ZONE}\s+)?(?P<year>\d{{4}})"
)
_NUMBERS = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?P<mark>[./-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>\d{{4}})"
    rf"(?:[\s,T-]+{_CLOCK}\s*{_ZONE})?{_TAIL}"
)
_CJK = re.compile(
    r"(?P<year>\d{4})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]"
    r"(?:\D{0,12}(?P<hour>\d{1,2})[:時时시]\s*(?P<minute>\d{1,2})[분分]?(?::(?P<second>\d{2}))?)?\D{0,12}"
)
_FIRST_EPOCH, _LAST_EPOCH = 1_000_000_000, 4_102_444_800
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_FORMS = (_ISO, _DAY_FIRST, _MONTH_FIRST, _ASCTIME, _NUMBERS, _CJK)


def parse_date(text: str | None, now: datetime | None = None) -> datetime | None:
    """The instant a feed names, in UTC, or None. `now` is the time of the fetch: dates a day beyond it are refused."""
    if not text:
        return None
    stripped = text[: MAX_DATE_TEXT + 20].strip()[:MAX_DATE_TEXT]
    at = _parse_rfc822(stripped) or _parse_any(stripped)
    if at is None or not OLDEST_YEAR <= at.year < NEWEST_YEAR or _is_zero(at):
        return None
    return None if now is not None and at > now + FUTURE_ALLOWED else at


def _is_zero(at: datetime) -> bool:
    """Whether a date is where some clock begins, in whatever zone."""
    return at.year in _ZERO_YEARS and any(abs(at.date() - zero) <= timedelta(days=1) for zero in _ZEROS)


_RFC822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC|Z|([+-])(\d{2})(\d{2}))",
    re.ASCII,
)


def _parse_rfc822(text: str) -> datetime | None:
    """The form that nine of ten feeds use, without the machinery of the others."""
    found = _RFC822.fullmatch(text)
    if not found:
        return None
    day, name, year, hour, minute, second, sign, zone_hour, zone_minute = found.groups()
    month = _MONTHS.get(name.lower())
    if month is None:
        return None
    try:
        at = datetime(int(year), month, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    except ValueError:
        return None
    if sign is None:
        return at
    offset = timedelta(hours=int(zone_hour), minutes=int(zone_minute))
    if offset > timedelta(hours=14) or not 1 < at.year < 9999:
        return None
    return at - offset if sign == "+" else at + offset


def _parse_any(text: str) -> datetime | None:
    """The first form that fits as a whole; an epoch number between 2001 and 2100."""
    if _EPOCH.fullmatch(text):
        seconds = int(text[:10])
        return datetime.fromtimestamp(seconds, UTC) if _FIRST_EPOCH < seconds < _LAST_EPOCH else None
    for form in _FORMS:
        found = form.fullmatch(text)
        if found and (at := _instant(found.groupdict())) is not None:
            return at
    return None


def _instant(parts: dict[str, str | None]) -> datetime | None:
    """An instant from named parts; None for the 30th of February, the 25th hour and zones beyond 14 hours."""
    year, month, day = _year(parts["year"] or "0"), _month(parts), int(parts.get("day") or parts.get("day2") or 1)
    hour, offset = _hour(parts), _offset(parts.get("zone"))
    if month is None or offset is None or hour is None or _is_ambiguous(parts, month, day):
        return None
    # A leap second has no datetime; it is a second late.
    second = min(int(parts.get("second") or 0), 60) - (parts.get("second") == "60")
    try:
        at = datetime(year, month, day, hour, int(parts.get("minute") or 0), second, tzinfo=timezone(offset))
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _is_ambiguous(parts: dict[str, str | None], month: int, day: int) -> bool:
    """Whether 12/01/2026 may be January or December. Dots put the day first everywhere."""
    return parts.get("mark") in ("/", "-") and day <= 12 and month != day


def _month(parts: dict[str, str | None]) -> int | None:
    """The month by name or number; January for a bare year."""
    name = parts.get("name")
    if name is not None:
        return _MONTHS.get(name.lower())
    return int(parts.get("month") or parts.get("month2") or 1)


def _year(text: str) -> int:
    """A year; two digits as in RFC 2822 section 4.3."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 50 else 1900)


def _hour(parts: dict[str, str | None]) -> int | None:
    """The hour on a clock of 24, from one of 12 where a half day is named."""
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower()
    if not half:
        return hour
    return None if hour > 12 else hour % 12 + (12 if half.startswith("p") else 0)


def _offset(zone: str | None) -> timedelta | None:
    """Distance from UTC. An unknown name is UTC, as everybody reads it; an impossible number is a broken date."""
    if not zone:
        return timedelta(0)
    sign = max(zone.find("+"), zone.find("-"))
    if sign < 0:
        return timedelta(minutes=_ZONES.get(zone.lower(), 0))
    digits = zone[sign + 1 :].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hours > 14 or minutes > 59:
        return None
    return timedelta(hours=hours, minutes=minutes) * (-1 if zone[sign] == "-" else 1)
