"""Dates a text mentions, by rule and roughly: enough to tell look-alike events apart. Extraction dates properly."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from struct import pack

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


def date_masks(words: Words) -> list[bytes]:
    """Of each text the years, months, weekdays and days it names, as eight 64-bit masks, little-endian."""
    kinds = words.column("kind")
    places = np.flatnonzero(kinds)
    told = list(zip(kinds[places].tolist(), words.column("value")[places].tolist(), strict=True))
    bounds, positions = np.searchsorted(places, words.bounds).tolist(), places.tolist()
    return [_masks(dict(zip(positions[at:end], told[at:end], strict=True))) for at, end in pairwise(bounds)]


def _masks(near: Near) -> bytes:
    """The masks of one text."""
    if not near:
        return _NOTHING
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
    return pack(f"<{N_MASKS}Q", *masks)


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
