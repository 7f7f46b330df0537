"""How much of two texts is the same, counted on all their shingles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from schemas.fingerprint import Fingerprint


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shared shingles of two articles, plain ones and those that hold a number or a calendar word apart."""

    n_shared: int
    n_first: int
    n_second: int
    n_dated_shared: int
    n_dated: int
    """Dated shingles in either."""

    @property
    def jaccard(self) -> float:
        """Shared shingles over all; 0 for empty texts."""
        return _share(self.n_shared, self.n_first + self.n_second - self.n_shared)

    @property
    def containment(self) -> float:
        """Share of the shorter text that stands in the longer one."""
        return _share(self.n_shared, min(self.n_first, self.n_second))

    @property
    def jaccard_plain(self) -> float:
        """Jaccard similarity of what holds neither number nor date."""
        return _share(self.n_shared - self.n_dated_shared, self.n_first + self.n_second - self.n_shared - self.n_dated)

    @property
    def jaccard_dated(self) -> float:
        """Jaccard similarity of what does."""
        return _share(self.n_dated_shared, self.n_dated)


def overlap(first: Fingerprint, second: Fingerprint) -> Overlap:
    """Compare two articles in full: exact up to collisions of 31-bit hashes, some 20 microseconds."""
    ours = np.frombuffer(first.shingles, dtype="<u4")
    theirs = np.frombuffer(second.shingles, dtype="<u4")
    is_same = first.shingles == second.shingles
    shared = ours if is_same else np.intersect1d(ours, theirs, assume_unique=True)
    n_dated_shared = int((shared & 1).sum())
    n_dated = int((ours & 1).sum()) + int((theirs & 1).sum()) - n_dated_shared
    return Overlap(len(shared), len(ours), len(theirs), n_dated_shared, n_dated)


def _share(part: int, whole: int) -> float:
    return part / whole if whole > 0 else 0.0
