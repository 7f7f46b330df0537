"""Names found by rule: capitalised words and acronyms, as words. No model, so folding does not change with one.

Does not tell people from places: a name is evidence whatever it names.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.fingerprint.lexicon import Words
from pipeline.fingerprint.word import CERTAIN, LISTED, LOWER, POSSIBLE


def name_mentions(words: Words) -> NDArray[np.int64]:
    """Positions of the words that are names, or parts of names.

    A word that is usually capitalised is one wherever it has a capital; others are where the text never writes them in
    lower case. A capital where a sentence begins proves nothing by itself, unless no such common word is known.
    """
    flags = words.column("flags")
    keys = words.owners << np.uint64(32) | words.hashes
    possible = np.flatnonzero(flags & POSSIBLE)
    inside = keys[possible[~words.starts[possible]]]
    found = flags[possible]
    is_new = _within(keys[possible], inside) | (found & LISTED == 0)
    is_plain = _within(keys[possible], keys[flags & LOWER != 0])
    mentions: NDArray[np.int64] = possible[(found & CERTAIN != 0) | (is_new & ~is_plain)]
    return mentions


def _within(keys: NDArray[np.uint64], known: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which of the keys are among the known ones."""
    if not len(known):
        return np.zeros(len(keys), dtype=bool)
    ordered = np.sort(known)
    places = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    is_known: NDArray[np.bool_] = ordered[places] == keys
    return is_known
