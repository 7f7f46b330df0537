"""Dates a text mentions, by rule and roughly: enough to tell look-alike events apart. Extraction dates properly."""

from __future__ import annotations

import re

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}\b(?:,? (\d{{4}})\b)?")
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (\d{{4}})\b)?")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def dates_of(text: str) -> frozenset[str]:
    """Month and day as `06-09`, and with the year as well where it is given: `2025-06-09`."""
    lower = text.lower()
    found: set[str] = set()
    for day, month, year in _DAY_FIRST.findall(lower):
        _add(found, year, _MONTHS.index(month) + 1, int(day))
    for month, day, year in _MONTH_FIRST.findall(lower):
        _add(found, year, _MONTHS.index(month) + 1, int(day))
    for year, month, day in _ISO.findall(lower):
        _add(found, year, int(month), int(day))
    return frozenset(found)


def _add(found: set[str], year: str, month: int, day: int) -> None:
    if 1 <= month <= 12 and 1 <= day <= 31:
        found.add(f"{month:02}-{day:02}")
        if year:
            found.add(f"{year}-{month:02}-{day:02}")
