"""What two claims have in common and what parts them, as named evidence: the same noun, another stance, another year.

Names and amounts only; how much each of them says is weighed elsewhere (`weights`). Values take no part.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pipeline.reconcile import differ
from pipeline.reconcile.claim import Claim
from pipeline.reconcile.context import Context
from pipeline.reconcile.lexicon import (
    ACCOUNTS,
    CONTRASTS,
    FIRM_SPANS,
    GENERAL_HEADS,
    KNOWN_HEADS,
    KNOWN_MEASURES,
    LIVING_DEEDS,
    PEOPLE,
    RATES,
    SUBGROUPS,
    are_kin,
)
from schemas.figure import Change

Rarity = Mapping[str, float]
"""How much each word says within a story."""

Evidence = Iterator[tuple[str, float]]

_NEARBY = 0.3
_MOST_NAMES = 3


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
    shared = 0.0
    for word, weight in small.items():
        if word in large:
            shared += min(weight, large[word]) * rarity.get(word, 1.0)
    if not shared:
        return 0.0
    return min(1.0, shared / math.sqrt(_mass(one.words, rarity) * _mass(other.words, rarity)))


def _mass(words: Mapping[str, float], rarity: Rarity) -> float:
    return sum(weight * rarity.get(word, 1.0) for word, weight in words.items()) or 1.0


def evidence_of(one: Claim, other: Claim, rarity: Rarity) -> Evidence:
    """All evidence for and against two claims measuring one thing."""
    family = family_name(one)
    yield f"is {family}", 1.0
    alike = similarity(one.context, other.context, rarity)
    yield "alike", alike
    yield "a bit alike", min(alike, 0.15)
    yield f"alike {family}", alike
    yield from _counted(one, other) if one.is_count and other.is_count else _measured(one, other, family)
    yield from _circumstances(one, other)
    if differ.owners_differ(one, other):
        yield "two owners", 1.0
    if _is_of_others(one.context, other.context) or _is_of_others(other.context, one.context):
        yield "one nation", 1.0
    if differ.is_disputed(one, other):
        yield "two sides", 1.0
    yield from _people_and_places(one.context, other.context)
    yield from _surroundings(one, other)


def family_name(claim: Claim) -> str:
    """The unit family for which evidence is weighed apart: the small ones are one."""
    name = claim.reading.family.partition("/")[0].partition(":")[0]
    return name if name in {"count", "share", "money", "growth", "time", "length", "points"} else "unit"


def _counted(one: Claim, other: Claim) -> Evidence:
    yield _of_heads(one, other), 1.0
    if {one.head, other.head} & SUBGROUPS and one.head != other.head:
        yield "subgroup", 1.0
    if _is_named(one, other) or _is_named(other, one):
        yield "noun nearby", 1.0
    deeds = _of_deeds(one, other)
    yield deeds, 1.0
    if deeds == "no deed" and one.head is other.head is None:
        yield "nothing counted", 1.0
    if (
        deeds == "same fate"
        and one.context.deed == "aboard"
        and {one.head, other.head} & PEOPLE
        and one.head != other.head
    ):
        yield "with and without crew", 1.0


def _of_heads(one: Claim, other: Claim) -> str:
    heads = {one.head, other.head}
    if len(heads) == 1:
        return "no noun" if None in heads else "general noun" if heads & GENERAL_HEADS else "same noun"
    if None in heads:
        return "one noun"
    if heads & GENERAL_HEADS:
        return "narrower noun" if heads & PEOPLE - GENERAL_HEADS else "general and other noun"
    if heads <= PEOPLE:
        return "two kinds of people"
    return "two known nouns" if heads <= KNOWN_HEADS else "two nouns"


def _is_named(one: Claim, other: Claim) -> bool:
    """The noun that one counts stands near the number of the other: "nine of the dead were children"."""
    return one.head is not None and one.head != other.head and other.context.words.get(one.head, 0.0) >= _NEARBY


def _of_deeds(one: Claim, other: Claim) -> str:
    here, there = one.context, other.context
    living = {here.deed, there.deed} & LIVING_DEEDS
    if here.deed == there.deed:
        return "no deed" if here.deed is None else "same fate" if living else "same deed"
    if None in (here.deed, there.deed):
        return "fate untold" if living else "deed untold"
    if len(living) == 2:
        told = here.deed in there.fates and there.deed in here.fates
        either = here.deed in there.fates or there.deed in here.fates
        return "kindred fates" if told or either else _of_fates(here.deed, there.deed)
    return "two deeds" if here.is_deed_near and there.is_deed_near else "two deeds far"


def _of_fates(here: str | None, there: str | None) -> str:
    if {here, there} == {"injured", "hospitalised"}:
        return "injured or in hospital"
    return "kindred fates" if differ.are_kindred(here, there) else "two fates"


def _measured(one: Claim, other: Claim, family: str) -> Evidence:
    measure = _of_measures(one.context, other.context)
    yield measure, 1.0
    yield f"{measure} {family}", 1.0
    if measure == "two known measures" and {one.context.measure, other.context.measure} & ACCOUNTS:
        yield "two accounts", 1.0
    if {one.context.measure, other.context.measure} & RATES and bool(differ.whole_of(one)) != bool(
        differ.whole_of(other)
    ):
        yield "rate and share of a whole", 1.0
    if family == "time" and measure != "same measure" and {one.context.measure, other.context.measure} & FIRM_SPANS:
        yield "two spans", 1.0
    here, there = one.context.substance, other.context.substance
    if here or there:
        yield "same substance" if here == there else "two substances" if here and there else "one substance", 1.0
    whole, part = differ.whole_of(one), differ.whole_of(other)
    if whole or part:
        yield "same whole" if whole & part else "two wholes" if whole and part else "one whole", 1.0
    if one.context.deed and one.context.deed == other.context.deed:
        yield "same deed of amounts", 1.0
    if one.figure.unit == other.figure.unit:
        yield "same unit", 1.0


def _of_measures(one: Context, other: Context) -> str:
    here, there = one.measure, other.measure
    if here == there:
        return "same measure" if here else "no measure"
    if here is None or there is None:
        return "one measure"
    if are_kin(here, there):
        return "kin measures"
    if not {here, there} <= KNOWN_MEASURES:
        return "two measures"
    return "two known measures" if one.is_measure_near and other.is_measure_near else "two measures far"


def _circumstances(one: Claim, other: Claim) -> Evidence:
    here, there = one.context, other.context
    if here.stance or there.stance:
        yield _of_stances(here, there), 1.0
    if one.reading.family != "growth" and (one.reading.change == Change.NONE) != (other.reading.change == Change.NONE):
        yield "level and change", 1.0
    if (here.side == "from") != (there.side == "from"):
        yield "before and after", 1.0
    if here.is_part != there.is_part:
        yield "part and whole" if one.is_count else "part of a figure", 1.0
    if here.is_whole_of_part != there.is_whole_of_part and one.is_count:
        yield "whole of a part", 1.0
    if here.is_whole_of_part != there.is_whole_of_part and differ.whole_of(one) & differ.whole_of(other):
        yield "whole and another part", 1.0
    if here.is_elsewhere != there.is_elsewhere:
        yield "another time", 1.0
    yield from _of_contrasts(here.contrasts, there.contrasts)
    if _is_moved_and_reached(one, other) or _is_moved_and_reached(other, one):
        yield "by and to", 1.0
    yield from _of_times(one, other)


def _of_contrasts(here: frozenset[str], there: frozenset[str]) -> Evidence:
    if here == there:
        return
    if here and there:
        yield "two contrasts", 1.0
    for word in here ^ there:
        yield f"one {CONTRASTS.get(word, 'comparison')} contrast", 1.0


def _is_moved_and_reached(one: Claim, other: Claim) -> bool:
    """It rose by the one, and to the other; of rates the two are told apart too seldom."""
    return (
        one.reading.family not in ("growth", "share")
        and one.reading.change != Change.NONE
        and one.context.side != "to"
        and other.context.side == "to"
    )


def _of_stances(here: Context, there: Context) -> str:
    if here.stance == there.stance:
        return "same stance"
    stances = {here.stance, there.stance}
    if None not in stances:
        return "two stances"
    only = here.stance or there.stance
    if only == "expectation" and (here.is_actual or there.is_actual):
        return "expectation and result"
    return f"one {only}"


def _of_times(one: Claim, other: Claim) -> Evidence:
    here, there = one.context, other.context
    years, months = _years_and_months(one, other)
    if years:
        yield years, 1.0
    if months:
        yield months, 1.0
    if here.phases != there.phases:
        yield "two phases" if here.phases and there.phases else "one phase", 1.0
    elif here.phases:
        yield "same phase", 1.0
    if differ.is_past(one) != differ.is_past(other):
        yield "past and present", 1.0
    if differ.is_long_past(one) != differ.is_long_past(other):
        yield "long past and present", 1.0


def _years_and_months(one: Claim, other: Claim) -> tuple[str, str]:
    here, there = differ.years_of(one), differ.years_of(other)
    old, new = ({period for period in periods if period.isdigit()} for periods in (here, there))
    first, second = here - old, there - new
    years = "" if not old | new else "same year" if old & new else "two years" if old and new else "one year"
    months = "" if not first | second else "same month" if first & second else ""
    return years, months or ("two months" if first and second else "")


def _people_and_places(here: Context, there: Context) -> Evidence:
    shared = len(here.names & there.names)
    yield "shared names", min(_MOST_NAMES, shared) / _MOST_NAMES
    if not (here.owner and there.owner):
        return
    if here.owner & there.owner:
        yield "same owner", 1.0
    elif here.owner & there.names or there.owner & here.names:
        yield "two owners of both", 1.0
    else:
        yield "strangers in lists" if here.is_parallel or there.is_parallel else "strangers", 1.0


def _is_of_others(named: Context, other: Context) -> bool:
    """Whether the one counts those of a name that the other sentence does not know."""
    return named.people_of is not None and named.people_of not in other.names


def _surroundings(one: Claim, other: Claim) -> Evidence:
    if one.is_sole and other.is_sole and one.signature == other.signature:
        yield "sole", 1.0
    if one.is_alone and other.is_alone:
        yield "alone", 1.0
    if one.beside and other.beside and one.beside & other.beside:
        yield "same figure beside", 1.0
    yield from _neighbours(one.context, other.context)


def _neighbours(here: Context, there: Context) -> Evidence:
    for side in ("left", "right"):
        first, second = getattr(here, side), getattr(there, side)
        if first and first == second:
            yield f"same word {side}", 1.0
