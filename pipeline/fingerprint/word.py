"""A word as a row of numbers: all that the evidence of a text is computed from."""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

import numpy as np

from pipeline.commonness import is_listed, is_usually_capitalised, rank_of, rarity
from pipeline.fingerprint.calendar import CALENDAR, MONTHS, WEEKDAYS
from pipeline.fingerprint.stems import stem_of

ROW = np.dtype(
    [
        ("word", "<u4"),
        ("stem", "<u4"),
        ("stem_rarity", "<f8"),
        ("rarity", "<f8"),
        ("flags", "u1"),
        ("kind", "u1"),
        ("value", "<u2"),
    ],
    align=True,
)
"""Hashes of the word and its stem (0 for a word that says nothing), how rare both are, and what kind of word it is."""

DATED, LOWER, POSSIBLE, CERTAIN, LISTED, OPENS, LEADS = (1 << bit for bit in range(7))
"""A number or calendar word; written in lower case; may be a name; is one; is in the list of common words; a sentence
begins with it; it stands at the beginning of its piece, so that the piece before decides whether one does."""

MONTH, LONE_MONTH, WEEKDAY, YEAR, NUMBER, TWO_DIGITS = range(1, 7)
"""Kinds of calendar words. A lone month stands for itself: `may` and `mar` are other words too."""

_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
_FULL_WEEKDAY, _FULL_MONTH = 6, 4
"""Shortest words that stand for a weekday or month by themselves."""
_LONGEST = 40
"""Characters of a word that is worth remembering."""
_TOO_COMMON = 150
"""The most frequent words are never names, however they are written."""
_AGENCIES = frozenset(("reuters", "ap", "afp", "upi", "dpa", "tass", "xinhua", "ani", "pti"))
"""Who reports says nothing on what is reported."""


def row_of(surface: str, mark: int) -> tuple[float, ...]:
    """The row of a word as it is written, with the mark of where it stands."""
    word, stem, *rarities, flags, kind, value = (_known if len(surface) <= _LONGEST else _read)(surface)
    return (word, stem, *rarities, int(flags) | mark, kind, value)


def _read(surface: str) -> tuple[float, ...]:
    word = surface.lower()
    stem = stem_of(word)
    numbers = hash_of(word), hash_of(stem) if stem else 0, rarity(stem), rarity(word)
    return (*numbers, _flags_of(surface, word), *_kind_of(word))


_known = lru_cache(maxsize=1 << 16)(_read)


def hash_of(word: str) -> int:
    """32 bits, the same on every machine; never 0."""
    return crc32(word.encode("utf-8", "replace")) or 1


def _flags_of(surface: str, word: str) -> int:
    flags = DATED if word in CALENDAR or not word.isalpha() else 0
    flags |= LISTED if is_listed(word) else 0
    if surface == word and not _is_without_case(word):
        return flags | LOWER
    if flags & DATED == 0 and len(word) > 1 and word not in _AGENCIES and rank_of(word) > _TOO_COMMON:
        flags |= POSSIBLE | (CERTAIN if is_usually_capitalised(word) else 0)
    return flags


def _is_without_case(word: str) -> bool:
    """Whether the word is of a script that has no capitals."""
    return word.isalpha() and not word.islower()


def _kind_of(word: str) -> tuple[int, int]:
    """What the word may say of a date, and the number of the month, weekday, year or day."""
    if word in MONTHS:
        return LONE_MONTH if len(word) >= _FULL_MONTH else MONTH, MONTHS[word]
    if word in WEEKDAYS and len(word) >= _FULL_WEEKDAY:
        return WEEKDAY, WEEKDAYS[word]
    if not word[0].isdecimal():
        return 0, 0
    if _YEAR.fullmatch(word):
        return YEAR, int(word)
    if day := _DAY.fullmatch(word):
        return TWO_DIGITS if len(word) == 2 else NUMBER, int(day[1])
    return 0, 0
