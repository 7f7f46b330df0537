"""Reasons to keep two claims apart: another thing, another time, another stance, another group, another owner.

One reason is enough: claims that differ are never held against each other, whatever else they share. An empty slot is
no reason by itself, except where the convention says so (a part is not the whole, a level is not a change).
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.reconcile.claim import Claim
from pipeline.reconcile.context import concept_of
from pipeline.reconcile.lexicon import (
    ACCOUNTS,
    GENERAL_HEADS,
    KNOWN_HEADS,
    KNOWN_MEASURES,
    LIVING_DEEDS,
    LOOSE_FAMILIES,
    PEOPLE,
    STOP,
    SUBGROUPS,
    are_kin,
)
from pipeline.reconcile.reading import Reading
from pipeline.reconcile.sentence import MONTHS, tokens_of
from schemas.figure import Change, FigureKind

_ONE_FATE = frozenset({"killed", "injured", "arrested", "charged", "convicted", "created", "laid off", "employed"})
"""Deeds whose people go by many names: "six people" and "nine skiers" may be one toll."""

_RELATIVE = {"last year": -1, "this year": 0, "next year": 1}
_ALIAS = frozenset({"aboard", "launched"})
_STRAY_MONTHS = range(3, 9)
"""Months back: statistics are up to two months late, and plans speak of the months ahead."""


def differs(one: Claim, other: Claim) -> bool:
    """Whether the claims say of themselves that they measure different things; enough to never oppose them."""
    return things_differ(one, other) or circumstances_differ(one, other)


def is_doubtful(one: Claim, other: Claim) -> bool:
    """Whether the things counted differ in words only: two nouns that no table knows apart ("members", "votes").

    A doubt is overcome by a known slip between the numbers, and by nothing else.
    """
    if not (one.is_count and other.is_count) or not things_differ(one, other):
        return False
    deeds, heads = {one.context.deed, other.context.deed}, {one.head, other.head}
    if len(deeds) == 2 and None not in deeds:
        return False
    if len(deeds) == 2 and deeds & LIVING_DEEDS:
        return len(heads) == 1 and not is_general(one.head)
    return not heads & SUBGROUPS and (None in heads or not heads <= KNOWN_HEADS or heads <= PEOPLE)


def circumstances_differ(one: Claim, other: Claim) -> bool:
    """Whether they speak of different times, stances, groups or owners, whatever the thing."""
    here, there = one.context, other.context
    return (
        _times_differ(one, other)
        or _stances_differ(one, other)
        or _level_meets_change(one.reading, other.reading)
        or here.contrasts != there.contrasts
        or here.is_part != there.is_part
        or (here.side == "from") != (there.side == "from")
        or owners_differ(one, other)
    )


def _level_meets_change(one: Reading, other: Reading) -> bool:
    """The one rose by 300, the other is 300 in all; factors are changes whichever way they are put."""
    return one.family != "growth" and (one.change == Change.NONE) != (other.change == Change.NONE)


def _stances_differ(one: Claim, other: Claim) -> bool:
    """A forecast opposes no result, an expectation none that is history; a demand opposes nothing that is done."""
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
    return _measures_differ(here, there) or _wholes_differ(one, other)


def _measures_differ(here: str | None, there: str | None) -> bool:
    return here != there and {here, there} <= KNOWN_MEASURES and not are_kin(here, there)


def _heads_differ(one: Claim, other: Claim) -> bool:
    if one.head == other.head:
        return False
    heads = {one.head, other.head}
    if None not in heads and heads & GENERAL_HEADS and heads & PEOPLE - GENERAL_HEADS:
        return not (one.is_sole and other.is_sole and _share_a_fate(one, other))
    if is_general(one.head) or is_general(other.head):
        return one.head in SUBGROUPS or other.head in SUBGROUPS or one.context.deed != other.context.deed
    return True


def _share_a_fate(one: Claim, other: Claim) -> bool:
    return one.context.deed == other.context.deed and one.context.deed in _ONE_FATE


def _deeds_differ(one: Claim, other: Claim) -> bool:
    """Two deeds are two counts; of people even a silent one is not trusted, of things only deeds in the clause are."""
    here, there = one.context, other.context
    if here.deed == there.deed or {here.deed, there.deed} <= _ALIAS:
        return False
    if here.deed and there.deed:
        return (here.is_deed_near and there.is_deed_near) or is_general(one.head)
    return bool({here.deed, there.deed} & LIVING_DEEDS)


def is_general(head: str | None) -> bool:
    """Whether the noun leaves open which people or things are counted."""
    return head is None or head in GENERAL_HEADS


def _wholes_differ(one: Claim, other: Claim) -> bool:
    here, there = whole_of(one), whole_of(other)
    return bool(here and there) and not here & there and not (here & PEOPLE and there & PEOPLE)


@lru_cache(maxsize=4096)
def _words_ofwhole_of(whole: str) -> frozenset[str]:
    return frozenset(concept_of(token.stem) for token in tokens_of(whole) if token.is_word and token.word not in STOP)


def whole_of(claim: Claim) -> frozenset[str]:
    """The words of the whole that the figure is a part of: GDP, the workforce."""
    return _words_ofwhole_of((claim.figure.of_what or "").lower())


def _times_differ(one: Claim, other: Claim) -> bool:
    here, there = one.context, other.context
    if here.is_elsewhere != there.is_elsewhere:
        return True
    looks_ahead = bool({"forecast", "expectation"} & {here.stance, there.stance})
    years = _years_of(one), _years_of(other)
    if here.phases != there.phases and ((here.phases and there.phases) or (looks_ahead and years[0] != years[1])):
        return True
    if years[0] and years[1]:
        return not years[0] & years[1]
    return (looks_ahead and here.periods != there.periods) or _is_past(one) or _is_past(other)


def _years_of(claim: Claim) -> frozenset[str]:
    """Years and months, with "last year" as the year it was."""
    year = claim.article.published_at.year
    spoken = {str(year + step) for phrase, step in _RELATIVE.items() if phrase in claim.context.phases}
    return claim.context.periods | spoken


def _is_past(claim: Claim) -> bool:
    """Dated to an earlier year, or to a month so far from the article that not even statistics are that late."""
    published = claim.article.published_at
    for period in claim.context.periods:
        if period.isdigit():
            if int(period) < published.year - _is_annual(claim):
                return True
        elif (published.month - 1 - MONTHS.index(period)) % 12 in _STRAY_MONTHS:
            return True
    return False


def _is_annual(claim: Claim) -> bool:
    """Growth and accounts are told a year late."""
    return claim.reading.family == "growth" or claim.context.measure in ACCOUNTS


def owners_differ(one: Claim, other: Claim) -> bool:
    """For shares of a whole the name next to the number says whose it is; elsewhere it is too often just a place.

    Where a sentence gives several numbers to several names, its owner is firm: the other sentence has to know the name.
    """
    here, there = one.context, other.context
    if one.reading.family != "share" or not (here.owner and there.owner) or here.owner & there.owner:
        return False
    if here.is_parallel and there.is_parallel:
        return True
    if here.is_parallel or there.is_parallel:
        firm, loose = (here, there) if here.is_parallel else (there, here)
        return not firm.owner & loose.names
    return not here.owner & there.names and not there.owner & here.names
