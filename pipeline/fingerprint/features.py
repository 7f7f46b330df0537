"""Features: one sparse vector of whole numbers for an article, from the words of its lead, its names and word pairs.

The dot product of two vectors over `SCALE` squared is the evidence of wording, 0 to about 1. Whole numbers add up to
the same sum in every order, so a pair has one score wherever and whenever it is computed.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from zlib import crc32

import numpy as np

from pipeline.fingerprint.terms import Weights

SCALE = 2048
"""A weight of 1. Its square stays below 2**24, so sums of products are exact in 32-bit floats too."""
_PARTS = ((1, 0.6), (2, 0.2), (3, 0.2))
"""Start of the hash, and share in the score, of lead words, names and pairs.

Chosen by hand on all of ECB+ and on five articles of which one is on an earlier meeting: not a held-out result.
"""
_SINGLE_KEYS = 8
_PAIRED_KEYS = 6


def features_of(lead: Weights, names: Weights, pairs: Weights) -> tuple[bytes, bytes]:
    """Sorted 16-bit hashes and their 16-bit weights; the few that collide are added."""
    weights: Counter[int] = Counter()
    for (mark, share), part in zip(_PARTS, (lead, names, pairs), strict=True):
        factor = SCALE * share**0.5
        for word, weight in part.items():
            weights[crc32(word.encode(), mark) & 0xFFFF] += int(weight * factor + 0.5)
    ordered = sorted(weights.items())
    hashes = np.array([feature for feature, _ in ordered], dtype="<u2")
    return hashes.tobytes(), np.array([weight for _, weight in ordered], dtype="<u2").tobytes()


def postings_of(place: str, terms: Weights, names: Weights) -> tuple[int, ...]:
    """Hashes under which an article is looked up within `place`: its heaviest words, and pairs of the very heaviest."""
    weights = {word: max(terms.get(word, 0.0), names.get(word, 0.0)) for word in {*terms, *names}}
    heaviest = sorted(weights, key=lambda word: (-weights[word], word))
    singles = heaviest[:_SINGLE_KEYS]
    pairs = ("+".join(sorted(pair)) for pair in combinations(heaviest[:_PAIRED_KEYS], 2))
    return tuple(sorted({crc32(f"{place}:{key}".encode()) for key in (*singles, *pairs)}))
