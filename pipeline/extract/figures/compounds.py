"""Two quantities that state one: "5 feet 2 inches", "6lb 3oz", "3 dollars and 50 cents".

The value is in the larger unit.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number import exact
from pipeline.extract.figures.quantity import read_quantity
from pipeline.extract.figures.tokens import Tokens
from pipeline.units import UNITS

_PARTS = {"foot": "inch", "pound": "ounce", "stone": "pound"}


def take_compound(tokens: Tokens, draft: Draft) -> None:
    """Extend the draft over the smaller part that follows it, if one does."""
    part = _PARTS.get(draft.unit or "")
    if draft.value is None or not (part or (draft.unit and draft.unit.isupper() and not draft.is_minor)):
        return
    at = draft.after
    if tokens.low[at] == "and":
        at += 1
    small = read_quantity(tokens, at)
    if part == "inch" and small is not None and small.is_plain and tokens.low[small.after] == "in":
        small.unit, small.after = part, small.after + 1
    if small is not None and small.first == at and small.value is not None and _is_part(draft, small, part):
        size = Decimal(1) if part is None else _share(part, draft.unit)
        draft.value = draft.value + small.value * size
        draft.after = draft.unit_after = small.after


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
