"""Stories: articles that report one event, as trees. Each head has at most one parent, which is always earlier.

The root of a tree is the first article of the story in canonical order and gives the story its id. Within a slice of
time parents follow from the clusters of a block; the root of a cluster may have its parent in an earlier slice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipeline.fold.bench import Workbench
from pipeline.fold.blocks import ALL, Links, place_blocks
from pipeline.fold.candidates import Scored, earlier_slices, later_slices, neighbours
from pipeline.fold.cluster import affinities, keep_apart, link_groups
from pipeline.fold.evidence import Scores, explain, score_all
from pipeline.fold.values import FoldRules
from schemas.fingerprint import Fingerprint

MOST_CLUSTERED = 128
"""Heads of a block that are clustered: the first in canonical order. Later ones join them one by one."""
_SPEAKERS = 8
"""Members of a cluster that look for its parent in earlier slices."""

Pairs = set[tuple[int, int]]
Why = dict[str, Any]
Choice = tuple[float, int]
"""A score, and the earlier head it was found for."""


def place_stories(bench: Workbench, rules: FoldRules) -> Pairs:
    """Find the parents of all heads that new or lost heads affect. Returns pairs of heads whose stories are related."""
    gained, lost = bench.settle_heads()
    around = place_blocks(bench, gained, lost, rules)
    others = [bench.fingerprint(one) for one in (*lost, *sorted(around.edge))] + bench.replaced_texts()
    reached = later_slices(bench, [bench.fingerprint(one) for one in gained], others, rules)
    rewritten = [one for one in gained if bench.was_head(one)]
    again = {bench.now[one].block_id for one in (*reached, *rewritten)}
    return _settle(bench, around.blocks | again, again, around.links, _unsure(bench, gained, around.links), rules)


def settle_blocks(bench: Workbench, block_ids: set[int], rules: FoldRules) -> Pairs:
    """Cluster these blocks and find the parents of all their heads. Returns pairs of heads of related stories."""
    heads = {one for some in bench.block_heads(block_ids, ALL).values() for one in some}
    return _settle(bench, block_ids, block_ids, {}, heads, rules)


def _unsure(bench: Workbench, gained: Sequence[int], links: Links) -> set[int]:
    """Heads that may find another parent among earlier ones: those looked at again, and those that see a new one."""
    after = {one: bench.fingerprint(one).order for one in gained}
    seen = {other for one in gained for _, other in links[one] if bench.fingerprint(other).order > after[one]}
    return seen.union(links)


def _settle(
    bench: Workbench, touched: set[int], again: set[int], links: Links, unsure: set[int], rules: FoldRules
) -> Pairs:
    """Cluster the first heads of blocks where they have changed, or `again`; place the unsure ones of the rest."""
    related: Pairs = set()
    clusters: list[list[int]] = []
    fronts = bench.first_heads(touched, MOST_CLUSTERED)
    for block, (before, heads) in sorted(fronts.items()):
        if block in again or heads != before:
            clusters += _cluster(bench, heads, rules, related)
            unsure = unsure.union(before)
    front = {one for _, heads in fronts.values() for one in heads}
    rest = {one for one in bench.heads_in(touched) if one in unsure or bench.has_changed_block(one)}
    _attach(bench, bench.in_order(rest - front), links, rules)
    _join_slices(bench, clusters, rules, related)
    return related


def _cluster(bench: Workbench, heads: list[int], rules: FoldRules, related: Pairs) -> list[list[int]]:
    """Give the members of each cluster a parent within it. Returns the clusters, first member first."""
    if len(heads) < 2:
        return [heads] if heads else []
    prints = [bench.fingerprint(one) for one in heads]
    scores = score_all(prints)
    sides = [bench.now[one].side for one in heads]
    closeness = affinities(scores, rules.usual_score)
    groups = link_groups(keep_apart(closeness, sides) if any(sides) else closeness, rules.least_affinity)
    for group in groups:
        for position in range(1, len(group)):
            _adopt(bench, prints, scores, group, position)
    _relate(heads, groups, closeness, rules, related)
    return [[heads[one] for one in group] for group in groups]


def _adopt(bench: Workbench, prints: Sequence[Fingerprint], scores: Scores, group: list[int], position: int) -> None:
    """Put a member under the earlier member of its cluster that is closest; why it is there may be a later one."""
    one = group[position]
    parent = _closest(scores, group[:position], one)
    closest = _closest(scores, [other for other in group if other != one], one)
    why = explain(prints[one], prints[closest], float(scores[one, closest]))
    put_under(bench, prints[one].article_id, prints[parent].article_id, why)


def _closest(scores: Scores, others: list[int], one: int) -> int:
    return max(others, key=lambda other: (scores[one, other], -other))


def put_under(bench: Workbench, article_id: int, parent_id: int | None, why: Why) -> None:
    """Give a head its parent, or none, and the evidence; nothing is written where nothing changes."""
    old = bench.now[article_id]
    if parent_id is not None or old.parent_id is not None:
        bench.place(replace(old, parent_id=parent_id, score=why.get("score"), why=why))


def _relate(heads: list[int], groups: list[list[int]], closeness: Scores, rules: FoldRules, related: Pairs) -> None:
    """Remember clusters that are close, though not close enough to be one."""
    for number, group in enumerate(groups):
        for other in groups[:number]:
            part = closeness[group][:, other]
            if part.mean() * rules.usual_score >= rules.related_score * rules.least_affinity and part.max() > 0:
                related.add((heads[other[0]], heads[group[0]]))


def _attach(bench: Workbench, rest: list[int], links: Links, rules: FoldRules) -> None:
    """Later heads of a full block join one by one under the earlier head that is closest."""
    asking = [bench.fingerprint(one) for one in rest if one not in links]
    known = {**links, **neighbours(bench, asking, rules)} if asking else links
    for one in rest:
        choice = _best(bench, bench.fingerprint(one), known[one], rules)
        _place_beside(bench, one, (choice, one) if choice else None)


def _place_beside(bench: Workbench, article_id: int, found: tuple[Choice, int] | None) -> None:
    """Put a head under an earlier one that it, or another member of its cluster, has found; or under none."""
    if found is None:
        put_under(bench, article_id, None, {})
        return
    (score, parent_id), finder = found
    why = explain(bench.fingerprint(finder), bench.fingerprint(parent_id), score)
    put_under(bench, article_id, parent_id, why)


def _best(bench: Workbench, article: Fingerprint, scored: Scored, rules: FoldRules) -> Choice | None:
    """The closest earlier head that is close enough and not on the opposite side of a split."""
    side = bench.now[article.article_id].side
    for score, other in scored:
        is_opposed = side != 0 and bench.now[other].side == -side
        if score >= rules.later_score and bench.fingerprint(other).order < article.order and not is_opposed:
            return score, other
    return None


def _join_slices(bench: Workbench, clusters: list[list[int]], rules: FoldRules, related: Pairs) -> None:
    """Give the root of each cluster the parent that one of its members finds in an earlier slice, or none."""
    speakers = [bench.fingerprint(one) for cluster in clusters for one in cluster[:_SPEAKERS]]
    found = earlier_slices(bench, speakers, rules)
    for cluster in clusters:
        choices = [(_best(bench, bench.fingerprint(one), found[one], rules), one) for one in cluster[:_SPEAKERS]]
        made = [(choice, one) for choice, one in choices if choice]
        _place_beside(bench, cluster[0], max(made, default=None, key=lambda pair: pair[0][0]))
        related.update((scored[0][1], cluster[0]) for one in cluster[:_SPEAKERS] if (scored := found[one]))
