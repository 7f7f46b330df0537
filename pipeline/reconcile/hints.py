"""Slips that news is known for: a hint says that two values would agree if one of these had happened."""

from __future__ import annotations

from decimal import Decimal

from pipeline.reconcile.reading import Reading, in_unit_of
from schemas.fact import Hint

_THOUSANDS = (Decimal(1000), Decimal(1000000))
_TENS = (Decimal(10), Decimal(100))
_MILLION = Decimal(1000000)
_CLOSE = Decimal("0.001")


def hint_for(one: Reading, other: Reading) -> Hint | None:
    """The slip between two opposed values of one thing, or None. Swapped pairs need two facts: see `status`."""
    if one.family == other.family == "growth":
        if _mixes_percent_and_times(one, other):
            return Hint.PERCENT_MORE_OR_TIMES
        if one.is_multiple != other.is_multiple:
            return None
    moved = in_unit_of(other, one)
    if moved is None or not one.value or not moved.value:
        return None
    return _of_numbers(abs(one.value), abs(moved.value))


def _mixes_percent_and_times(one: Reading, other: Reading) -> bool:
    """x4 against an increase of 400 %, which is x5: the factors are one apart. Below doubling nobody confuses them."""
    if one.multiplier is None or other.multiplier is None or min(one.multiplier, other.multiplier) < 2:
        return False
    forms_differ = one.is_multiple != other.is_multiple or one.change != other.change
    return forms_differ and abs(abs(one.multiplier - other.multiplier) - 1) <= _CLOSE


def _of_numbers(one: Decimal, other: Decimal) -> Hint | None:
    large, small = max(one, other), min(one, other)
    ratio = large / small
    if any(abs(ratio / step - 1) <= _CLOSE for step in _THOUSANDS) and large >= _MILLION:
        return Hint.MILLION_OR_BILLION
    if any(abs(ratio / step - 1) <= _CLOSE for step in _TENS):
        return Hint.DECIMAL_POINT
    return Hint.TRANSPOSED_DIGITS if _transposed(large, small) else None


def _transposed(one: Decimal, other: Decimal) -> bool:
    """The same digits with two of them exchanged, written to the same place: 36 and 63, 4.38 and 4.83."""
    here, there = _digits(one), _digits(other)
    if len(here) != len(there) or one.adjusted() != other.adjusted():
        return False
    wrong = [index for index, digit in enumerate(here) if digit != there[index]]
    return len(wrong) == 2 and here[wrong[0]] == there[wrong[1]] and here[wrong[1]] == there[wrong[0]]


def _digits(number: Decimal) -> str:
    return "".join(map(str, number.normalize().as_tuple().digits))
