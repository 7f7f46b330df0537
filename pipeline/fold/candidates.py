"""Which articles are compared: those that share at least two postings, seen from the first articles of each posting.

A pair is visible in a posting when one of the two is a hub, one of its first `HUBS` heads. That is a property of the
pair and the set, not of the order of arrival, and it bounds the cost: an article of a story of thousands meets the
first few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.fold.bench import Workbench
from pipeline.fold.evidence import score_pairs
from pipeline.fold.index import HUBS, Stand
from pipeline.fold.memory import stand_of
from pipeline.fold.slices import n_slices_back, posting_base, slice_of, sliced_postings
from pipeline.fold.values import FoldRules
from schemas.fingerprint import UNDATED, Fingerprint

_LEAST_SHARED = 2

Scored = list[tuple[float, int]]
Lists = Mapping[int, Sequence[Stand]]
Asking = Sequence[tuple[Fingerprint, list[int]]]
"""Articles, and the postings where each looks for others."""


def neighbours(bench: Workbench, asking: Sequence[Fingerprint], rules: FoldRules) -> dict[int, Scored]:
    """For each article the heads of its own slice with a score of at least `least_score`."""
    own = [(one, sliced_postings(one)) for one in asking]
    lists = bench.posting_heads(posting for _, postings in own for posting in postings)
    reach = [
        [one for one in postings if len(lists[one]) > HUBS and _is_hub(article, lists[one])]
        for article, postings in own
    ]
    wide = bench.long_postings({posting for postings in reach for posting in postings})
    seen = []
    for (article, postings), far in zip(own, reach, strict=True):
        near = [stand[2] for one in postings for stand in _hubs_of(lists[one])]
        near += [stand[2] for one in far for stand in wide[one][HUBS:]]
        seen.append(_shared(article, near))
    found = _scored(bench, asking, seen, rules.least_score)
    return {one.article_id: scored for one, scored in zip(asking, found, strict=True)}


def _is_hub(article: Fingerprint, stands: Sequence[Stand]) -> bool:
    """Whether a head that stands in a posting is one of its hubs."""
    return stand_of(article) <= _hubs_of(stands)[-1]


def _hubs_of(stands: Sequence[Stand]) -> Sequence[Stand]:
    return stands if len(stands) <= HUBS else stands[:HUBS]


def earlier_slices(bench: Workbench, asking: Sequence[Fingerprint], rules: FoldRules) -> dict[int, Scored]:
    """For each article the heads of earlier slices within the window with at least `related_score`."""
    there = _elsewhere(bench, asking, range(-n_slices_back(rules.window), 0))
    lists = bench.posting_heads(posting for _, postings in there for posting in postings)
    hubs = {posting: _hubs_of(lists[posting]) for _, postings in there for posting in postings}
    found = _across(bench, there, hubs, rules)
    return {one.article_id: scored for one, scored in zip(asking, found, strict=True)}


def later_slices(
    bench: Workbench, gained: Sequence[Fingerprint], others: Sequence[Fingerprint], rules: FoldRules
) -> set[int]:
    """Heads of later slices that may choose one of these as parent, or might before this fold.

    A gained head is seen from there where it is a hub; the others, which are lost or hubs no longer, were.
    """
    later = range(1, n_slices_back(rules.window) + 1)
    there = [
        *((one, _kept(keys, _hub_postings(bench, one))) for one, keys in _elsewhere(bench, gained, later) if keys),
        *_elsewhere(bench, others, later),
    ]
    lists = bench.long_postings({posting for _, postings in there for posting in postings})
    return {one for scored in _across(bench, there, lists, rules) for _, one in scored}


def _hub_postings(bench: Workbench, one: Fingerprint) -> list[int]:
    own = sliced_postings(one)
    lists = bench.posting_heads(own)
    return [posting for posting in own if _is_hub(one, lists[posting])]


def _kept(postings: list[int], own: Collection[int]) -> list[int]:
    """Of postings in other slices those that stand in the own one too."""
    plain = {posting & 0xFFFF_FFFF for posting in own}
    return [posting for posting in postings if posting & 0xFFFF_FFFF in plain]


def _elsewhere(bench: Workbench, asking: Sequence[Fingerprint], shifts: range) -> Asking:
    """The postings of dated articles in other slices that hold anything."""
    numbers = {one.article_id: slice_of(one) for one in asking if one.published_at != UNDATED}
    held = bench.slices_held({number + shift for number in numbers.values() for shift in shifts})
    there = []
    for one in asking:
        at = numbers.get(one.article_id)
        bases = [posting_base(at + shift) for shift in shifts if at + shift in held] if at is not None else ()
        there.append((one, [base | posting for base in bases for posting in one.postings]))
    return there


def _across(bench: Workbench, there: Asking, lists: Lists, rules: FoldRules) -> list[Scored]:
    seen = []
    for one, postings in there:
        near = _shared(one, (stand[2] for posting in postings for stand in lists.get(posting, ())))
        seen.append(near)
    bench.load({other for near in seen for other in near})
    within = [
        [other for other in near if _is_within(bench.fingerprint(other), one, rules)]
        for (one, _), near in zip(there, seen, strict=True)
    ]
    return _scored(bench, [one for one, _ in there], within, rules.related_score)


def _shared(article: Fingerprint, seen: Iterable[int]) -> list[int]:
    """Those that were seen often enough, in order of their ids."""
    counts = Counter(seen)
    return sorted(one for one, n in counts.items() if n >= _LEAST_SHARED and one != article.article_id)


def _is_within(first: Fingerprint, second: Fingerprint, rules: FoldRules) -> bool:
    return first.published_at != UNDATED and abs(first.published_at - second.published_at) <= rules.window


def _scored(bench: Workbench, asking: Sequence[Fingerprint], likely: Sequence[list[int]], least: float) -> list[Scored]:
    """Of each article the candidates with their scores, the best and then the earliest first."""
    bench.load({other for some in likely for other in some})
    pairs = [(one, [bench.fingerprint(other) for other in some]) for one, some in zip(asking, likely, strict=True)]
    found = []
    for scores, some in zip(score_pairs(pairs), likely, strict=True):
        kept = [(score, other) for score, other in zip(scores, some, strict=True) if score >= least]
        found.append(sorted(kept, key=lambda pair: (-pair[0], bench.fingerprint(pair[1]).order)))
    return found
