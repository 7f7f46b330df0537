"""Two quantities that state one: "5 feet 2 inches", "6lb 3oz", "3 dollars and 50 cents", "a year and a half".

The value is in the larger unit.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number import exact
from pipeline.extract.figures.number_lexicon import DENOMINATORS, HYPHENS
from pipeline.extract.figures.quantity import read_quantity
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.unit_match import is_singular_unit, match_unit
from pipeline.units import UNITS
from schemas.figure import FigureKind

_ONE = frozenset({"a", "an", "one"})
_ADDED = frozenset({"half", "quarter", "third"})
_PARTS = {"foot": "inch", "pound": "ounce", "stone": "pound"}


def take_compound(tokens: Tokens, draft: Draft) -> None:
    """Extend the draft over the smaller part that follows it, if one does."""
    _add_part(tokens, draft)
    part = _PARTS.get(draft.unit or "")
    if draft.value is None or not (part or (draft.unit and draft.unit.isupper() and not draft.is_minor)):
        return
    at = draft.after
    if tokens.low[at] == "and" or (part == "inch" and tokens.low[at] in HYPHENS and tokens.glued(at + 1)):
        at += 1
    small = read_quantity(tokens, at)
    if part == "inch" and small is not None and small.is_plain and small.is_bare:
        if tokens.low[small.after] == "in":
            small.unit, small.after = part, small.after + 1
        elif tokens.low[at - 1] in HYPHENS:
            small.unit = part
    if small is not None and small.first == at and small.value is not None and _is_part(draft, small, part):
        size = Decimal(1) if part is None else _share(part, draft.unit)
        draft.value = draft.value + small.value * size
        draft.after = draft.unit_after = small.after


def _add_part(tokens: Tokens, draft: Draft) -> None:
    """E.g. "two years and a half", "one mile and a quarter"."""
    low, at = tokens.low, draft.after
    if draft.value is None or draft.unit not in UNITS or low[at] != "and" or low[at + 1] not in _ONE:
        return
    if low[at + 2] in _ADDED:
        draft.value += exact(Fraction(1, DENOMINATORS[low[at + 2]]))
        draft.after = at + 3


def take_whole(tokens: Tokens, draft: Draft) -> None:
    """E.g. "a year and a half": a part after "and" and a unit with its article belongs to that unit."""
    low, unit_at = tokens.low, draft.first - 2
    if draft.kind is not FigureKind.RATIO or draft.value is None or not draft.is_words:
        return
    if low[unit_at + 1] != "and" or low[unit_at - 1] not in _ONE or not is_singular_unit(low[unit_at]):
        return
    matched = match_unit(tokens, draft, unit_at)
    if matched is not None and matched.after == unit_at + 1:
        draft.first, draft.value = unit_at - 1, 1 + draft.value
        draft.kind, draft.unit = matched.kind, matched.name
        draft.unit_first, draft.unit_after = unit_at, unit_at + 1


def _is_part(draft: Draft, small: Draft, part: str | None) -> bool:
    """Whether `small` completes the draft: less than one whole of the same currency, or the next smaller unit."""
    if small.value is None or small.value <= 0:
        return False
    if part is None:
        return small.is_minor and small.unit == draft.unit and small.value < 1
    return small.unit == part and small.value * _share(part, draft.unit) < 1


def _share(part: str, whole: str | None) -> Decimal:
    """How much of the larger unit one of the smaller is."""
    return exact(UNITS[part].size / UNITS[whole or part].size)
