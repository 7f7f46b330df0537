"""Dates a text mentions, by rule and roughly: enough to tell look-alike events apart. Extraction dates properly."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.fingerprint.lexicon import Words
from pipeline.fingerprint.word import LONE_MONTH, MONTH, NUMBER, TWO_DIGITS, WEEKDAY, YEAR

N_MASKS = 8
YEARS, SEASONS, FIRST_DAY = 0, 1, 2
"""Which of the eight masks is which: years modulo 64; 12 bits of months and 7 of weekdays; six masks of days."""

_NOTHING = bytes(8 * N_MASKS)
_DAYS = (NUMBER, TWO_DIGITS)

Near = dict[int, tuple[int, int]]
"""Position to kind and value of the words that may say something of a date."""


def date_masks(words: Words) -> bytes:
    """Years, months, weekdays and days named by words in order, as eight 64-bit masks, little-endian."""
    kinds = words.rows["kind"]
    places = np.flatnonzero(kinds)
    if not len(places):
        return _NOTHING
    values = words.rows["value"][places].tolist()
    near = dict(zip(places.tolist(), zip(kinds[places].tolist(), values, strict=True), strict=True))
    masks = [0] * N_MASKS
    for kind, value in near.values():
        if kind == YEAR:
            masks[YEARS] |= 1 << value % 64
        elif kind == WEEKDAY:
            masks[SEASONS] |= 1 << 12 + value
        elif kind == LONE_MONTH:
            masks[SEASONS] |= 1 << value - 1
    for month, day in _days(near):
        if 1 <= month <= 12 and 1 <= day <= 31:
            masks[SEASONS] |= 1 << month - 1
            place = (month - 1) * 31 + day - 1
            masks[FIRST_DAY + place // 64] |= 1 << place % 64
    return np.array(masks, dtype="<u8").tobytes()


def _days(near: Near) -> Iterator[tuple[int, int]]:
    """Months and days of the month, some of them impossible: `9 June`, `June 9`, `2025-06-09`, `09.06.2025`."""
    for place, (kind, value) in near.items():
        if kind in (MONTH, LONE_MONTH):
            beside = (near.get(place - 1), near.get(place + 1))
            yield from ((value, one[1]) for one in beside if one and one[0] in _DAYS)
        elif kind == YEAR:
            yield from _numeric(near.get(place - 1), near.get(place - 2))
            yield from _numeric(near.get(place + 1), near.get(place + 2))


def _numeric(month: tuple[int, int] | None, day: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    """A month and a day written as two-digit numbers beside a year, the month next to it."""
    if month and day and month[0] == day[0] == TWO_DIGITS:
        yield month[1], day[1]


def days_named(masks: bytes) -> frozenset[str]:
    """The days of the masks as `06-09`, for people."""
    words = np.frombuffer(masks, dtype="<u8")[FIRST_DAY:].tolist()
    places = [word * 64 + bit for word, mask in enumerate(words) for bit in range(64) if mask >> bit & 1]
    return frozenset(f"{place // 31 + 1:02}-{place % 31 + 1:02}" for place in places)
