"""Evidence that two groups with different values oppose each other, beyond what their wording shows.

A known slip between the values, how far apart they lie, and whether either has a better partner among the figures of
the other's articles. Two articles on one event that each hold one figure of a kind without a match in the other mostly
mean the same thing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pipeline.reconcile.align import significant_digits
from pipeline.reconcile.compare import Relation, compare
from pipeline.reconcile.evidence import Evidence, family_name
from pipeline.reconcile.group import Group
from pipeline.reconcile.hints import hint_for
from pipeline.reconcile.reading import Reading, in_unit_of
from schemas.fact import Hint

FAR_DOUBLINGS = 2.3
"""Beyond a factor of five only a known slip explains two values of one thing; no gold conflict lies further apart."""

RULED_OUT = frozenset(
    {
        "two fates", "subgroup", "two known nouns", "two nouns", "two wholes", "strangers in lists", "two owners",
        "two accounts", "two known measures growth", "two spans", "part of a figure", "rate and share of a whole",
        "one nation",
        "two years", "two months", "two phases", "long past and present",
        "another time", "by and to", "two stances", "expectation and result",
        "one forecast", "one plan", "one previous", "one limit", "two contrasts", "one basis contrast",
        "one sex contrast", "one tax contrast", "one certainty contrast", "one place contrast",
        "one comparison contrast", "one state contrast", "one market contrast",
        "injured or in hospital", "whole and another part", "with and without crew",
    }
)  # fmt: skip
"""Evidence with which different values are never held against each other: the conventions say so for each, and on the
gold events hardly one conflict in a hundred such pairs has it."""

WORDING = frozenset(
    {
        "alike", "same noun", "general noun", "narrower noun", "two nouns", "one noun", "no noun",
        "general and other noun",
        "same fate", "fate untold", "same deed", "deed untold", "two deeds", "two deeds far", "no deed",
        "same measure", "one measure", "no measure", "two measures", "two measures far", "kin measures",
        "two known measures money", "two known measures share", "two known measures length",
        "same substance", "two substances", "same whole", "sole", "alone", "same figure beside", "strangers",
        "same owner", "shared names", "past and present", "one year", "part and whole", "same unit",
        "two sides", "whole of a part", "same word left", "same word right", "level and change",
    }
)  # fmt: skip
"""Evidence of wording that counts for more or less between different values than it does for likeness in general."""

_BONDS = ("same noun", "same fate", "same measure")
_MARGIN = 3.0
_MOST_DIGITS = 3

Partners = Mapping[int, Sequence[tuple[Group, float]]]
"""By the identity of a group, all that it could be paired with, and how alike they are."""


def is_near(one: Reading, other: Reading) -> bool:
    """Whether two values may be of one thing at all: a known slip apart, or less than a factor of five."""
    return hint_for(one, other) is not None or doublings(one, other) <= FAR_DOUBLINGS


def doublings(one: Reading, other: Reading) -> float:
    """How often the smaller value has to double to reach the larger; infinite where one of them is nothing."""
    here, there = _sizes(one, other)
    return abs(math.log2(abs(there / here))) if here and there else math.inf


def _sizes(one: Reading, other: Reading) -> tuple[Decimal, Decimal]:
    """Both amounts in one unit; of growth the factors, where one of them is written as a factor."""
    if one.multiplier is not None and other.multiplier is not None and (one.is_multiple or other.is_multiple):
        return one.multiplier, other.multiplier
    moved = in_unit_of(other, one)
    return _size(one), _size(moved) if moved is not None else Decimal(0)


def _size(reading: Reading) -> Decimal:
    return reading.low if reading.value is None else reading.value


def evidence_of_conflict(
    one: Group,
    other: Group,
    alike: float,
    wording: Iterable[tuple[str, float]],
    near: Partners,
    values: Sequence[Group],
) -> Evidence:
    """All evidence for and against; `wording` is that of the claims most alike, `values` are all of the family."""
    for name, amount in wording:
        if name in WORDING:
            yield f"also {name}", amount
    yield "alike", alike
    yield "well alike", max(0.0, alike)
    yield f"is {family_name(one.claims[0])}", 1.0
    yield from _of_values(one.reading, other.reading)
    yield from _of_partners(one, other, alike, near, _bond_of(one, wording))
    yield from _of_repetition(one, other, values)


def _of_values(one: Reading, other: Reading) -> Evidence:
    digits = min(_MOST_DIGITS, significant_digits(one), significant_digits(other))
    hint = hint_for(one, other)
    if hint is Hint.PERCENT_MORE_OR_TIMES:
        yield "more taken for times", 1.0
    elif hint:
        yield f"slip of {digits} digits", 1.0
    else:
        yield "doublings", min(doublings(one, other), FAR_DOUBLINGS)
        yield f"{digits} digits", 1.0


def _bond_of(one: Group, wording: Iterable[tuple[str, float]]) -> str:
    """What holds two groups together, in one word."""
    names = {name for name, amount in wording if amount}
    return next((name for name in _BONDS if name in names), family_name(one.claims[0]))


def _of_partners(one: Group, other: Group, alike: float, near: Partners, bond: str) -> Evidence:
    """How clearly each is the other's best partner."""
    rest = [_next_best(one, other, near), _next_best(other, one, near)]
    others = [best for best in rest if best is not None]
    if not others:
        yield "no other partner", 1.0
        yield f"no other partner, {bond}", 1.0
        return
    margin = alike - max(others)
    yield "margin", max(-_MARGIN, min(_MARGIN, margin))
    if len(others) == 1:
        yield "partners on one side", 1.0


def _next_best(one: Group, other: Group, near: Partners) -> float | None:
    """The likeness of the best partner for `one` in the articles of `other`, beside `other` itself."""
    rest = (
        alike
        for group, alike in near.get(id(one), ())
        if group is not other and not group.articles.isdisjoint(other.articles)
    )
    return max(rest, default=None)


def _of_repetition(one: Group, other: Group, values: Sequence[Group]) -> Evidence:
    """An article that gives the other's value too, of something else: two things, or a pair of numbers exchanged."""
    if are_exchanged(one, other, values):
        yield "exchanged", 1.0
    elif _is_said(one, other, values) or _is_said(other, one, values):
        yield "said there too", 1.0


def are_exchanged(one: Group, other: Group, values: Sequence[Group]) -> bool:
    """Whether the articles of each value give the other value too, of something else."""
    return _is_said(one, other, values) and _is_said(other, one, values)


def _is_said(one: Group, other: Group, values: Sequence[Group]) -> bool:
    """Whether an article of `other` gives the value of `one`, in another group."""
    return any(
        group is not one
        and group is not other
        and not group.articles.isdisjoint(other.articles)
        and compare(group.reading, one.reading) is Relation.SAME
        for group in values
    )
