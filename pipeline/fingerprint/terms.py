"""Terms: the words of a text without figures, weighted by how much they say."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from pipeline.commonness import is_listed, rarity
from pipeline.fingerprint.names import NOT_NAMES

_LEAST_RARITY = 1.2
"""Words in more than 30 of 100 articles say nothing."""
_MOST_TERMS = 80


def weigh_terms(words: Iterable[str]) -> dict[str, float]:
    """Stems with their weights, unit length, at most 80. Words with digits are figures and left out."""
    counts = Counter(words)
    stems: Counter[str] = Counter()
    for word, n in counts.items():
        if len(word) > 1 and word.isalpha() and word not in NOT_NAMES:
            stems[stem(word)] += n
    return unit_length(stems)


def unit_length(counts: Counter[str], n_most: int = _MOST_TERMS) -> dict[str, float]:
    """Counts weighted by rarity, the heaviest kept, scaled to unit length; ties are broken by the word."""
    weights = [(-(1 + math.log(n)) * rarity(word), word) for word, n in counts.items() if rarity(word) > _LEAST_RARITY]
    weights.sort()
    kept = weights[:n_most]
    norm = math.sqrt(sum(weight * weight for weight, _ in kept)) or 1.0
    return {word: -weight / norm for weight, word in kept}


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without its plural and verb endings; listed forms win, so `boxing` is not cut to `box` blindly."""
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
