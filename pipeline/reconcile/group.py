"""Claims that give the same value of the same thing, gathered into groups.

Bounded work: a claim meets only groups of equal value, found on shelves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.reconcile.align import agrees, likeness
from pipeline.reconcile.claim import Claim
from pipeline.reconcile.compare import Relation, compare
from pipeline.reconcile.differ import are_dealt_out
from pipeline.reconcile.evidence import Rarity
from pipeline.reconcile.reading import Reading, shelves_of
from schemas.figure import Qualifier

_MAX_SAMPLES = 3
_MAX_EQUALS = 8
"""Things of one value that a claim is held against; more of them in one story is a table, not news."""


@dataclass(slots=True, eq=False)
class Group:
    """Claims of one value about one thing."""

    claims: list[Claim]
    reading: Reading
    """That of the firmest claim: "48" commits its writer where "at least 48" does not; a change, where one claim is."""
    samples: list[Claim] = field(default_factory=list)
    """Up to three claims with different wording; enough to know what the group is about."""

    articles: set[int] = field(default_factory=set)
    """Articles that give the value."""

    def add(self, claim: Claim) -> None:
        """Take the claim in."""
        self.claims.append(claim)
        self.articles.add(claim.article.article_id)
        if claim.reading.family != self.reading.family:
            self.reading = claim.reading if claim.reading.family == "growth" else self.reading
        elif claim.reading.qualifier == Qualifier.EXACT != self.reading.qualifier:
            self.reading = claim.reading
        if len(self.samples) < _MAX_SAMPLES and all(claim.context is not other.context for other in self.samples):
            self.samples.append(claim)


def group_equal(claims: Sequence[Claim], rarity: Rarity) -> list[Group]:
    """Groups of claims that give the same value of the same thing; claims come in canonical order."""
    shelves: dict[tuple[str, int], list[Group]] = {}
    seen: dict[tuple[object, ...], Group] = {}
    groups: list[Group] = []
    for claim in claims:
        known = (id(claim.context), id(claim.reading), claim.head)
        group = seen.get(known) or _home_of(claim, shelves, rarity)
        if group is None:
            group = Group([], claim.reading)
            groups.append(group)
            for shelf in shelves_of(claim.reading):
                shelves.setdefault(shelf, []).append(group)
        group.add(claim)
        seen[known] = group
    return groups


def _home_of(claim: Claim, shelves: dict[tuple[str, int], list[Group]], rarity: Rarity) -> Group | None:
    """The most alike group of equal value, or None."""
    best: tuple[float, Group] | None = None
    for group in _equal_groups(claim.reading, shelves):
        if any(are_dealt_out(claim, sample) for sample in group.samples):
            continue
        for sample in group.samples:
            if agrees(claim, sample, rarity):
                alike = likeness(claim, sample, rarity)
                if best is None or alike > best[0]:
                    best = alike, group
    return best[1] if best else None


def _equal_groups(reading: Reading, shelves: dict[tuple[str, int], list[Group]]) -> Iterator[Group]:
    for name, place in shelves_of(reading):
        for neighbour in (place,) if reading.is_exact else (place - 1, place, place + 1):
            for group in shelves.get((name, neighbour), [])[:_MAX_EQUALS]:
                if compare(reading, group.reading) is Relation.SAME:
                    yield group
