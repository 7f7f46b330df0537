"""Words without figures, stemmed and weighted by how much they say."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.commonness import UNLISTED, is_listed, rarities, rarity
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


def weigh_terms(stems: Iterable[str], n_most: int) -> Weights:
    """Weights of telling stems, by how often they stand there."""
    counts = Counter(stems)
    counts.pop("", None)
    return weigh(counts, n_most)


def weigh(counts: Mapping[str, int], n_most: int) -> Weights:
    """Counts damped and weighted by rarity, the heaviest kept, scaled to unit length; ties go by the word."""
    rare = rarities()
    return _unit([(-_DAMPED[min(n, _MOST)] * rare.get(word, UNLISTED), word) for word, n in counts.items()], n_most)


def weigh_pairs(stems: Sequence[str], n_most: int) -> Weights:
    """Weights of two telling stems side by side, by how often they stand there."""
    rare = rarities()
    return _unit(
        [
            (-_DAMPED[min(n, _MOST)] * (rare.get(first, UNLISTED) + rare.get(second, UNLISTED)), f"{first} {second}")
            for (first, second), n in Counter(pairwise(stems)).items()
            if first and second
        ],
        n_most,
    )


def _unit(weights: list[tuple[float, str]], n_most: int) -> Weights:
    """The heaviest of negated weights, scaled to unit length."""
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
