"""Dates a text mentions, by rule and roughly: enough to tell look-alike events apart. Extraction dates properly."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}")
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b")
_ISO = re.compile(r"\b(?:19|20)\d\d-(\d\d)-(\d\d)\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(?:20)?\d\d\b")
_LONG_MONTH = re.compile(
    r"\b(january|february|march|april|june|july|august|september|october|november|december|(?:in|of|last|since) may)\b"
)
_YEAR = re.compile(r"\b(19[89]\d|20[0-4]\d)\b")
_WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b")

N_MASKS = 8
YEARS, SEASONS, FIRST_DAY = 0, 1, 2
"""Which of the eight masks is which: years modulo 64; 12 bits of months and 7 of weekdays; six masks of days."""


def date_masks(text: str) -> bytes:
    """The dates as eight 64-bit masks, little-endian."""
    lower = text.lower()
    masks = [0] * N_MASKS
    for year in _YEAR.findall(lower):
        masks[YEARS] |= 1 << int(year) % 64
    for weekday in _WEEKDAY.findall(lower):
        masks[SEASONS] |= 1 << 12 + _WEEKDAYS.index(weekday[:3])
    for month in _LONG_MONTH.findall(lower):
        masks[SEASONS] |= 1 << _MONTHS.index(month.rpartition(" ")[2][:3])
    for month, day in _days(lower):
        if 1 <= month <= 12 and 1 <= day <= 31:
            masks[SEASONS] |= 1 << month - 1
            place = (month - 1) * 31 + day - 1
            masks[FIRST_DAY + place // 64] |= 1 << place % 64
    return np.array(masks, dtype="<u8").tobytes()


def _days(lower: str) -> Iterator[tuple[int, int]]:
    """Months and days of the month, some of them impossible."""
    for day, month in _DAY_FIRST.findall(lower):
        yield _MONTHS.index(month[:3]) + 1, int(day)
    for month, day in _MONTH_FIRST.findall(lower):
        yield _MONTHS.index(month[:3]) + 1, int(day)
    for month, day in _ISO.findall(lower):
        yield int(month), int(day)
    for day, month in _DOTTED.findall(lower):
        yield int(month), int(day)


def days_named(masks: bytes) -> frozenset[str]:
    """The days of the masks as `06-09`, for people."""
    words = np.frombuffer(masks, dtype="<u8")[FIRST_DAY:].tolist()
    places = [word * 64 + bit for word, mask in enumerate(words) for bit in range(64) if mask >> bit & 1]
    return frozenset(f"{place // 31 + 1:02}-{place % 31 + 1:02}" for place in places)
