"""Near-duplicates: the same text again. A duplicate points at the oldest head it repeats; a head repeats none.

The groups are those of a greedy pass in canonical order, so they do not depend on the order of arrival: whenever an
article becomes a head or ceases to be one, exactly the later articles that share a band with it are decided again.
"""

from __future__ import annotations

from collections import Counter
from heapq import heapify, heappop, heappush

from pipeline.fold.bench import Workbench
from pipeline.fold.similarity import Overlap, overlap
from schemas.fingerprint import Fingerprint, Placement

LEAST_JACCARD = 0.5
_LEAST_BANDS = 3
_MOST_IN_BAND = 256
"""Articles looked at for one band. A band that more have in common is boilerplate; true reprints share others."""


def place_reprints(bench: Workbench, article_ids: list[int]) -> None:
    """Decide for each article, and for those it affects, whether it is a head or whose duplicate."""
    queue = [(bench.fingerprint(one).order, one) for one in article_ids]
    heapify(queue)
    known = _neighbours(bench, article_ids)
    done: set[int] = set()
    while queue:
        article_id = heappop(queue)[1]
        if article_id in done:
            continue
        done.add(article_id)
        shared = known.get(article_id) or _neighbours(bench, [article_id])[article_id]
        for later in _decide(bench, bench.fingerprint(article_id), shared):
            heappush(queue, (bench.fingerprint(later).order, later))


def _neighbours(bench: Workbench, article_ids: list[int]) -> dict[int, Counter[int]]:
    """Articles that share bands with each of these, and how many."""
    asking = [bench.fingerprint(one) for one in article_ids]
    found = bench.band_articles({band for one in asking for band in one.bands}, _MOST_IN_BAND)
    shared = {one.article_id: Counter(stand[2] for band in one.bands for stand in found[band]) for one in asking}
    for article_id, counts in shared.items():
        del counts[article_id]
    return shared


def _decide(bench: Workbench, article: Fingerprint, shared: Counter[int]) -> list[int]:
    """Place one article; the later ones to look at again if its being a head has changed."""
    placement = _placement(bench, article, shared)
    was_head = bench.is_head(article.article_id)
    bench.place(placement)
    if was_head == placement.is_head:
        return []
    return [one for one in shared if bench.fingerprint(one).order > article.order]


def _placement(bench: Workbench, article: Fingerprint, shared: Counter[int]) -> Placement:
    found = _oldest_head(bench, article, shared)
    if found is None:
        old = bench.now.get(article.article_id)
        return old if old and old.is_head else Placement(article.article_id, article.article_id, article.article_id)
    head, common = found
    why = {"jaccard": round(common.jaccard, 4), "containment": round(common.containment, 4)}
    own = article.article_id
    return Placement(own, head, own, duplicate_of=head, similarity=round(common.jaccard, 4), why=why)


def _oldest_head(bench: Workbench, article: Fingerprint, shared: Counter[int]) -> tuple[int, Overlap] | None:
    likely = (bench.fingerprint(one) for one, n in shared.items() if n >= min(_LEAST_BANDS, len(article.bands)))
    earlier = (one for one in likely if one.order < article.order and bench.is_head(one.article_id))
    for head in sorted(earlier, key=lambda one: one.order):
        common = overlap(head, article)
        if is_reprint(head, article, common):
            return head.article_id, common
    return None


def is_reprint(first: Fingerprint, second: Fingerprint, common: Overlap) -> bool:
    """Whether two texts are one; a form filled in anew on another day is not."""
    if common.jaccard < LEAST_JACCARD:
        return False
    return first.published_at.date() == second.published_at.date() or not _is_template(common)


def _is_template(common: Overlap) -> bool:
    """Whether the texts agree in all but their numbers and dates."""
    return common.jaccard_plain > 2 * common.jaccard_dated and common.n_dated > 0
