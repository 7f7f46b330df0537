"""Joins a number with its sign, its currency or unit.

"$1.2bn", "25 basis points", "18-month", "-5", "5 feet 2 inches".
"""

from __future__ import annotations

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.money import take_currency
from pipeline.extract.figures.money_lexicon import SYMBOLS
from pipeline.extract.figures.number_lexicon import HYPHENS, MINUSES
from pipeline.extract.figures.numbers import read_number
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.unit_match import UnitMatch, is_singular_unit, match_unit, unit_at
from pipeline.extract.figures.words import words
from schemas.figure import FigureKind

_OPENING = frozenset({"(", "[", '"', "“", "'", "‘", "<", ">", "=", "≤", "≥", "~", "≈", *SYMBOLS})

_QUAKES = words("quake quakes earthquake earthquakes aftershock aftershocks foreshock tremor tremors temblor seaquake")
_MEASURED = words("measured measuring measures registered registering at")
_QUAKE_REACH = 24
_STRONGEST_QUAKE = 10


def read_quantity(tokens: Tokens, at: int) -> Draft | None:
    """The number at token `at` with everything that belongs to its surface, or None if no number begins there."""
    number = read_number(tokens, at)
    if number is None:
        return None
    draft = Draft(
        number.first,
        number.after,
        None if number.is_vague else number.value,
        low=number.value if number.is_vague else None,
        scale=number.scale,
        kind=FigureKind.RATIO if number.is_ratio else FigureKind.COUNT,
        is_plain=number.is_plain,
        is_words=number.is_words,
        is_vague=number.is_vague,
    )
    _take_sign(tokens, draft)
    unit_at = _over_hyphen(tokens, draft.after)
    if not take_currency(tokens, draft, unit_at):
        _take_unit(tokens, draft, unit_at)
    return draft


def _take_sign(tokens: Tokens, draft: Draft) -> None:
    """E.g. "-5", "+0.2%", "minus five", "minus-5": a sign is one only where no word or number is glued to its left."""
    at = draft.first - 1
    sign = tokens.raw[at]
    word = at - 1 if sign in HYPHENS and tokens.glued(draft.first) and tokens.glued(at) else at
    if tokens.low[word] in {"minus", "negative"} and tokens.low[word - 1] != "or":
        draft.first, draft.value = word, None if draft.value is None else -draft.value
    elif (sign in MINUSES or sign == "+") and tokens.glued(draft.first) and _is_free(tokens, at):
        draft.is_signed, draft.first = True, at
        if sign != "+" and draft.value is not None:
            draft.value = -draft.value


def _is_free(tokens: Tokens, at: int) -> bool:
    """Whether the sign at token `at` belongs to the number after it and not to what stands before."""
    before = tokens.raw[at - 1]
    if tokens.glued(at):
        return before in _OPENING
    return tokens.raw[at] == "+" or not before[:1].isdigit()


def _take_unit(tokens: Tokens, draft: Draft, at: int) -> None:
    if draft.kind is FigureKind.RATIO:
        at = _over_article(tokens, at)
    matched = match_unit(tokens, draft, at)
    if matched is None:
        _take_scale(tokens, draft)
        _take_magnitude(tokens, draft)
        return
    if draft.kind is FigureKind.RATIO and matched.name == "point" and tokens.low[draft.after] != "of":
        # Interest rates move by a "quarter point", which is one of percentage.
        matched = UnitMatch("percentage_point", FigureKind.PERCENT, matched.after)
    draft.kind, draft.unit, draft.after = matched.kind, matched.name, matched.after
    draft.unit_first, draft.unit_after = at, matched.after


def _take_scale(tokens: Tokens, draft: Draft) -> None:
    """E.g. "70 on the GPa scale"."""
    at = draft.after + 2
    if tokens.low[draft.after : at] == ["on", "the"] and not draft.is_vague:
        unit = unit_at(tokens, at)
        if unit is not None and tokens.low[unit[1]] == "scale":
            draft.kind, draft.unit = FigureKind.MEASURE, unit[0]


def _take_magnitude(tokens: Tokens, draft: Draft) -> None:
    """E.g. "magnitude 6.3", "magnitude-6.3", "6.3 on the Richter scale": no other unit stands before its number."""
    low, at = tokens.low, draft.first - 1
    if low[at] in HYPHENS and tokens.glued(at):
        at -= 1
    is_richter = low[draft.after : draft.after + 3] == ["on", "the", "richter"]
    is_named = not draft.is_vague and low[at] == "magnitude"
    if is_named or (is_richter and not draft.is_vague) or _is_of_quake(tokens, draft):
        draft.kind, draft.unit = FigureKind.MEASURE, "magnitude"
        if is_named:
            draft.first = draft.unit_first = at
            draft.unit_after = at + 1


def _is_of_quake(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "a 5.8 aftershock", "a magnitude of 7.4", "the quake, which measured 7.4"."""
    low, at = tokens.low, draft.first - 1
    if not draft.is_bare or draft.value is None or not 0 < draft.value < _STRONGEST_QUAKE:
        return False
    if low[draft.after] in _QUAKES or (low[at] == "of" and low[at - 1] == "magnitude"):
        return "." in tokens.raw[draft.first] or low[at] == "of"
    is_measured = low[at] in _MEASURED and "." in tokens.raw[draft.first]
    return is_measured and not _QUAKES.isdisjoint(low[max(tokens.first, at - _QUAKE_REACH) : at])


def _over_article(tokens: Tokens, at: int) -> int:
    """E.g. "half an hour", "three-quarters of a mile": step to the unit of which there is a part."""
    article = at + 1 if tokens.low[at] == "of" else at
    return article + 1 if tokens.low[article] in {"a", "an"} and is_singular_unit(tokens.low[article + 1]) else at


def _over_hyphen(tokens: Tokens, at: int) -> int:
    """E.g. "18-month", "400-percent": step over a hyphen between words.

    Over a spaced one ("30 - year") only before a unit.
    """
    if tokens.low[at] not in HYPHENS or not tokens.raw[at + 1][:1].isalpha():
        return at
    tight = tokens.glued(at) and tokens.glued(at + 1)
    loose = not tokens.glued(at) and not tokens.glued(at + 1) and is_singular_unit(tokens.low[at + 1])
    return at + 1 if tight or loose else at
