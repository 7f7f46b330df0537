"""How much speaks for two claims measuring one thing. Values take no part, but agreeing needs less proof than opposing.

`likeness` sums the evidence: the same noun, deed, measure, whole, stance and words around. Reasons against: `differ`.
All weights are ours, set on the gold events (tests/quality/test_facts.py) and coarse on purpose.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.reconcile.claim import Claim
from pipeline.reconcile.context import Context
from pipeline.reconcile.differ import is_general, owners_differ, things_differ, whole_of
from pipeline.reconcile.lexicon import GENERAL_HEADS, KNOWN_HEADS, LIVING_DEEDS, LOOSE_FAMILIES, PEOPLE, SUBGROUPS
from pipeline.reconcile.reading import Reading
from schemas.figure import FigureKind

OPPOSING = 0.5
"""Likeness from which different values are held against each other: below it two things begin to look like one."""

AKIN = 0.45
"""Likeness from which different but compatible values stand in one fact."""

_SAME_DEED, _SAME_HEAD, _SAME_MEASURE, _SAME_UNIT, _SAME_WHOLE = 0.3, 0.3, 0.35, 0.25, 0.3
_SAME_OWNER, _SAME_STANCE, _SAME_NAME = 0.35, 0.2, 0.1
_SILENT = 0.1
"""Both leave the noun general."""

_NAMED_HEAD = 0.25
"""One counts flights, the other says that flights numbered so many."""

_BOTH_SOLE = 0.12
"""Each is the only figure of its article under these words."""

_STRANGE = 0.25
"""Taken off where each stands next to a name that the other does not know."""

_KINDRED = (
    frozenset({"injured", "hospitalised"}),
    frozenset({"survived", "rescued"}),
    frozenset({"evacuated", "homeless", "displaced"}),
)
"""Deeds that may be two words for one fate where the numbers are equal."""

_AGREEING = {1: 0.25, 2: -0.1, 3: -0.35}
"""Likeness from which equal values agree, by significant digits: 5 % is everywhere, 479 is not."""

_OTHER_THING = 0.2
_TELLING_UNIT = 0.25
_NEARBY = 0.3
_LARGE = 1000

Rarity = Mapping[str, float]
"""How much each word says within a story."""


def rarity_of(contexts: Iterable[Context]) -> Rarity:
    """How much a shared word says: little when every claim of the family has it (inverse document frequency)."""
    counts: Counter[str] = Counter()
    total = 0
    for context in contexts:
        counts.update(context.words.keys())
        total += 1
    return {word: math.log(1 + (total + 1) / count) for word, count in counts.items()}


def similarity(one: Context, other: Context, rarity: Rarity) -> float:
    """Cosine of the weighted words around two figures, from 0 to 1."""
    small, large = sorted((one.words, other.words), key=len)
    shared = sum(min(weight, large[word]) * rarity.get(word, 1.0) for word, weight in small.items() if word in large)
    if not shared:
        return 0.0
    return min(1.0, shared / math.sqrt(_mass(one.words, rarity) * _mass(other.words, rarity)))


def _mass(words: Mapping[str, float], rarity: Rarity) -> float:
    return sum(weight * rarity.get(word, 1.0) for word, weight in words.items()) or 1.0


def likeness(one: Claim, other: Claim, rarity: Rarity) -> float:
    """Evidence for one thing measured, roughly from 0 to 1.5. Says nothing where `differs` is true."""
    slots = _count_slots(one, other) if one.is_count and other.is_count else _amount_slots(one, other)
    sole = _BOTH_SOLE if one.is_sole and other.is_sole and one.signature == other.signature else 0.0
    names = _SAME_NAME * min(2, len(one.context.names & other.context.names))
    return slots + sole + names + similarity(one.context, other.context, rarity)


def _count_slots(one: Claim, other: Claim) -> float:
    score = 0.0
    if one.context.deed and one.context.deed == other.context.deed:
        score += _SAME_DEED
    if one.head and one.head == other.head:
        score += _SAME_HEAD if one.head not in GENERAL_HEADS else _SILENT
    elif is_general(one.head) and is_general(other.head):
        score += _SILENT
    elif None in (one.head, other.head) and (_is_named(one, other) or _is_named(other, one)):
        score += _NAMED_HEAD
    return score


def _amount_slots(one: Claim, other: Claim) -> float:
    score = 0.0
    if one.context.measure and one.context.measure == other.context.measure:
        score += _SAME_MEASURE
    if _is_telling(one.reading.family) or (one.figure.per and "/" in one.reading.family):
        score += _SAME_UNIT
    if one.context.stance and one.context.stance == other.context.stance:
        score += _SAME_STANCE
    if _are_strangers(one.context, other.context):
        score -= _STRANGE
    if one.reading.family == "share" and one.context.owner & other.context.owner:
        score += _SAME_OWNER
    if whole_of(one) & whole_of(other) or (one.context.substance and one.context.substance == other.context.substance):
        score += _SAME_WHOLE
    return score


def _is_telling(family: str) -> bool:
    """Growth, and every dimension that a story seldom measures twice: mass, area, power, magnitude."""
    name = family.partition("/")[0]
    return name == "growth" or not (name in LOOSE_FAMILIES or name.startswith(("count", "number", "money", "points")))


def _are_strangers(here: Context, there: Context) -> bool:
    """Each number stands next to a name that the other sentence does not know."""
    return bool(here.owner and there.owner) and not here.owner & there.names and not there.owner & here.names


def agrees(one: Claim, other: Claim, rarity: Rarity) -> bool:
    """Whether two equal values are one claim. The rarer the number, the less its surroundings have to say."""
    if _cannot_be_one(one, other):
        return False
    alike = likeness(one, other, rarity) - (_OTHER_THING if _slots_clash(one, other) else 0.0)
    telling = _is_measured(one) or _is_large(one) or _is_odd(one)
    return alike >= _AGREEING[_digits(one, other)] - (_TELLING_UNIT if telling else 0.0)


def _slots_clash(one: Claim, other: Claim) -> bool:
    """Both name a deed, or a measure, and not the same; of equal values that is a doubt, not a reason."""
    if not (one.is_count and other.is_count):
        return things_differ(one, other)
    deeds = {one.context.deed, other.context.deed}
    return None not in deeds and len(deeds) == 2


def _digits(one: Claim, other: Claim) -> int:
    return min(3, max(significant_digits(one.reading), significant_digits(other.reading)))


def _is_large(claim: Claim) -> bool:
    """Two digits with a scale ("780 million") are rarer than two digits alone."""
    return significant_digits(claim.reading) <= 2 and claim.reading.low >= _LARGE


def _is_odd(claim: Claim) -> bool:
    """Two digits of a percentage that nobody rounds to: 68, not 70 or 65."""
    value = claim.reading.value
    return (
        claim.reading.family == "share"
        and value is not None
        and significant_digits(claim.reading) == 2
        and value % 5 != 0
    )


def _is_measured(claim: Claim) -> bool:
    """Six minutes are rarer than six of anything, or six per cent."""
    return claim.figure.kind in (FigureKind.MEASURE, FigureKind.DURATION)


def _cannot_be_one(one: Claim, other: Claim) -> bool:
    """Equal or not: the killed are not the injured, children not everybody, one party's share not the other's."""
    if owners_differ(one, other):
        return True
    if not (one.is_count and other.is_count):
        return False
    deeds = {one.context.deed, other.context.deed}
    if len(deeds & LIVING_DEEDS) == 2 and not any(deeds <= kin for kin in _KINDRED):
        return True
    return _heads_clash(one, other) and not (_is_named(one, other) or _is_named(other, one))


def _heads_clash(one: Claim, other: Claim) -> bool:
    """Nouns that cannot stand for one another; a rare number may be told by two of them ("drones", "targets")."""
    heads = {one.head, other.head}
    if len(heads) == 1:
        return False
    if heads & SUBGROUPS and (None in heads or heads & GENERAL_HEADS or heads <= SUBGROUPS):
        return True
    if one.context.deed and one.context.deed == other.context.deed:
        return False
    if heads & {None, *GENERAL_HEADS} or heads <= PEOPLE or _digits(one, other) == 3:
        return False
    return heads <= KNOWN_HEADS or not _is_large(one)


def _is_named(one: Claim, other: Claim) -> bool:
    """The noun that one counts stands near the number of the other: "nine of the dead were children"."""
    return one.head is not None and other.context.words.get(one.head, 0.0) >= _NEARBY


def significant_digits(reading: Reading) -> int:
    """Digits that carry information: 3 in 479 and 2.75, 1 in 5 and 60,000."""
    return len(reading.value.normalize().as_tuple().digits) if reading.value is not None else 1
