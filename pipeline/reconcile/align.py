"""Whether two claims measure the same thing. Values take no part, except that agreeing needs less proof than opposing.

Two answers: `differs`, a reason to keep claims apart whatever else they share, and `likeness`, how much speaks for one
thing measured. A conflict needs both: nothing that differs, and a great deal that is alike.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pipeline.reconcile.claim import Claim
from pipeline.reconcile.context import MONTHS, Context, concept_of
from pipeline.reconcile.lexicon import GENERAL_HEADS, LOOSE_FAMILIES, PEOPLE, STOP, SUBGROUPS
from pipeline.reconcile.reading import Reading
from pipeline.reconcile.sentence import tokens_of
from schemas.figure import Change, FigureKind

OPPOSING = 0.58
"""Likeness from which different values are held against each other; set on the tuned gold events, see tests/quality."""

AKIN = 0.45
"""Likeness from which different but compatible values stand in one fact."""

_SAME_DEED, _SAME_HEAD, _SAME_MEASURE, _SAME_UNIT, _SAME_WHOLE = 0.3, 0.3, 0.35, 0.25, 0.3
_SILENT = 0.1
_BOTH_SOLE = 0.12
_NAME = 0.1
_TELLING_UNITS = frozenset({"magnitude", "growth", "temperature", "power", "energy", "speed", "pressure", "data"})
LIVING_DEEDS = frozenset(
    {
        "killed",
        "injured",
        "missing",
        "arrested",
        "survived",
        "aboard",
        "evacuated",
        "rescued",
        "hospitalised",
        "homeless",
    }
)

_ALIAS = frozenset({"aboard", "launched"})
_KINDRED = (
    frozenset({"injured", "hospitalised"}),
    frozenset({"survived", "rescued"}),
    frozenset({"evacuated", "homeless", "displaced"}),
)
_SAME_OWNER = 0.25
_SAME_STANCE = 0.2
_STRANGE = 0.25
_OTHER_THING = 0.2
_AGREEING = {1: 0.25, 2: -0.1, 3: -0.35}
"""Likeness from which equal values agree, by the number of their significant digits: 5 % is everywhere, 479 is not."""

_NEARBY = 0.3
_LARGE = 1000
_STATISTICS_LAG = 2
_TELLING_UNIT = 0.25

Rarity = Mapping[str, float]


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
    names = _NAME * min(2, len(one.context.names & other.context.names))
    return slots + sole + names + similarity(one.context, other.context, rarity)


def _count_slots(one: Claim, other: Claim) -> float:
    score = 0.0
    if one.context.deed and one.context.deed == other.context.deed:
        score += _SAME_DEED
    if one.head and one.head == other.head:
        score += _SAME_HEAD if one.head not in GENERAL_HEADS else _SILENT
    elif _is_general(one.head) and _is_general(other.head):
        score += _SILENT
    return score


def _amount_slots(one: Claim, other: Claim) -> float:
    score = 0.0
    if one.context.measure and one.context.measure == other.context.measure:
        score += _SAME_MEASURE
    if one.reading.family in _TELLING_UNITS or (one.figure.per and "/" in one.reading.family):
        score += _SAME_UNIT
    if one.context.stance and one.context.stance == other.context.stance:
        score += _SAME_STANCE
    if _are_strangers(one.context, other.context):
        score -= _STRANGE
    if one.reading.family == "share" and one.context.owner & other.context.owner:
        score += _SAME_OWNER
    if _whole(one) & _whole(other) or (one.context.substance and one.context.substance == other.context.substance):
        score += _SAME_WHOLE
    return score


def _are_strangers(here: Context, there: Context) -> bool:
    """Each number stands next to a name that the other sentence does not know."""
    return bool(here.owner and there.owner) and not here.owner & there.names and not there.owner & here.names


def differs(one: Claim, other: Claim) -> bool:
    """Whether the claims say of themselves that they measure different things; enough to never oppose them."""
    here, there = one.context, other.context
    return (
        things_differ(one, other)
        or _times_differ(one, other)
        or _stances_differ(one, other)
        or _level_meets_change(one.reading, other.reading)
        or here.contrasts != there.contrasts
        or here.is_part != there.is_part
        or (here.side == "from") != (there.side == "from")
        or _owners_differ(one, other)
    )


def _level_meets_change(one: Reading, other: Reading) -> bool:
    """ "Rose by 300" against "300 in all"; factors are changes whichever way they are put."""
    return one.family != "growth" and (one.change == Change.NONE) != (other.change == Change.NONE)


def _stances_differ(one: Claim, other: Claim) -> bool:
    """A forecast opposes no result, what a company expects none that is history; what is asked for opposes nothing that is done."""
    here, there = one.context, other.context
    if here.stance == there.stance:
        return False
    stances = {here.stance, there.stance}
    if stances == {None, "average"}:
        return False
    if stances == {None, "expectation"}:
        return here.is_actual or there.is_actual
    return not (stances == {None, "demand"} and one.reading.family == "growth")


def things_differ(one: Claim, other: Claim) -> bool:
    """Whether noun and deed, or measure and whole, are said and not the same."""
    if one.is_count and other.is_count:
        return _heads_differ(one, other) or _deeds_differ(one, other)
    if one.reading.family.partition("/")[0] not in LOOSE_FAMILIES and one.figure.kind == FigureKind.MEASURE:
        return False
    here, there = one.context.measure, other.context.measure
    return (here is not None and there is not None and here != there) or _wholes_differ(one, other)


def _heads_differ(one: Claim, other: Claim) -> bool:
    if one.head == other.head:
        return False
    heads = {one.head, other.head}
    if None not in heads and heads & GENERAL_HEADS and heads & PEOPLE - GENERAL_HEADS:
        return True
    if _is_general(one.head) or _is_general(other.head):
        return one.head in SUBGROUPS or other.head in SUBGROUPS or one.context.deed != other.context.deed
    return True


def _deeds_differ(one: Claim, other: Claim) -> bool:
    """Two deeds are two counts; of people even a silent one is not trusted, of things only deeds in the clause are."""
    here, there = one.context, other.context
    if here.deed == there.deed or {here.deed, there.deed} <= _ALIAS:
        return False
    if here.deed and there.deed:
        return (here.is_deed_near and there.is_deed_near) or _is_general(one.head)
    return bool({here.deed, there.deed} & LIVING_DEEDS)


def _is_general(head: str | None) -> bool:
    return head is None or head in GENERAL_HEADS


def _wholes_differ(one: Claim, other: Claim) -> bool:
    here, there = _whole(one), _whole(other)
    return bool(here and there) and not here & there and not (here & PEOPLE and there & PEOPLE)


@lru_cache(maxsize=4096)
def _words_of_whole(whole: str) -> frozenset[str]:
    return frozenset(concept_of(token.stem) for token in tokens_of(whole) if token.is_word and token.word not in STOP)


def _whole(claim: Claim) -> frozenset[str]:
    return _words_of_whole((claim.figure.of_what or "").lower())


def _times_differ(one: Claim, other: Claim) -> bool:
    here, there = one.context, other.context
    if here.is_elsewhere != there.is_elsewhere:
        return True
    if here.phases != there.phases and (
        (here.phases and there.phases) or {"forecast", "expectation"} & {here.stance, there.stance}
    ):
        return True
    if here.periods and there.periods:
        return not here.periods & there.periods
    return _is_past(one) or _is_past(other)


def _is_past(claim: Claim) -> bool:
    """Dated to an earlier year, or to a month so far from the article that not even statistics are that late."""
    published = claim.article.published_at
    for period in claim.context.periods:
        if period.isdigit():
            if int(period) < published.year:
                return True
        elif (published.month - 1 - MONTHS.index(period)) % 12 > _STATISTICS_LAG:
            return True
    return False


def _owners_differ(one: Claim, other: Claim) -> bool:
    """For shares of a whole the name next to the number says whose it is; elsewhere it is too often just a place."""
    if one.reading.family != "share":
        return False
    return bool(one.context.owner and other.context.owner) and not one.context.owner & other.context.owner


def agrees(one: Claim, other: Claim, rarity: Rarity) -> bool:
    """Whether two equal values are one claim. The rarer the number, the less its surroundings have to say."""
    if _cannot_be_one(one, other):
        return False
    alike = likeness(one, other, rarity) - (_OTHER_THING if _slots_clash(one, other) else 0.0)
    return alike >= _AGREEING[_digits(one, other)] - (_TELLING_UNIT if _is_measured(one) or _is_large(one) else 0.0)


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
    return significant_digits(claim.reading) == 2 and claim.reading.low >= _LARGE


def _is_measured(claim: Claim) -> bool:
    """Six minutes are rarer than six of anything, or six per cent."""
    return claim.figure.kind in (FigureKind.MEASURE, FigureKind.DURATION)


def _cannot_be_one(one: Claim, other: Claim) -> bool:
    """Equal or not: the killed are not the injured, children not everybody, one party's share not the other's."""
    if _owners_differ(one, other):
        return True
    if not (one.is_count and other.is_count):
        return False
    deeds = {one.context.deed, other.context.deed}
    if len(deeds & LIVING_DEEDS) == 2 and not any(deeds <= kin for kin in _KINDRED):
        return True
    return _heads_clash(one, other) and not (_is_named(one, other) or _is_named(other, one))


def _heads_clash(one: Claim, other: Claim) -> bool:
    """Different nouns that cannot stand for one another; rare numbers may still be told by two nouns ("drones", "targets")."""
    heads = {one.head, other.head}
    if len(heads) == 1:
        return False
    if heads & SUBGROUPS:
        return True
    return not heads & {None, *GENERAL_HEADS} and not heads <= PEOPLE and _digits(one, other) < 3


def _is_named(one: Claim, other: Claim) -> bool:
    """The noun that one counts stands near the number of the other: "nine of the dead were children"."""
    return one.head is not None and other.context.words.get(one.head, 0.0) >= _NEARBY


def significant_digits(reading: Reading) -> int:
    """Digits that carry information: 3 in 479 and 2.75, 1 in 5 and 60,000."""
    return len(reading.value.normalize().as_tuple().digits) if reading.value is not None else 1
