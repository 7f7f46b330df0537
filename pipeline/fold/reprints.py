"""Near-duplicates: the same text again. The articles of a group point at its oldest, the head.

A group is what verified pairs connect, so it is a property of the set of articles and not of the order of arrival.
Pairs are found by shared bands and decided on all shingles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from pipeline.fold.bench import Workbench
from pipeline.fold.similarity import Overlap, overlap
from schemas.fingerprint import Fingerprint, Placement

LEAST_JACCARD = 0.5
"""The exact 5-word similarity from which two texts are called the same."""
LEAST_CONTAINED = 0.9
"""Share of the shorter text from which it is the longer one with a part left out."""
_LEAST_SHARED = 50
"""Shingles that a part must have: a shorter one may be a quotation or a form of words."""
_LEAST_BANDS = 3
_TEMPLATE_PLAIN = 0.7
_MOST_IN_BAND = 32
"""First articles looked at for one band. A band that more have in common is boilerplate; true reprints share others."""


def place_reprints(bench: Workbench, article_ids: list[int], sides: Mapping[int, int]) -> None:
    """Decide for each article whether it is a head or whose duplicate; older groups may grow together."""
    unsettled = set(article_ids)
    for one in article_ids:
        # The text of a known article is new: what it held together is decided again.
        old = bench.now.get(one)
        head = one if old is None or old.duplicate_of is None else old.duplicate_of
        unsettled.update(() if old is None else (head, *bench.copies(head)))
    bench.load(unsettled)
    for one in unsettled:
        bench.place(_alone(bench, one, sides.get(one, 0)))
    shared = _neighbours(bench, sorted(unsettled))
    bench.load({other for others in shared.values() for other in others})
    for one in bench.in_order(unsettled):
        _join_groups(bench, bench.fingerprint(one), shared[one])


def _alone(bench: Workbench, article_id: int, side: int) -> Placement:
    """The placement of an article that repeats nobody; a head keeps where it stands."""
    old = bench.now.get(article_id)
    return old if old and old.is_head else Placement(article_id, article_id, article_id, side=side)


def _neighbours(bench: Workbench, article_ids: list[int]) -> dict[int, list[int]]:
    """Articles that share enough bands with each of these, heads first, then in canonical order."""
    asking = [bench.fingerprint(one) for one in article_ids]
    found = bench.band_articles({band for one in asking for band in one.bands}, _MOST_IN_BAND)
    likely: dict[int, list[int]] = {}
    for one in asking:
        shared = Counter(stand[2] for band in one.bands for stand in found.get(band, ()))
        least = min(_LEAST_BANDS, len(one.bands))
        likely[one.article_id] = [other for other, n in shared.items() if n >= least and other != one.article_id]
    return likely


def _join_groups(bench: Workbench, article: Fingerprint, likely: list[int]) -> None:
    """Make one group of the article's and of those that hold the same text; the oldest becomes the head of all."""
    own = _head_of(bench, article.article_id)
    heads = {own}
    for other in sorted(likely, key=lambda one: (not bench.is_head(one), bench.fingerprint(one).order)):
        head = _head_of(bench, other)
        if head not in heads and is_reprint(article, bench.fingerprint(other)):
            heads.add(head)
    if len(heads) > 1:
        bench.load(heads)
        oldest = bench.fingerprint(bench.in_order(heads)[0])
        for head in sorted(heads - {oldest.article_id}):
            for one in (*bench.copies(head), head):
                bench.place(_copy(bench, bench.fingerprint(one), oldest))


def _head_of(bench: Workbench, article_id: int) -> int:
    head = bench.now[article_id].duplicate_of
    return article_id if head is None else head


def _copy(bench: Workbench, article: Fingerprint, head: Fingerprint) -> Placement:
    """The placement of a duplicate: the similarity is that with the head it points at."""
    common = overlap(article, head)
    why = {"jaccard": round(common.jaccard, 4), "containment": round(common.containment, 4)}
    own = article.article_id
    found = Placement(own, head.article_id, own, head.article_id, similarity=why["jaccard"], why=dict(why))
    return replace(found, side=bench.now[own].side)


def is_reprint(first: Fingerprint, second: Fingerprint) -> bool:
    """Whether two texts are one; a form filled in anew on another day is not."""
    common = overlap(first, second)
    is_cut = common.containment >= LEAST_CONTAINED and common.n_shared >= _LEAST_SHARED
    if common.jaccard < LEAST_JACCARD and not is_cut:
        return False
    return first.published_at.date() == second.published_at.date() or not _is_template(common)


def _is_template(common: Overlap) -> bool:
    """Whether the texts agree in nearly all but their numbers and dates, as daily market reports do."""
    return common.jaccard_plain >= _TEMPLATE_PLAIN and common.jaccard_dated <= common.jaccard_plain / 2
