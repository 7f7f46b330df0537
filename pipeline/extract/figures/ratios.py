"""Parts of a round number of things: "one in three", "nine out of 10", "one person in five", "3-in-10"."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from pipeline.extract.figures.contests import counts
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.nouns import plural_head
from pipeline.extract.figures.number import exact
from pipeline.extract.figures.number_lexicon import HYPHENS
from pipeline.extract.figures.quantity import read_quantity
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import STOP, is_plural, singular
from schemas.figure import FigureKind

_USUAL = frozenset(map(Decimal, (3, 4, 5, 10, 100, 1000)))
"""Denominators of more than one part: "two in five"; a single one may be of any number."""

_LONGEST_NOUN = 3
"""Words of what is counted between the two numbers: "one young person in five"."""


def take_ratio(tokens: Tokens, draft: Draft) -> bool:
    """Turn the draft into a ratio where a denominator follows it, or follows what it counts."""
    connector = _connector(tokens, draft.after)
    if connector is not None:
        if not _divide(tokens, draft, read_quantity(tokens, connector), connector):
            return False
        things = plural_head(tokens, draft.after)
        draft.counted = things[0] if things is not None else None
        return True
    noun = _noun_after(tokens, draft)
    connector = _connector(tokens, noun + 1) if noun else None
    if connector is None:
        return False
    other = read_quantity(tokens, connector)
    if other is None or _counts_others(tokens, other.after) or not _divide(tokens, draft, other, connector):
        return False
    draft.counted = singular(tokens.low[noun])
    return True


def _counts_others(tokens: Tokens, at: int) -> bool:
    """Whether the second number counts things of its own: "one man in 12 cities", not "one man in five lives alone"."""
    return tokens.low[at] not in STOP and counts(tokens, at)


def _noun_after(tokens: Tokens, draft: Draft) -> int:
    """The noun between a numerator and its denominator, in the number that it asks for; 0 where there is none."""
    if not (draft.is_bare and (draft.is_plain or draft.is_words)) or draft.value is None:
        return 0
    for at in range(draft.after, draft.after + _LONGEST_NOUN):
        word = tokens.low[at]
        if not word.isalpha() or word in STOP:
            return 0
        if tokens.low[at + 1] in {"in", "out"}:
            return at if is_plural(word) == (draft.value > 1) else 0
    return 0


def _divide(tokens: Tokens, draft: Draft, other: Draft | None, connector_after: int) -> bool:
    """Turn "one in three" into a ratio with the other number as its denominator."""
    if other is None or draft.value is None or other.value is None or other.unit is not None or draft.unit is not None:
        return False
    if not 0 < draft.value < other.value or draft.value != int(draft.value) or other.value != int(other.value):
        return False
    if not _is_share(tokens, draft, other, connector_after):
        return False
    draft.value = exact(Fraction(int(draft.value), int(other.value)))
    draft.after, draft.kind = other.after, FigureKind.RATIO
    draft.is_plain = False
    return True


def _is_share(tokens: Tokens, draft: Draft, other: Draft, at: int) -> bool:
    """E.g. "out of" always; "in" only with a usual denominator that counts nothing else."""
    if tokens.low[at - 1] in {"of", "every"}:
        return True
    if other.value is None:
        return False
    if draft.value == 1 and not (other.is_plain and len(tokens.raw[other.first]) == 4):
        return other.value > 1 and not _is_time(tokens.low[other.after])
    return other.value in _USUAL and not _is_time(tokens.low[other.after])


def _is_time(word: str) -> bool:
    return word.rstrip("s") in {"year", "month", "week", "day", "hour", "minute", "second", "game", "match"}


def _connector(tokens: Tokens, at: int) -> int | None:
    """The token after "in", "out of", "-in-" at token `at` that may join a numerator to its denominator."""
    low = tokens.low
    if low[at] == "out" and low[at + 1] == "of":
        at += 1
    elif low[at] == "of" and low[at + 1] != "every":
        return None
    if low[at] in {"in", "of"}:
        return at + 2 if low[at + 1] == "every" else at + 1
    if low[at] in HYPHENS and low[at + 1] == "in" and low[at + 2] in HYPHENS:
        return at + 3
    return None
