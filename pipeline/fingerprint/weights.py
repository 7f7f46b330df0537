"""Terms, names and pairs of terms, weighted by how much they say and how often."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.fingerprint.lexicon import Words
from pipeline.fingerprint.stems import stem_of

_MOST = 200
_DAMPED = np.array([0.0, *(1 + math.log(n) for n in range(1, _MOST + 1))])
_SECOND = np.uint32(0x85EBCA6B)


@dataclass(frozen=True, slots=True)
class Weights:
    """The heaviest first, scaled to unit length; equal ones go by their hash."""

    hashes: NDArray[np.uint32]
    values: NDArray[np.float64]
    places: NDArray[np.int64]
    """Position in the words of the first mention of each."""


def weigh_terms(words: Words, n_most: int) -> Weights:
    """Weights of telling stems."""
    rows = words.rows
    stems = rows["stem"]
    return _weigh(stems, rows["stem_rarity"], np.flatnonzero(stems), n_most)


def weigh_pairs(words: Words, n_most: int) -> Weights:
    """Weights of two telling stems side by side."""
    stems, rarities = words.rows["stem"], words.rows["stem_rarity"]
    first, second = stems[:-1], stems[1:]
    pairs = mix_pairs(first, second)
    return _weigh(pairs, rarities[:-1] + rarities[1:], np.flatnonzero((first != 0) & (second != 0)), n_most)


def weigh_names(words: Words, mentions: NDArray[np.int64], n_most: int) -> Weights:
    """Weights of the words of names, which stand at these positions."""
    return _weigh(words.rows["word"], words.rows["rarity"], mentions, n_most)


def mix_pairs(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The hash of two hashes in order."""
    mixed: NDArray[np.uint32] = (first ^ (second >> np.uint32(15))) * np.uint32(0x9E3779B1) + second * _SECOND
    return mixed ^ (mixed >> np.uint32(13))


def terms_shown(words: Words, weights: Weights, n_most: int) -> tuple[str, ...]:
    """The heaviest stems, for people."""
    return tuple(stem_of(words.word(place)) for place in weights.places[:n_most].tolist())


def names_shown(words: Words, weights: Weights, n_most: int) -> tuple[str, ...]:
    """The heaviest words of names, for people."""
    return tuple(words.word(place) for place in weights.places[:n_most].tolist())


def _weigh(hashes: NDArray[np.uint32], rarities: NDArray[np.float64], kept: NDArray[np.int64], n_most: int) -> Weights:
    """Counts damped and weighted by rarity, the heaviest kept."""
    order = np.argsort(hashes[kept], kind="stable")
    ordered = hashes[kept[order]]
    first = np.flatnonzero(np.diff(ordered, prepend=~ordered[:1]))
    counts = np.diff(first, append=len(ordered))
    found, places = ordered[first], kept[order[first]]
    values = _DAMPED[np.minimum(counts, _MOST)] * rarities[places]
    heaviest = np.lexsort((found, -values))[:n_most]
    values = values[heaviest]
    norm = math.sqrt(float(values @ values)) or 1.0
    return Weights(found[heaviest], values / norm, places[heaviest])
