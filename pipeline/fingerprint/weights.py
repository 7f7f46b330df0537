"""Terms, names and pairs of terms, weighted by how much they say and how often; of many texts at once.

Weights are whole numbers until they are scaled, and what is sorted are single 64-bit keys, so that a text has the same
weights whatever it is read together with, and reading many costs a few array operations.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.fingerprint.lexicon import Words
from pipeline.fingerprint.stems import stem_of

_MOST = 200
_DAMPED = np.array([0.0, *(1 + math.log(n) for n in range(1, _MOST + 1))])
_SECOND = np.uint32(0x85EBCA6B)
_UNIT = 1 << 20
"""A weight of 1 as a whole number. The heaviest are below 2**27, and the squares of 80 of them below 2**63."""
_OWNER, _HASH = np.uint64(52), np.uint64(20)
"""Bits of a key below the text and below the hash: a position is below 2**20, as no text is read beyond its opening."""
_POSITION = np.uint64((1 << 20) - 1)
_LOW = np.uint64(0xFFFFFFFF)

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weights:
    """Of each text the heaviest first, scaled to unit length; equal ones go by their hash."""

    hashes: NDArray[np.uint32]
    values: NDArray[np.float64]
    places: Numbers
    """Position in the words of the first mention of each."""
    bounds: Numbers
    """Where each text begins, and where the last one ends."""

    @property
    def owners(self) -> NDArray[np.uint64]:
        """The number of the text of each."""
        return np.repeat(np.arange(len(self.bounds) - 1, dtype=np.uint64), np.diff(self.bounds))


def weigh_terms(words: Words, n_most: int) -> Weights:
    """Weights of telling stems."""
    stems = words.column("stem")
    return _weigh(words, stems, words.column("stem_rarity"), np.flatnonzero(stems), n_most)


def weigh_pairs(words: Words, n_most: int) -> Weights:
    """Weights of two telling stems side by side."""
    stems, rarities = words.column("stem"), words.column("stem_rarity")
    first, second = stems[:-1], stems[1:]
    is_pair = (first != 0) & (second != 0) & (words.owners[:-1] == words.owners[1:])
    return _weigh(words, mix_pairs(first, second), rarities[:-1] + rarities[1:], np.flatnonzero(is_pair), n_most)


def weigh_names(words: Words, mentions: Numbers, n_most: int) -> Weights:
    """Weights of the words of names, which stand at these positions."""
    return _weigh(words, words.hashes, words.column("rarity"), mentions, n_most)


def mix_pairs(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The hash of two hashes in order."""
    mixed: NDArray[np.uint32] = (first ^ (second >> np.uint32(15))) * np.uint32(0x9E3779B1) + second * _SECOND
    return mixed ^ (mixed >> np.uint32(13))


def terms_shown(words: Words, weights: Weights, n_most: int) -> list[tuple[str, ...]]:
    """Of each text the heaviest stems, for people."""
    return [tuple(map(stem_of, some)) for some in names_shown(words, weights, n_most)]


def names_shown(words: Words, weights: Weights, n_most: int) -> list[tuple[str, ...]]:
    """Of each text the heaviest words, for people."""
    known, rows = words.lexicon.words, words.places[weights.places].tolist()
    bounds = weights.bounds.tolist()
    return [tuple(known[row] for row in rows[first : min(last, first + n_most)]) for first, last in pairwise(bounds)]


def _weigh(
    words: Words, hashes: NDArray[np.uint32], rarities: NDArray[np.float64], kept: Numbers, n_most: int
) -> Weights:
    """Counts damped and weighted by rarity, the heaviest of each text kept."""
    keys = words.owners[kept] << _OWNER | hashes[kept].astype(np.uint64) << _HASH | kept.astype(np.uint64)
    keys.sort()
    first = np.flatnonzero(np.diff(keys >> _HASH, prepend=~np.uint64(0)))
    counts = np.minimum(np.diff(first, append=len(keys)), _MOST)
    keys = keys[first]
    places = (keys & _POSITION).astype(np.int64)
    sizes = np.rint(_DAMPED[counts] * rarities[places] * _UNIT).astype(np.uint64)
    order = keys >> _OWNER << _OWNER | (_LOW - sizes) << _HASH | np.arange(len(keys), dtype=np.uint64)
    order.sort()
    order, bounds = _heaviest(order, len(words.bounds) - 1, n_most)
    chosen = (order & _POSITION).astype(np.int64)
    found = (keys[chosen] >> _HASH & _LOW).astype(np.uint32)
    return Weights(found, _scaled(sizes[chosen], bounds), places[chosen], bounds)


def _heaviest(order: NDArray[np.uint64], n_texts: int, n_most: int) -> tuple[NDArray[np.uint64], Numbers]:
    """The first `n_most` of each text, and where each text begins among them."""
    owners = (order >> _OWNER).astype(np.int64)
    begins = np.searchsorted(owners, np.arange(n_texts + 1))
    is_kept = np.arange(len(order)) - begins[owners] < n_most
    counts = np.minimum(np.diff(begins), n_most)
    return order[is_kept], np.concatenate(([0], np.cumsum(counts)))


def _scaled(sizes: NDArray[np.uint64], bounds: Numbers) -> NDArray[np.float64]:
    """Each text to unit length. The running sum may wrap around; differences within a text do not."""
    squares = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(sizes * sizes)))
    lengths = np.sqrt(np.maximum(np.diff(squares[bounds]).astype(np.float64), 1.0))
    scaled: NDArray[np.float64] = sizes / np.repeat(lengths, np.diff(bounds))
    return scaled
