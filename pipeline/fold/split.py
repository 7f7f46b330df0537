"""Splits: an operator takes articles out of a story, and they stay out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from pipeline.errors import Misconfigured
from pipeline.fold.bench import Workbench
from pipeline.fold.index import FoldIndex
from pipeline.fold.naming import name_origins, name_stories, related_stories
from pipeline.fold.stories import settle_blocks
from pipeline.fold.values import FoldResult, FoldRules

_RULES = FoldRules()


def split_story(story_id: int, article_ids: Collection[int], index: FoldIndex, rules: FoldRules = _RULES) -> FoldResult:
    """Move articles, with their reprints, out of a story. Later folds never put the two sides directly together.

    The story's first article stays. Raises Misconfigured when an article is not in the story or nothing would be left.
    """
    bench = Workbench(index, ())
    members = set(bench.members([story_id]))
    heads = {one for one in members if bench.is_head(one)}
    moved = {_head_of(bench, one) for one in article_ids if one in members}
    if not moved or not members.issuperset(article_ids):
        raise Misconfigured(f"not all of these articles are in story {story_id}")
    if story_id in moved:
        raise Misconfigured(f"article {story_id} gives the story its name; move the others out instead")
    mark = min(moved)
    for one in heads:
        bench.place(replace(bench.now[one], side=mark if one in moved else -mark))
    related = settle_blocks(bench, {bench.now[one].block_id for one in heads}, rules)
    name_stories(bench)
    return FoldResult(
        fingerprints=(),
        placements=tuple(bench.changed()),
        merges=bench.merges(),
        origins=name_origins(bench),
        related=related_stories(bench, related),
    )


def _head_of(bench: Workbench, article_id: int) -> int:
    head = bench.now[article_id].duplicate_of
    return article_id if head is None else head
