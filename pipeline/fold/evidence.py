"""How strongly two articles are about one event: wording, names and dates of a pair, as a score of 0 to about 1.

Scores are sums of whole numbers over a constant, so a pair has the same score wherever and whenever it is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.fingerprint.dates import FIRST_DAY, N_MASKS, SEASONS, YEARS, days_named
from pipeline.fingerprint.features import SCALE
from schemas.fingerprint import Fingerprint

Scores = NDArray[np.float64]

_DATE_SCORE = 0.05
"""What agreeing years, months, weekdays and days each add, and what disagreeing ones take."""
_LOW, _HIGH = np.uint64(0xFFF), np.uint64(12)


def score_all(articles: Sequence[Fingerprint]) -> Scores:
    """Scores of all pairs: symmetric, 0 on the diagonal."""
    lengths = [len(one.features) // 2 for one in articles]
    columns = np.unique(np.frombuffer(b"".join(one.features for one in articles), dtype="<u2"), return_inverse=True)
    table = np.zeros((len(articles), len(columns[0])), dtype=np.float32)
    weights = np.frombuffer(b"".join(one.weights for one in articles), dtype="<u2")
    table[np.repeat(np.arange(len(articles)), lengths), columns[1]] = weights
    masks = _masks(articles)
    # Not a BLAS product: for blocks of this size its threads wait for each other longer than they work.
    products = np.einsum("ij,kj->ik", table, table)
    scores: Scores = products.astype(np.float64) / SCALE**2 + _date_scores(masks[:, None, :], masks[None, :, :])
    scores = np.maximum(scores, 0.0)
    np.fill_diagonal(scores, 0.0)
    return scores


def score_pairs(pairs: Sequence[tuple[Fingerprint, Sequence[Fingerprint]]]) -> list[list[float]]:
    """Scores of each article with those beside it."""
    flat = [other for _, others in pairs for other in others]
    if not flat:
        return [[] for _ in pairs]
    counts = [len(others) for _, others in pairs]
    table = np.zeros(1 << 16, dtype=np.float32)
    products = np.concatenate([_products(one, others, table) for one, others in pairs if others])
    ours = np.repeat(_masks([one for one, _ in pairs]), counts, axis=0)
    scores = np.maximum(products / SCALE**2 + _date_scores(ours, _masks(flat)), 0.0).tolist()
    ends = list(accumulate(counts, initial=0))
    return [scores[at:end] for at, end in pairwise(ends)]


def _products(one: Fingerprint, others: Sequence[Fingerprint], table: NDArray[np.float32]) -> Scores:
    """Products of the features of one article with those of others; the table is full of zeros before and after."""
    own = np.frombuffer(one.features, dtype="<u2")
    table[own] = np.frombuffer(one.weights, dtype="<u2")
    features = np.frombuffer(b"".join([other.features for other in others]), dtype="<u2")
    weights = np.frombuffer(b"".join([other.weights for other in others]), dtype="<u2")
    owners = np.repeat(np.arange(len(others)), [len(other.features) // 2 for other in others])
    found = np.bincount(owners, weights=table[features] * weights, minlength=len(others))
    table[own] = 0
    return found.astype(np.float64)


def explain(first: Fingerprint, second: Fingerprint, score: float) -> dict[str, Any]:
    """What an operator is shown: under which article it stands, shared terms, names and days, and the score."""
    return {
        "closest": second.article_id,
        "score": round(score, 4),
        "terms": [term for term in first.terms if term in second.terms],
        "names": [name for name in first.names if name in second.names],
        "dates": sorted(days_named(first.dates) & days_named(second.dates)),
    }


def _masks(articles: Sequence[Fingerprint]) -> NDArray[np.uint64]:
    return np.frombuffer(b"".join(one.dates for one in articles), dtype="<u8").reshape(-1, N_MASKS)


def _date_scores(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> Scores:
    """Agreement of years, months, weekdays and days, where both texts name any."""
    ours, theirs = first[..., SEASONS], second[..., SEASONS]
    total = _agreement(first[..., YEARS], second[..., YEARS])
    total = total + _agreement(ours & _LOW, theirs & _LOW) + _agreement(ours >> _HIGH, theirs >> _HIGH)
    days_ours, days_theirs = first[..., FIRST_DAY:], second[..., FIRST_DAY:]
    both = days_ours.any(-1) & days_theirs.any(-1)
    total = total + np.where(both, np.where((days_ours & days_theirs).any(-1), 1, -1), 0)
    scaled: Scores = total * np.float64(_DATE_SCORE)
    return scaled


def _agreement(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.int64]:
    both = (first != 0) & (second != 0)
    return np.where(both, np.where((first & second) != 0, 1, -1), 0)
