"""What a claim says of its time and its whole, and the two reasons that keep even equal values apart."""

from __future__ import annotations

from functools import lru_cache

from pipeline.reconcile.claim import Claim
from pipeline.reconcile.context import Context
from pipeline.reconcile.lexicon import ACCOUNTS, LIVING_DEEDS, STOP, concept_of
from pipeline.reconcile.sentence import MONTHS, tokens_of

_RELATIVE = {"last year": -1, "this year": 0, "next year": 1}
_STRAY_MONTHS = range(3, 9)
"""Months back: statistics are up to two months late, and plans speak of the months ahead."""

_KINDRED = (
    frozenset({"injured", "hospitalised"}),
    frozenset({"survived", "rescued"}),
    frozenset({"evacuated", "homeless", "displaced"}),
    frozenset({"rescued", "kidnapped"}),
)
"""Fates that may be told in either word."""


def cannot_be_one(one: Claim, other: Claim) -> bool:
    """Equal or not: the killed are not the injured, and one party's share of a whole is not the other's."""
    return _fates_differ(one, other) or owners_differ(one, other) or are_dealt_out(one, other)


def _fates_differ(one: Claim, other: Claim) -> bool:
    deeds = {one.context.deed, other.context.deed}
    are_told = one.is_count and other.is_count and len(deeds & LIVING_DEEDS) == 2
    return are_told and not are_kindred(*deeds)


def are_kindred(one: str | None, other: str | None) -> bool:
    """Whether two fates may be told in either word."""
    return any({one, other} <= kin for kin in _KINDRED)


def is_disputed(one: Claim, other: Claim) -> bool:
    """Two sides give their own counts: organisers and police, rebels and army."""
    camps = {one.context.camp, other.context.camp}
    are_counts = one.is_count and other.is_count and (one.head == other.head or None in (one.head, other.head))
    return are_counts and len(camps) == 2 and None not in camps


def owners_differ(one: Claim, other: Claim) -> bool:
    """For shares of a whole the name next to the number says whose it is; elsewhere it is too often just a place.

    Where a sentence gives several numbers to several names, its owner is firm: the other sentence has to know the name.
    """
    here, there = one.context, other.context
    if one.reading.family != "share" or not (here.owner and there.owner) or here.owner & there.owner:
        return False
    if here.is_parallel == there.is_parallel:
        return here.is_parallel or (not here.owner & there.names and not there.owner & here.names)
    return _is_unknown_to(*((here, there) if here.is_parallel else (there, here)))


def are_dealt_out(one: Claim, other: Claim) -> bool:
    """Both sentences deal their numbers out to the same names, and give these two to different ones."""
    here, there = one.context, other.context
    if not (here.is_parallel and there.is_parallel and here.owner and there.owner) or here.owner & there.owner:
        return False
    return bool(here.owner & there.names) and bool(there.owner & here.names)


def _is_unknown_to(firm: Context, loose: Context) -> bool:
    return not firm.owner & loose.names


@lru_cache(maxsize=4096)
def _words_of(whole: str) -> frozenset[str]:
    return frozenset(concept_of(token.stem) for token in tokens_of(whole) if token.is_word and token.word not in STOP)


def whole_of(claim: Claim) -> frozenset[str]:
    """The words of the whole that the figure is a part of: GDP, the workforce."""
    return _words_of((claim.figure.of_what or "").lower())


def years_of(claim: Claim) -> frozenset[str]:
    """Years and months, with "last year" as the year it was."""
    if not (claim.context.periods or claim.context.phases):
        return frozenset()
    year = claim.article.published_at.year
    spoken = {str(year + step) for phrase, step in _RELATIVE.items() if phrase in claim.context.phases}
    return claim.context.periods | spoken


def is_past(claim: Claim) -> bool:
    """Dated to an earlier year, or to a month so far from the article that not even statistics are that late."""
    published = claim.article.published_at
    for period in claim.context.periods:
        if period.isdigit():
            if int(period) < published.year - _is_annual(claim):
                return True
        elif (published.month - 1 - MONTHS.index(period)) % 12 in _STRAY_MONTHS:
            return True
    return False


def is_long_past(claim: Claim) -> bool:
    """Dated to a year before the last."""
    years = [int(period) for period in claim.context.periods if period.isdigit()]
    return bool(years) and max(years) < claim.article.published_at.year - 1


def _is_annual(claim: Claim) -> bool:
    """Growth and accounts are told a year late."""
    return claim.reading.family == "growth" or claim.context.measure in ACCOUNTS
