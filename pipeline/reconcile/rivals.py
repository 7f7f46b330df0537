"""Groups that speak of one thing with different values, joined into facts in the making.

Bounded work: values meet only inside one family, the best supported first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.reconcile.align import AKIN, OPPOSING, Rarity, likeness
from pipeline.reconcile.claim import Claim
from pipeline.reconcile.compare import Relation, compare
from pipeline.reconcile.counterpart import counterpart_evidence, slip_evidence
from pipeline.reconcile.differ import circumstances_differ, is_doubtful, things_differ
from pipeline.reconcile.group import Group
from pipeline.reconcile.hints import hint_for
from pipeline.reconcile.reading import Reading, in_unit_of
from schemas.fact import Hint

_NEAR_DOUBLINGS = 1.5
_FAR_DOUBLINGS = 2.3
_TOLL = 0.35
"""Likeness asked for with each doubling beyond the first one and a half; beyond a factor of five nothing is enough."""

_UNLIKE = -1.0
"""Likeness of claims that differ; everything above may be one thing."""

_DOUBT = 0.1
_TELLING_SLIP = 0.2
"""Evidence of a slip from which two unlike nouns may still be one; taken off again as a doubt."""

_MAX_GROUPS = 4
_MAX_RIVALS = 60
"""Values of one family that are held against each other: 1,770 pairs at most."""


@dataclass(slots=True, eq=False)
class Bond:
    """Two groups that speak of one thing with different values."""

    one: Group
    other: Group
    relation: Relation
    alike: float


def join_rivals(groups: Sequence[Group], rarity: Rarity) -> list[list[Group]]:
    """Facts as lists of groups: the strongest bonds are tied first; one that would tie what differs is dropped."""
    home = {id(group): [group] for group in groups}
    for bond in sorted(_bonds(groups, rarity), key=_strength):
        one, other = home[id(bond.one)], home[id(bond.other)]
        if one is not other and _may_join(one, other):
            one.extend(other)
            for group in other:
                home[id(group)] = one
    unique = {id(fact): fact for fact in home.values()}
    return list(unique.values())


def _strength(bond: Bond) -> tuple[float, object, object]:
    return (-round(bond.alike, 9), bond.one.claims[0].order, bond.other.claims[0].order)


def _bonds(groups: Sequence[Group], rarity: Rarity) -> Iterator[Bond]:
    families: dict[str, list[Group]] = {}
    for group in groups:
        families.setdefault(group.reading.family, []).append(group)
    for family in families.values():
        rivals = sorted(family, key=lambda group: -len(group.claims))[:_MAX_RIVALS]
        pairs = [pair for pair in _comparable_pairs(rivals, rarity) if pair.alike > _UNLIKE]
        near = _partners(pairs)
        yield from (bond for bond in (_weighed(pair, near) for pair in pairs) if bond)


def _comparable_pairs(rivals: Sequence[Group], rarity: Rarity) -> Iterator[Bond]:
    """Pairs whose values are comparable and whose claims do not differ, with their likeness."""
    for index, one in enumerate(rivals):
        for other in rivals[index + 1 :]:
            relation = compare(one.reading, other.reading)
            if relation is not Relation.APART and (relation is not Relation.OPPOSED or _may_oppose(one, other)):
                yield Bond(one, other, relation, _likeness(one, other, rarity))


def _partners(pairs: Iterable[Bond]) -> dict[int, list[tuple[Group, float]]]:
    """By group, all that it could be paired with."""
    near: dict[int, list[tuple[Group, float]]] = {}
    for pair in pairs:
        near.setdefault(id(pair.one), []).append((pair.other, pair.alike))
        near.setdefault(id(pair.other), []).append((pair.one, pair.alike))
    return near


def _weighed(pair: Bond, near: Mapping[int, list[tuple[Group, float]]]) -> Bond | None:
    """The pair with all its evidence, or None where that is not enough."""
    one, other = pair.one, pair.other
    if pair.relation is not Relation.OPPOSED:
        return pair if pair.alike >= AKIN else None
    alike = pair.alike + counterpart_evidence(one, other, near, pair.alike, are_alone=_are_alone(one, other))
    return replace(pair, alike=alike) if alike >= OPPOSING + _distance_toll(one.reading, other.reading) else None


def _are_alone(one: Group, other: Group) -> bool:
    """Whether some article of each has no other figure of the unit."""
    return all(any(claim.is_alone for claim in group.samples) for group in (one, other))


def _distance_toll(one: Reading, other: Reading) -> float:
    """Likeness asked for on top where two values lie far apart and no known slip explains it: mostly two things."""
    if hint_for(one, other) or not one.low or not other.low:
        return 0.0
    moved = in_unit_of(other, one) or other
    doublings = abs(math.log2(abs(moved.low / one.low)))
    if doublings > _FAR_DOUBLINGS:
        return math.inf
    return max(0.0, (doublings - _NEAR_DOUBLINGS) * _TOLL)


def _likeness(one: Group, other: Group, rarity: Rarity) -> float:
    """The best likeness of two samples that do not differ, or `_UNLIKE` where most pairs measure different things."""
    slip = slip_evidence(one.reading, other.reading)
    pairs = [(here, there) for here in one.samples for there in other.samples]
    if 2 * sum(_are_two_things(here, there, slip) for here, there in pairs) > len(pairs):
        return _UNLIKE
    alike = (
        likeness(here, there, rarity) - (_DOUBT if is_doubtful(here, there) else 0.0)
        for here, there in pairs
        if not _are_two_things(here, there, slip) and not circumstances_differ(here, there)
    )
    return max(alike, default=_UNLIKE - slip) + slip


def _are_two_things(one: Claim, other: Claim, slip: float) -> bool:
    return things_differ(one, other) and not (slip >= _TELLING_SLIP and is_doubtful(one, other))


def _may_join(one: Sequence[Group], other: Sequence[Group]) -> bool:
    """Whether no pair across two facts rules the joint fact out."""
    return all(_pair_may_join(here, there) for here in one[:_MAX_GROUPS] for there in other[:_MAX_GROUPS])


def _pair_may_join(here: Group, there: Group) -> bool:
    relation = compare(here.reading, there.reading)
    if relation is Relation.APART or (relation is Relation.OPPOSED and not _may_oppose(here, there)):
        return False
    slip = slip_evidence(here.reading, there.reading)
    return not all(
        _are_two_things(one, other, slip) or circumstances_differ(one, other)
        for one in here.samples
        for other in there.samples
    )


def _may_oppose(one: Group, other: Group) -> bool:
    """Whether the values may be held against each other although an article gives both.

    Mostly it then speaks of two things, unless one is in the headline, revises the other, or confuses more with times.
    """
    shared = one.articles & other.articles
    if not shared or hint_for(one.reading, other.reading) is Hint.PERCENT_MORE_OR_TIMES:
        return True
    return all(_explains_itself(_within(one, article), _within(other, article)) for article in shared)


def _within(group: Group, article_id: int) -> list[Claim]:
    return [claim for claim in group.claims if claim.article.article_id == article_id]


def _explains_itself(one: Iterable[Claim], other: Iterable[Claim]) -> bool:
    here, there = list(one), list(other)
    in_headline = [all(claim.is_headline for claim in claims) for claims in (here, there)]
    return in_headline[0] != in_headline[1] or _revises(here, there) or _revises(there, here)


def _revises(old: Sequence[Claim], new: Sequence[Claim]) -> bool:
    """The text withdraws one value for the other: "cut to nine years, from 14"."""
    left = all(claim.context.side == "from" or claim.context.is_elsewhere for claim in old)
    return left and any(claim.context.corrects or claim.context.lowers for claim in new)
