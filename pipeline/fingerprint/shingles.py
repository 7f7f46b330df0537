"""Shingles: hashes of five words in a row, and the bands by which articles that share many of them find each other.

The sketch is the bottom-k sketch (Broder 1997): the k smallest hashes. Two texts of Jaccard similarity J fail to share
any of them with probability of at most (1 - J) ** k, and what is found is verified on all shingles, so the sketch
decides what is looked at and never what is decided.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.fingerprint.lexicon import Words

Hashes = NDArray[np.uint32]

WIDTH = 5
"""Words in a shingle: what the measured sets are labelled with, and usual for news."""
N_BANDS = 24
"""Bands of an article: at J = 0.5 fewer than three in common has a probability of 2e-5."""
_MIX = np.array([0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1], dtype=np.uint32)


def shingles_of(words: Words) -> list[Hashes]:
    """Of each text sorted distinct hashes of words in a row, in either case; the lowest bit: a number or calendar word.

    A text shorter than one shingle has one, made of all its words; no words have none.
    """
    owners = words.owners
    is_whole = owners[: 1 - WIDTH] == owners[WIDTH - 1 :]
    keys = [owners[: len(is_whole)][is_whole] << np.uint64(32) | _mixed(words.hashes, words.dated, WIDTH)[is_whole]]
    sizes = np.diff(words.bounds)
    for text in np.flatnonzero((sizes > 0) & (sizes < WIDTH)).tolist():
        part = slice(words.bounds[text], words.bounds[text + 1])
        alone = _mixed(words.hashes[part], words.dated[part], int(sizes[text]))
        keys.append(np.uint64(text) << np.uint64(32) | alone.astype(np.uint64))
    ordered = np.sort(np.concatenate(keys))
    distinct = ordered[np.diff(ordered, prepend=~np.uint64(0)) != 0]
    bounds = np.searchsorted(distinct, np.arange(len(words.bounds), dtype=np.uint64) << np.uint64(32))
    plain = distinct.astype(np.uint32)
    return [plain[at:end] for at, end in pairwise(bounds.tolist())]


def _mixed(hashes: Hashes, dated: Hashes, width: int) -> Hashes:
    """The hash of every `width` words in a row."""
    n_shingles = max(0, len(hashes) - width + 1)
    mixed = np.zeros(n_shingles, dtype=np.uint32)
    marks = np.zeros(n_shingles, dtype=np.uint32)
    for offset in range(width):
        part = slice(offset, offset + n_shingles)
        mixed = (mixed ^ hashes[part]) * _MIX[offset]
        mixed ^= mixed >> np.uint32(15)
        marks |= dated[part]
    return (mixed & np.uint32(0xFFFFFFFE)) | marks


def bands_of(shingles: Hashes) -> tuple[int, ...]:
    """The bands of an article: its smallest shingle hashes."""
    return tuple(shingles[:N_BANDS].tolist())
