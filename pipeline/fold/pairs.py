"""Near-duplicates two by two: every verified pair, also those that no grouping can hold.

Likeness does not carry over: of two articles that are each half like a third, one may be like the other or not. A group
is one origin and needs a first article, so it leaves such a pair apart; whoever asks for pairs is told of both.
"""

from __future__ import annotations

from collections.abc import Collection

from pipeline.fold.bench import Workbench
from pipeline.fold.index import FoldIndex
from pipeline.fold.likeness import LEAST_ALIKE, likeness
from pipeline.fold.near import Near

Alike = list[tuple[int, float]]
"""Ids of other articles and the likeness to them, the earliest first."""


def near_duplicates(article_ids: Collection[int], index: FoldIndex) -> dict[int, Alike]:
    """Of each known article the others that are the same text again, by the rule that groups are made with."""
    bench = Workbench(index, ())
    known = index.recall(article_ids).keys()
    bench.load(known)
    near = Near(bench)
    near.find(known)
    return {one: _alike(one, bench, near) for one in known}


def _alike(article_id: int, bench: Workbench, near: Near) -> Alike:
    article = bench.fingerprint(article_id)
    others = [bench.fingerprint(one) for one in bench.in_order(near.of(article_id))]
    measured = [(one.article_id, round(likeness(article, one), 4)) for one in others if not near.is_form(article, one)]
    return [(one, found) for one, found in measured if found >= LEAST_ALIKE]
