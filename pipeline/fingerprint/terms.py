"""Words without figures, stemmed and weighted by how much they say."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.commonness import is_listed, rarity
from pipeline.fingerprint.calendar import CALENDAR

_LEAST_RARITY = 1.2
"""Words in more than 30 of 100 articles say nothing."""

_MOST = 200
_DAMPED = [0.0, *(1 + math.log(n) for n in range(1, _MOST + 1))]

Weights = dict[str, float]


@lru_cache(maxsize=200_000)
def stem_of(word: str) -> str:
    """The stem of a telling word; empty for figures, calendar words, single letters and words that say nothing."""
    if len(word) < 2 or not word.isalpha() or word in CALENDAR:
        return ""
    stem = _stem(word)
    return stem if rarity(stem) > _LEAST_RARITY else ""


@lru_cache(maxsize=200_000)
def weight_of(stem: str) -> float:
    """Rarity of a stem, or of a pair of stems joined by a space."""
    first, _, second = stem.partition(" ")
    return rarity(first) + rarity(second) if second else rarity(first)


def count_terms(stems: Sequence[str]) -> Counter[str]:
    """How often each telling stem stands there."""
    counts = Counter(stems)
    counts.pop("", None)
    return counts


def count_pairs(stems: Sequence[str]) -> Counter[str]:
    """How often two telling stems stand side by side."""
    return Counter(f"{first} {second}" for first, second in pairwise(stems) if first and second)


def weigh(counts: Mapping[str, int], n_most: int) -> Weights:
    """Counts damped and weighted by rarity, the heaviest kept, scaled to unit length; ties go by the word."""
    weights = [(-_DAMPED[min(n, _MOST)] * weight_of(word), word) for word, n in counts.items()]
    weights.sort()
    kept = weights[:n_most]
    norm = math.sqrt(sum(weight * weight for weight, _ in kept)) or 1.0
    return {word: -weight / norm for weight, word in kept}


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
