"""Groups that speak of one thing with different values, joined into facts in the making.

Bounded work: values meet only inside one family, the best supported first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.reconcile.claim import Claim
from pipeline.reconcile.compare import Relation, compare
from pipeline.reconcile.differ import are_dealt_out, is_disputed, owners_differ
from pipeline.reconcile.evidence import Rarity, evidence_of
from pipeline.reconcile.group import Group
from pipeline.reconcile.hints import hint_for, is_misread
from pipeline.reconcile.opposition import RULED_OUT, Partners, are_exchanged, doublings, evidence_of_conflict, is_near
from pipeline.reconcile.reading import Reading
from pipeline.reconcile.weights import CONFLICT, THING, weigh
from schemas.fact import Hint

OPPOSING = 0.0
"""Log-odds from which different values are held against each other."""

AKIN = 0.0
"""Log-odds of one thing measured from which different but compatible values stand in one fact."""

_THIRD_MORE = 0.42
"""Doublings: of 95 gold conflicts that no slip explains most lie nearer, and of pairs that are two things three in four
lie further apart. On events 181-204, by another hand, six of seven false conflicts lay beyond it and no right one."""

_MISREAD = 0.95
"""Doublings up to which one wrong digit explains what lies beyond: 17 and 27."""

_ALL = 100
_FEW = 12
_SURE = 2.5
"""Log-odds asked for small counts: every story has a two and a three."""

_NOTHING = 0.03
_SHARED = frozenset({"same noun", "same measure", "same fate", "same deed", "same owner", "two sides"})

_HARMED = frozenset({"killed", "injured"})
"""Fates of which early counts differ by half and more."""

_STRANGE = -2.0
"""Log-odds of one thing measured below which two values never meet in one fact, not even through a third."""

_MAX_GROUPS = 4
_MAX_RIVALS = 50
"""Values of one family that are held against each other: 1,225 pairs at most."""


Known = dict[frozenset[int], float]
"""By the identities of two comparable groups, the log-odds that they measure one thing."""


@dataclass(slots=True, eq=False)
class Bond:
    """Two groups that may speak of one thing with different values; `alike` are the log-odds that they do."""

    one: Group
    other: Group
    relation: Relation
    alike: float
    wording: tuple[tuple[str, float], ...] = ()
    """The evidence of the two claims that are most alike."""


def join_rivals(groups: Sequence[Group], rarity: Rarity) -> list[list[Group]]:
    """Facts as lists of groups: the strongest bonds are tied first; one that would tie what differs is dropped."""
    home = {id(group): [group] for group in groups}
    known: Known = {}
    for bond in sorted(_bonds(groups, rarity, known), key=_strength):
        one, other = home[id(bond.one)], home[id(bond.other)]
        if one is not other and _may_join(one, other, known):
            one.extend(other)
            for group in other:
                home[id(group)] = one
    unique = {id(fact): fact for fact in home.values()}
    return list(unique.values())


def _strength(bond: Bond) -> tuple[float, object, object]:
    return (-round(bond.alike, 9), bond.one.claims[0].order, bond.other.claims[0].order)


def _bonds(groups: Sequence[Group], rarity: Rarity, known: Known) -> Iterator[Bond]:
    for rivals in rivals_by_family(groups):
        pairs = list(comparable_pairs(rivals, rarity))
        known.update((frozenset((id(pair.one), id(pair.other))), pair.alike) for pair in pairs)
        near = partners_in(pairs)
        yield from (bond for bond in (_weighed(pair, near, rivals) for pair in pairs) if bond)


def rivals_by_family(groups: Iterable[Group]) -> Iterator[list[Group]]:
    """The groups of each family, the best supported first."""
    families: dict[str, list[Group]] = {}
    for group in groups:
        families.setdefault(group.reading.family, []).append(group)
    for family in families.values():
        yield sorted(family, key=lambda group: -len(group.claims))[:_MAX_RIVALS]


def comparable_pairs(rivals: Sequence[Group], rarity: Rarity) -> Iterator[Bond]:
    """Pairs whose values may be of one thing, with the log-odds that their wording is."""
    for index, one in enumerate(rivals):
        for other in rivals[index + 1 :]:
            relation = compare(one.reading, other.reading)
            if relation is Relation.SAME and _are_of_two(one, other):
                continue
            if relation is not Relation.APART and (relation is not Relation.OPPOSED or _may_oppose(one, other)):
                best = _likeness(one, other, rarity)
                if best is not None:
                    yield Bond(one, other, relation, *best)


def _are_of_two(one: Group, other: Group) -> bool:
    return any(
        are_dealt_out(here, there) or owners_differ(here, there) for here in one.samples for there in other.samples
    )


def partners_in(pairs: Iterable[Bond]) -> Partners:
    """By group, all that it could be paired with."""
    near: dict[int, list[tuple[Group, float]]] = {}
    for pair in pairs:
        near.setdefault(id(pair.one), []).append((pair.other, pair.alike))
        near.setdefault(id(pair.other), []).append((pair.one, pair.alike))
    return near


def _weighed(pair: Bond, near: Partners, rivals: Sequence[Group]) -> Bond | None:
    """The pair with all its evidence, or None where that is not enough."""
    if pair.relation is not Relation.OPPOSED:
        return pair if pair.alike >= AKIN else None
    if not hint_for(pair.one.reading, pair.other.reading) and _is_by_chance(pair):
        return None
    is_odd = _is_far(pair) or _are_complements(pair.one.reading, pair.other.reading)
    if is_odd and not _are_dealt_crosswise(pair, rivals):
        return None
    odds = weigh(CONFLICT, evidence_of_conflict(pair.one, pair.other, pair.alike, pair.wording, near, rivals))
    is_enough = odds >= (_SURE if _are_few(pair) else OPPOSING)
    return replace(pair, alike=odds) if is_enough and not _has_slipped(pair, near) else None


def _is_by_chance(pair: Bond) -> bool:
    """Counts and spans that share no word, nor what they count: news is full of ten days to recover, nine of rain."""
    family, found = pair.one.reading.family, dict(pair.wording)
    if family == "time" and pair.alike <= 0:
        return True
    shares_nothing = found.get("alike", 0.0) < _NOTHING and found.keys().isdisjoint(_SHARED)
    return shares_nothing and family in ("time", "count")


def _are_few(pair: Bond) -> bool:
    readings = (pair.one.reading, pair.other.reading)
    return all(reading.family in ("count", "time") and reading.high <= _FEW for reading in readings)


def _is_far(pair: Bond) -> bool:
    """A third more is another thing, but for a slip and for what may differ much."""
    one, other = pair.one.reading, pair.other.reading
    if hint_for(one, other) or _may_differ_much(pair):
        return False
    return doublings(one, other) > (_MISREAD if is_misread(one, other) else _THIRD_MORE)


def _are_dealt_crosswise(pair: Bond, rivals: Sequence[Group]) -> bool:
    """Whether both texts give both values, each to the other's owner."""
    return any(name == "same owner" for name, _ in pair.wording) and are_exchanged(pair.one, pair.other, rivals)


def _has_slipped(pair: Bond, near: Partners) -> bool:
    """Whether the articles of one value give the other a known slip away: that is its partner, and this is not."""
    if hint_for(pair.one.reading, pair.other.reading):
        return False
    return any(
        not partner.articles.isdisjoint(other.articles) and hint_for(one.reading, partner.reading)
        for one, other in ((pair.one, pair.other), (pair.other, pair.one))
        for partner, _ in near.get(id(one), ())
    )


def _may_differ_much(pair: Bond) -> bool:
    """Two sides count differently, early counts of the hurt are poor, and a sentence may be halved on appeal."""
    names = {name for name, _ in pair.wording}
    contexts = [claim.context for group in (pair.one, pair.other) for claim in group.claims]
    of_harm = "same fate" in names and any(context.deed in _HARMED for context in contexts)
    return of_harm or "two sides" in names or any(context.corrects or context.lowers for context in contexts)


def _are_complements(one: Reading, other: Reading) -> bool:
    """Those who do and those who do not: 38 % and 62 %."""
    both = (one.value, other.value)
    return one.family == "share" and None not in both and sum(value or 0 for value in both) == _ALL


def _likeness(one: Group, other: Group, rarity: Rarity) -> tuple[float, tuple[tuple[str, float], ...]] | None:
    """Log-odds and evidence of the samples most alike; None where most of them measure different things.

    A known slip between the values speaks for them where as many do as do not.
    """
    found = []
    n_pairs = 0
    is_slip = hint_for(one.reading, other.reading) is not None
    for here in one.samples:
        for there in other.samples:
            n_pairs += 1
            evidence = tuple(evidence_of(here, there, rarity))
            if RULED_OUT.isdisjoint([name for name, _ in evidence]):
                found.append((weigh(THING, evidence), evidence))
    return max(found, key=lambda best: best[0]) if found and 2 * len(found) + is_slip > n_pairs else None


def _may_join(one: Sequence[Group], other: Sequence[Group], known: Known) -> bool:
    """Whether no pair across two facts rules the joint fact out."""
    return all(_pair_may_join(here, there, known) for here in one[:_MAX_GROUPS] for there in other[:_MAX_GROUPS])


def _pair_may_join(here: Group, there: Group, known: Known) -> bool:
    """Whether the two could be compared and are not too strange."""
    alike = known.get(frozenset((id(here), id(there))))
    return alike is not None and (alike > _STRANGE or hint_for(here.reading, there.reading) is not None)


def _may_oppose(one: Group, other: Group) -> bool:
    """Whether the values are near enough to be of one thing, also where an article gives both.

    Mostly that one speaks of two things, unless one is in the headline, revises the other, comes from the other side,
    or confuses more with times.
    """
    shared = one.articles & other.articles
    if not is_near(one.reading, other.reading):
        return False
    if not shared or hint_for(one.reading, other.reading) is Hint.PERCENT_MORE_OR_TIMES:
        return True
    return all(_explains_itself(_within(one, article), _within(other, article)) for article in shared)


def _within(group: Group, article_id: int) -> list[Claim]:
    return [claim for claim in group.claims if claim.article.article_id == article_id]


def _explains_itself(one: Iterable[Claim], other: Iterable[Claim]) -> bool:
    here, there = list(one), list(other)
    in_headline = [all(claim.is_headline for claim in claims) for claims in (here, there)]
    return (
        in_headline[0] != in_headline[1] or _revises(here, there) or _revises(there, here) or _are_disputed(here, there)
    )


def _are_disputed(one: Sequence[Claim], other: Sequence[Claim]) -> bool:
    """The text gives one side's count and the other side's."""
    return all(is_disputed(here, there) for here in one for there in other)


def _revises(old: Sequence[Claim], new: Sequence[Claim]) -> bool:
    """The text withdraws one value for the other: "cut to nine years, from 14"."""
    left = all(claim.context.side == "from" or claim.context.is_elsewhere for claim in old)
    return left and any(claim.context.corrects or claim.context.lowers for claim in new)
