"""Names: every article of a tree has the id of its root as story."""

from __future__ import annotations

from dataclasses import replace

from pipeline.fold.bench import Workbench
from pipeline.fold.stories import Pairs
from pipeline.fold.values import Origin
from pipeline.origin import source_of
from schemas.fingerprint import Placement


def name_stories(bench: Workbench) -> None:
    """Give every article of the touched trees the id of its root."""
    changed = bench.changed()
    above = {one for placement in changed for one in (placement.parent_id, placement.duplicate_of) if one is not None}
    bench.load(above)
    # Below an article that has not moved everything keeps its name.
    stories = {bench.story_before(one.article_id) for one in changed if bench.has_moved(one.article_id)}
    touched = {*bench.members({one for one in stories if one is not None}), *(one.article_id for one in changed)}
    roots: dict[int, int] = {}
    for one in bench.in_order(touched):
        placement = bench.now[one]
        parent = placement.duplicate_of if placement.duplicate_of is not None else placement.parent_id
        roots[one] = one if parent is None else roots[parent] if parent in roots else bench.now[parent].story_id
        if placement.story_id != roots[one]:
            bench.place(replace(placement, story_id=roots[one]))


def name_origins(bench: Workbench) -> tuple[Origin, ...]:
    """The origin of every changed article: a reprint has that of the article it repeats."""
    changed = bench.changed()
    bench.load({one.duplicate_of for one in changed if one.duplicate_of is not None})
    return tuple(_origin_of(bench, one) for one in changed)


def _origin_of(bench: Workbench, placement: Placement) -> Origin:
    head_id = placement.article_id if placement.duplicate_of is None else placement.duplicate_of
    head = bench.fingerprint(head_id)
    source = source_of(head_id, head.publisher, head.credit, head.owner)
    why = source.why if placement.is_head else f"same text as article {head_id} ({source.why})"
    return Origin(placement.article_id, source.number, why)


def related_stories(bench: Workbench, pairs: Pairs) -> tuple[tuple[int, int], ...]:
    """Pairs of heads as pairs of their stories, where these differ."""
    named = {(bench.now[one].story_id, bench.now[other].story_id) for one, other in pairs}
    return tuple(sorted({(min(pair), max(pair)) for pair in named if pair[0] != pair[1]}))
