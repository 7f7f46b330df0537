"""Features: one sparse vector of whole numbers for an article, from the words of its lead, its names and word pairs.

The dot product of two vectors over `SCALE` squared is the evidence of wording, 0 to about 1. Whole numbers add up to
the same sum in every order, so a pair has one score wherever and whenever it is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pipeline.fingerprint.weights import Weights, mix_pairs
from pipeline.fingerprint.word import hash_of

SCALE = 2048
"""A weight of 1. Its square stays below 2**24, so sums of products are exact in 32-bit floats too."""
_PARTS = ((0x9E3779B1, 0.6), (0x85EBCA6B, 0.2), (0xC2B2AE35, 0.2))
"""Factor of the hash, and share in the score, of lead words, names and pairs.

Chosen by hand on all of ECB+ and on five articles of which one is on an earlier meeting: not a held-out result.
"""
_SINGLE_KEYS = 8
_PAIRED_KEYS = 6
_FIRST, _SECOND = np.triu_indices(_PAIRED_KEYS, 1)


def features_of(lead: Weights, names: Weights, pairs: Weights) -> list[tuple[bytes, bytes]]:
    """Of each text sorted 16-bit hashes and their 16-bit weights; the few that collide are added."""
    keys = []
    for (factor, share), part in zip(_PARTS, (lead, names, pairs), strict=True):
        hashed = (part.hashes * np.uint32(factor) >> np.uint32(16)).astype(np.uint64)
        weighted = (part.values * (SCALE * share**0.5) + 0.5).astype(np.uint64)
        keys.append(part.owners << np.uint64(48) | hashed << np.uint64(32) | weighted)
    merged = np.sort(np.concatenate(keys))
    firsts = np.flatnonzero(np.diff(merged >> np.uint64(32), prepend=~np.uint64(0)))
    sums = np.add.reduceat(merged & np.uint64(0xFFFFFFFF), firsts) if len(firsts) else merged
    features = (merged[firsts] >> np.uint64(32)).astype("<u2").tobytes()
    weights = sums.astype("<u2").tobytes()
    bounds = np.searchsorted(merged[firsts] >> np.uint64(48), np.arange(len(lead.bounds), dtype=np.uint64)) * 2
    return [(features[at:end], weights[at:end]) for at, end in pairwise(bounds.tolist())]


def postings_of(places: Sequence[str], terms: Weights, names: Weights) -> list[tuple[int, ...]]:
    """Of each text the hashes under which it is looked up within its place: its heaviest words, and pairs of those."""
    singles = np.zeros((len(places), _SINGLE_KEYS), dtype=np.uint32)
    counts = np.zeros((len(places), 1), dtype=np.int64)
    for number, found in enumerate(zip(_firsts(terms), _firsts(names), strict=True)):
        # A term that is a name too stands there twice; its heavier place counts.
        heaviest = sorted([*found[0], *found[1]])[: 2 * _SINGLE_KEYS]
        distinct = list(dict.fromkeys(key for _, key in heaviest))[:_SINGLE_KEYS]
        singles[number, : len(distinct)] = distinct
        counts[number] = len(distinct)
    first, second = singles[:, _FIRST], singles[:, _SECOND]
    pairs = mix_pairs(np.minimum(first, second), np.maximum(first, second))
    hashes = np.array([[hash_of(place)] for place in places], dtype=np.uint32)
    keys = mix_pairs(np.concatenate((singles, pairs), axis=1), hashes)
    is_there = np.concatenate((np.arange(_SINGLE_KEYS) < counts, counts > _SECOND), axis=1)
    return [tuple(sorted(set(row[kept].tolist()))) for row, kept in zip(keys, is_there, strict=True)]


def _firsts(weights: Weights) -> list[list[tuple[float, int]]]:
    """Of each text the heaviest weights, negative, with their hashes."""
    values, hashes = (-weights.values).tolist(), weights.hashes.tolist()
    ends = ((at, min(end, at + 2 * _SINGLE_KEYS)) for at, end in pairwise(weights.bounds.tolist()))
    return [list(zip(values[at:end], hashes[at:end], strict=True)) for at, end in ends]
