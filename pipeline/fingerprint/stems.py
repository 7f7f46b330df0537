"""Stems: telling words without their endings."""

from __future__ import annotations

from functools import lru_cache

from pipeline.commonness import is_listed, rarity
from pipeline.fingerprint.calendar import CALENDAR

_LEAST_RARITY = 1.2
"""Words in more than 30 of 100 articles say nothing."""


@lru_cache(maxsize=1 << 16)
def stem_of(word: str) -> str:
    """The stem of a telling word; empty for figures, calendar words, single letters and words that say nothing."""
    if len(word) < 2 or not word.isalpha() or word in CALENDAR:
        return ""
    stem = _stem(word)
    return stem if rarity(stem) > _LEAST_RARITY else ""


def _stem(word: str) -> str:
    """A word without its plural and verb endings; a listed form wins."""
    word = _singular(word)
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return _verb(word[: -len(ending)])
    return word


def _singular(word: str) -> str:
    if len(word) <= 4:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _verb(root: str) -> str:
    """The likeliest verb that a root was cut from."""
    if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "ls":
        return root[:-1]
    return root if is_listed(root) or not is_listed(root + "e") else root + "e"
