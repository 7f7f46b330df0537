"""Dates a text mentions, by rule and roughly: enough to tell look-alike events apart. Extraction dates properly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.fingerprint.calendar import MONTHS, WEEKDAYS

N_MASKS = 8
YEARS, SEASONS, FIRST_DAY = 0, 1, 2
"""Which of the eight masks is which: years modulo 64; 12 bits of months and 7 of weekdays; six masks of days."""

_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
_FULL_WEEKDAY, _FULL_MONTH = 6, 4
"""Shortest words that stand for a weekday or month by themselves: `sun`, `may` and `mar` are other words too."""


def date_masks(words: Sequence[str]) -> bytes:
    """Years, months, weekdays and days named by lower-case words in order, as eight 64-bit masks, little-endian."""
    masks = [0] * N_MASKS
    present = set(words)
    for word in present:
        if len(word) == 4 and _YEAR.fullmatch(word):
            masks[YEARS] |= 1 << int(word) % 64
        elif len(word) >= _FULL_WEEKDAY and word in WEEKDAYS:
            masks[SEASONS] |= 1 << 12 + WEEKDAYS[word]
        elif len(word) >= _FULL_MONTH and word in MONTHS:
            masks[SEASONS] |= 1 << MONTHS[word] - 1
    for month, day in _days(words, not present.isdisjoint(MONTHS), masks[YEARS] != 0):
        if 1 <= month <= 12 and 1 <= day <= 31:
            masks[SEASONS] |= 1 << month - 1
            place = (month - 1) * 31 + day - 1
            masks[FIRST_DAY + place // 64] |= 1 << place % 64
    return np.array(masks, dtype="<u8").tobytes()


def _days(words: Sequence[str], has_months: bool, has_years: bool) -> Iterator[tuple[int, int]]:
    """Months and days of the month, some of them impossible: `9 June`, `June 9`, `2025-06-09`, `09.06.2025`."""
    if has_months:
        for place, word in enumerate(words):
            if word in MONTHS:
                beside = (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])
                yield from ((MONTHS[word], int(day[1])) for near in beside if (day := _DAY.fullmatch(near)))
    if has_years:
        for place, word in enumerate(words):
            if len(word) == 4 and word.isdecimal():
                yield from _numeric(words[max(0, place - 2) : place], words[place + 1 : place + 3])


def _numeric(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """A month and a day written as two-digit numbers after a year, or a day and a month before it."""
    if len(after) == 2 and all(len(word) == 2 and word.isdecimal() for word in after):
        yield int(after[0]), int(after[1])
    if len(before) == 2 and all(len(word) == 2 and word.isdecimal() for word in before):
        yield int(before[1]), int(before[0])


def days_named(masks: bytes) -> frozenset[str]:
    """The days of the masks as `06-09`, for people."""
    words = np.frombuffer(masks, dtype="<u8")[FIRST_DAY:].tolist()
    places = [word * 64 + bit for word, mask in enumerate(words) for bit in range(64) if mask >> bit & 1]
    return frozenset(f"{place // 31 + 1:02}-{place % 31 + 1:02}" for place in places)
