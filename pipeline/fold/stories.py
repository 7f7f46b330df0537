"""Stories: articles that report one event, as trees. Each head has at most one parent, the earlier head that fits best.

A parent is always earlier in canonical order, so the root of a tree is the first article of the story and gives the
story its id. The parent depends on the two articles and the bounded set of candidates, hence on the set of articles
and never on the order in which they came.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.fold.bench import Workbench
from pipeline.fold.evidence import Evidence, explain, weigh_evidence
from pipeline.fold.values import FoldRules
from schemas.fingerprint import Fingerprint, Placement

_MOST_SCORED = 24
"""Candidates that are compared in full: those that share the most postings."""


def place_stories(bench: Workbench, rules: FoldRules) -> None:
    """Find parents for new heads and for the later ones they affect, then give every touched tree its story."""
    changed = bench.head_changes()
    altered = [bench.fingerprint(one) for one in changed]
    asking = {one for one in changed if bench.is_head(one)} | bench.later_heads(altered)
    fingerprints = [bench.fingerprint(one) for one in sorted(asking)]
    candidates = bench.story_candidates(fingerprints)
    for one in fingerprints:
        shared = candidates[one.article_id]
        bench.place(_with_parent(bench, one, [other for other, _ in _most_shared(shared)], rules))


def _most_shared(shared: dict[int, int]) -> list[tuple[int, int]]:
    return sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_MOST_SCORED]


def _with_parent(bench: Workbench, article: Fingerprint, candidates: list[int], rules: FoldRules) -> Placement:
    """The placement of a head under its best candidate, or alone."""
    old = bench.now[article.article_id]
    scored = [(weigh_evidence(article, bench.fingerprint(one)), bench.fingerprint(one)) for one in candidates]
    best = min(scored, key=lambda pair: (-pair[0].score, pair[1].order), default=None)
    if best is None or best[0].score < rules.least_score:
        return replace(old, parent_id=None, score=None, why={})
    return _under(article, old, *best)


def _under(article: Fingerprint, old: Placement, evidence: Evidence, parent: Fingerprint) -> Placement:
    why = explain(article, parent, evidence)
    return replace(old, parent_id=parent.article_id, score=evidence.score, why=why)


def name_stories(bench: Workbench) -> None:
    """Give every article of the touched trees the id of its root."""
    stories = {placement.story_id for placement in bench.changed()} | {one.article_id for one in bench.changed()}
    parents = {one.parent_id for one in bench.changed() if one.parent_id is not None}
    bench.load(parents)
    touched = set(bench.members(stories | {bench.now[one].story_id for one in parents}))
    roots: dict[int, int] = {}
    for one in sorted(touched, key=lambda article_id: bench.fingerprint(article_id).order):
        placement = bench.now[one]
        above = placement.duplicate_of or placement.parent_id
        roots[one] = one if above is None else roots.get(above, bench.now[above].story_id)
        if placement.story_id != roots[one]:
            bench.place(replace(placement, story_id=roots[one]))
