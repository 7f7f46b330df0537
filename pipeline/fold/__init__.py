"""Folding: reprints found, one event one story. The result is a function of the set of articles, not of their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.fingerprint import fingerprint
from pipeline.fold.bench import Workbench
from pipeline.fold.index import FoldIndex
from pipeline.fold.memory import MemoryIndex
from pipeline.fold.naming import name_origins, name_stories, related_stories
from pipeline.fold.reprints import place_reprints
from pipeline.fold.split import split_story
from pipeline.fold.stories import place_stories
from pipeline.fold.values import FoldInput, FoldResult, FoldRules, Origin
from schemas.fingerprint import Fingerprint

__all__ = ["FoldIndex", "FoldInput", "FoldResult", "FoldRules", "MemoryIndex", "Origin", "fold", "split_story"]

_RULES = FoldRules()


def fold(batch: Sequence[FoldInput], index: FoldIndex, rules: FoldRules = _RULES) -> FoldResult:
    """Place a batch among everything the index knows. Reads the index, changes nothing; apply the result in one go."""
    prints = [_print_of(one) for one in batch]
    bench = Workbench(index, prints)
    place_reprints(bench, [one.article_id for one in prints], {one.article_id: one.side for one in batch})
    related = place_stories(bench, rules)
    name_stories(bench)
    return FoldResult(
        fingerprints=tuple(prints),
        placements=tuple(bench.changed()),
        merges=bench.merges(),
        origins=name_origins(bench),
        related=related_stories(bench, related),
        turned=bench.turned(),
    )


def _print_of(one: FoldInput) -> Fingerprint:
    found = fingerprint(one.article_id, one.key, one.title, one.text, one.published_at, one.publisher, one.language)
    return replace(found, owner=one.owner) if one.owner else found
