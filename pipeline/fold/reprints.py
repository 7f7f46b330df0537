"""Near-duplicates: the same text again. A duplicate points at the oldest head it repeats; a head repeats none.

The groups are those of a greedy pass in canonical order, so they do not depend on the order of arrival: whenever an
article becomes a head or ceases to be one, exactly the later articles that share a band with it are decided again.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from pipeline.fold.bench import Workbench
from pipeline.fold.similarity import Overlap, overlap
from schemas.fingerprint import Fingerprint, Placement

LEAST_JACCARD = 0.5
_LEAST_BANDS = 3


def place_reprints(bench: Workbench, article_ids: list[int]) -> None:
    """Decide for each article, and for those it affects, whether it is a head or whose duplicate."""
    queue = [(bench.fingerprint(one).order, one) for one in article_ids]
    heapify(queue)
    done: set[int] = set()
    while queue:
        article_id = heappop(queue)[1]
        if article_id in done:
            continue
        done.add(article_id)
        for later in _decide(bench, bench.fingerprint(article_id)):
            heappush(queue, (bench.fingerprint(later).order, later))


def _decide(bench: Workbench, article: Fingerprint) -> set[int]:
    """Place one article; the later ones to look at again if its being a head has changed."""
    old = bench.now.get(article.article_id)
    placement = _placement(bench, article)
    bench.place(placement)
    if (old is not None and old.is_head) == placement.is_head and old is not None:
        return set()
    return bench.later_reprints([article])


def _placement(bench: Workbench, article: Fingerprint) -> Placement:
    old = bench.now.get(article.article_id)
    head = _oldest_head(bench, article)
    if head is None:
        if old is not None and old.is_head:
            return old
        return Placement(article.article_id, article.article_id)
    other, common = head
    why: dict[str, object] = {"jaccard": round(common.jaccard, 4), "containment": round(common.containment, 4)}
    return Placement(article.article_id, other, duplicate_of=other, similarity=round(common.jaccard, 4), why=why)


def _oldest_head(bench: Workbench, article: Fingerprint) -> tuple[int, Overlap] | None:
    shared = bench.reprint_candidates([article])[article.article_id]
    least = min(_LEAST_BANDS, len(article.bands))
    likely = (bench.fingerprint(one) for one, n in shared.items() if n >= min(least, len(bench.fingerprint(one).bands)))
    for head in sorted(likely, key=lambda one: one.order):
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
