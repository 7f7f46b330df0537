"""Folding: reprints found, one event one story. The result is a function of the set of articles, not of their order."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipeline.fingerprint import Reading, fingerprints
from pipeline.fold.bench import Workbench
from pipeline.fold.index import FoldIndex
from pipeline.fold.memory import MemoryIndex
from pipeline.fold.naming import name_origins, name_stories, related_stories
from pipeline.fold.pairs import near_duplicates
from pipeline.fold.reprints import place_reprints, withdraw_reprints
from pipeline.fold.split import split_story
from pipeline.fold.stories import place_stories
from pipeline.fold.values import FoldInput, FoldResult, FoldRules, Origin
from schemas.fingerprint import Fingerprint

__all__ = [
    "FoldIndex",
    "FoldInput",
    "FoldResult",
    "FoldRules",
    "MemoryIndex",
    "Origin",
    "fold",
    "near_duplicates",
    "split_story",
    "withdraw",
]

_RULES = FoldRules()


def fold(batch: Sequence[FoldInput], index: FoldIndex, rules: FoldRules = _RULES) -> FoldResult:
    """Place a batch among everything the index knows. Reads the index, changes nothing; apply the result in one go."""
    prints = fingerprints([_reading_of(one) for one in batch])
    bench = Workbench(index, prints)
    place_reprints(bench, [one.article_id for one in prints], {one.article_id: one.side for one in batch})
    return _result_of(bench, rules, prints=prints)


def withdraw(article_ids: Collection[int], index: FoldIndex, rules: FoldRules = _RULES) -> FoldResult:
    """Take articles out of everything the index knows: what is left is placed as if they had never been."""
    bench = Workbench(index, ())
    known = sorted(index.recall(article_ids))
    bench.load(known)
    withdraw_reprints(bench, known)
    return _result_of(bench, rules, forgotten=known)


def _result_of(
    bench: Workbench, rules: FoldRules, prints: Sequence[Fingerprint] = (), forgotten: Sequence[int] = ()
) -> FoldResult:
    related = place_stories(bench, rules)
    name_stories(bench)
    return FoldResult(
        fingerprints=tuple(prints),
        placements=tuple(bench.changed()),
        merges=bench.merges(),
        origins=name_origins(bench),
        related=related_stories(bench, related),
        turned=bench.turned(),
        forgotten=tuple(forgotten),
    )


def _reading_of(one: FoldInput) -> Reading:
    about = (one.published_at, one.publisher, one.language, one.owner, one.signed)
    return Reading(one.article_id, one.key, one.title, one.text, *about)
