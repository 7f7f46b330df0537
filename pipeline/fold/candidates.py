"""Which articles are compared: those that share at least two postings, seen from the first articles of each posting.

A pair is visible in a posting when one of the two is among its first `HUBS` heads. That is a property of the pair and
the set, not of the order of arrival, and it bounds the cost: an article of a story of thousands meets the first few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.fold.bench import Workbench
from pipeline.fold.evidence import score_against
from pipeline.fold.index import Stand
from pipeline.fold.slices import n_slices_back, sliced_postings
from pipeline.fold.values import FoldRules
from schemas.fingerprint import UNDATED, Fingerprint

HUBS = 24
MOST_SEEN = 256
"""Heads that a hub sees in one posting."""
_LEAST_SHARED = 2

Scored = list[tuple[float, int]]


def neighbours(bench: Workbench, asking: Sequence[Fingerprint], rules: FoldRules) -> dict[int, Scored]:
    """For each article the heads of its own slice with a score of at least `least_score`."""
    own = {one.article_id: sliced_postings(one) for one in asking}
    lists = bench.posting_heads({posting for postings in own.values() for posting in postings}, MOST_SEEN)
    shared: dict[int, Counter[int]] = {one.article_id: Counter() for one in asking}
    for article_id, counts in shared.items():
        for posting in own[article_id]:
            counts.update(_visible(article_id, lists.get(posting, ())))
    _load_likely(bench, shared.values())
    return {one.article_id: _scored(bench, one, shared[one.article_id], rules.least_score) for one in asking}


def _load_likely(bench: Workbench, shared: Iterable[Counter[int]]) -> None:
    """Fetch at once what will be compared."""
    bench.load({other for counts in shared for other, n in counts.items() if n >= _LEAST_SHARED})


def _visible(article_id: int, stands: Sequence[Stand]) -> list[int]:
    """The others that a head sees in one posting."""
    heads = [stand[2] for stand in stands[:HUBS]]
    if article_id in heads and len(stands) > HUBS:
        heads = [stand[2] for stand in stands]
    return [one for one in heads if one != article_id]


def earlier_slices(bench: Workbench, asking: Sequence[Fingerprint], rules: FoldRules) -> dict[int, Scored]:
    """For each article the heads of earlier slices within the window with at least `related_score`."""
    return _across(bench, asking, range(-n_slices_back(rules.window), 0), rules)


def later_slices(bench: Workbench, asking: Sequence[Fingerprint], rules: FoldRules) -> set[int]:
    """Heads of later slices that may choose one of these as parent."""
    found = _across(bench, asking, range(1, n_slices_back(rules.window) + 1), rules)
    return {one for scored in found.values() for _, one in scored}


def _across(bench: Workbench, asking: Sequence[Fingerprint], shifts: range, rules: FoldRules) -> dict[int, Scored]:
    dated = [one for one in asking if one.published_at != UNDATED]
    there = {one.article_id: [p for shift in shifts for p in sliced_postings(one, shift)] for one in dated}
    lists = bench.posting_heads({posting for postings in there.values() for posting in postings}, HUBS)
    shared = {
        one.article_id: Counter(stand[2] for posting in there[one.article_id] for stand in lists.get(posting, ()))
        for one in dated
    }
    _load_likely(bench, shared.values())
    found: dict[int, Scored] = {one.article_id: [] for one in asking}
    for one in dated:
        near = [other for other, n in shared[one.article_id].items() if n >= _LEAST_SHARED]
        within = {other: _LEAST_SHARED for other in near if _is_within(bench.fingerprint(other), one, rules)}
        found[one.article_id] = _scored(bench, one, within, rules.related_score)
    return found


def _is_within(first: Fingerprint, second: Fingerprint, rules: FoldRules) -> bool:
    return first.published_at != UNDATED and abs(first.published_at - second.published_at) <= rules.window


def _scored(bench: Workbench, one: Fingerprint, shared: Mapping[int, int], least: float) -> Scored:
    """Candidates with their scores, the best and then the earliest first."""
    likely = sorted(other for other, n in shared.items() if n >= _LEAST_SHARED)
    scores = score_against(one, [bench.fingerprint(other) for other in likely])
    kept = [(score, other) for score, other in zip(scores, likely, strict=True) if score >= least]
    return sorted(kept, key=lambda pair: (-pair[0], bench.fingerprint(pair[1]).order))


def displaced_hubs(bench: Workbench, changed: Sequence[Fingerprint]) -> set[int]:
    """Heads that have just ceased to be a hub, or become one, because these were added or removed before them."""
    postings = {posting for one in changed for posting in sliced_postings(one)}
    full = [stands for stands in bench.posting_heads(postings, HUBS + 1).values() if len(stands) > HUBS]
    edge = {stand[2] for stands in full for stand in stands[HUBS - 1 :]}
    bench.load(edge)
    return {one for one in edge if bench.was_head(one)}
