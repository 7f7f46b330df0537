"""Evidence for one thing that neither wording shows: a known slip, and nothing else that either could be paired with.

Two articles on one event that each hold one figure of a kind without a match in the other mostly mean the same thing.
Says nothing of claims that differ: those never meet here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from pipeline.reconcile.align import significant_digits
from pipeline.reconcile.group import Group
from pipeline.reconcile.hints import hint_for
from pipeline.reconcile.reading import Reading, in_unit_of

_SLIP = {1: 0.05, 2: 0.2, 3: 0.35}
"""By significant digits: one pair of numbers in ninety with two digits looks like a slip by chance, in a thousand with
three."""

_ONLY = 0.25
_ALONE = 0.1
"""On top, where each is the only figure of its unit in its article."""

_OF_TIME = 0.5
"""Durations stand in any story ("for two years"), and being the only one says less."""

_CLEAR = 0.2
"""Likeness by which a pair must beat the next best one to count fully as each other's only counterpart."""

_PLAIN = 0.4
"""Without a slip it counts less: measured on the gold events it then found one conflict in 138 and cost none."""

_NEAR_DOUBLINGS = 0.6
_FAR_DOUBLINGS = 1.0
"""Within a factor of one and a half two numbers look like one; from a factor of two on only a slip explains them."""

Partners = Mapping[int, list[tuple[Group, float]]]
"""By the identity of a group, all that it could be paired with, and how alike they are."""


def slip_evidence(one: Reading, other: Reading) -> float:
    """What a known slip between two values adds to their likeness: the rarer the coincidence, the more."""
    if hint_for(one, other) is None:
        return 0.0
    return _SLIP[min(3, min(significant_digits(one), significant_digits(other)))]


def counterpart_evidence(one: Group, other: Group, near: Partners, alike: float, *, are_alone: bool) -> float:
    """What it adds that neither group has a better partner among the figures of the other's articles."""
    best = max(_next_best(one, other, near), _next_best(other, one, near))
    clearness = min(1.0, max(0.0, (alike - best) / _CLEAR))
    weight = (_ONLY + _ALONE * are_alone) * (_OF_TIME if one.reading.family == "time" else 1.0)
    return weight * clearness * (1.0 if hint_for(one.reading, other.reading) else _nearness(one.reading, other.reading))


def _next_best(one: Group, other: Group, near: Partners) -> float:
    """The likeness of the best partner for `one` in the articles of `other`, beside `other` itself."""
    rest = (
        alike
        for group, alike in near.get(id(one), [])
        if group is not other and not group.articles.isdisjoint(other.articles)
    )
    return max(rest, default=-1.0)


def _nearness(one: Reading, other: Reading) -> float:
    """What counts of it where no slip explains the difference: less for near values, nothing for those far apart."""
    moved = in_unit_of(other, one)
    if moved is None or not one.low or not moved.low:
        return 0.0
    doublings = abs(math.log2(abs(moved.low / one.low)))
    return _PLAIN * min(1.0, max(0.0, (_FAR_DOUBLINGS - doublings) / (_FAR_DOUBLINGS - _NEAR_DOUBLINGS)))
