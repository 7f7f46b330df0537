"""Slips that news is known for: a hint says that two values would agree if one of these had happened."""

from __future__ import annotations

from decimal import Decimal
from itertools import zip_longest

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


def is_misread(one: Reading, other: Reading) -> bool:
    """Whether the values differ in one digit, written to the same place: no hint, but less strange."""
    moved = in_unit_of(other, one)
    if moved is None or not one.value or not moved.value:
        return False
    return len(_wrong_digits(abs(one.value), abs(moved.value))) == 1


def _transposed(one: Decimal, other: Decimal) -> bool:
    """The same digits with two of them exchanged: 36 and 63, 4.38 and 4.83, 190,000 and 109,000."""
    wrong = _wrong_digits(one, other)
    return len(wrong) == 2 and wrong[0] == wrong[1][::-1]


def _wrong_digits(one: Decimal, other: Decimal) -> list[tuple[str, str]]:
    """The digits that differ, in pairs, the shorter filled with zeros; none where the first is of another power."""
    if one.adjusted() != other.adjusted():
        return []
    return [pair for pair in zip_longest(_digits(one), _digits(other), fillvalue="0") if pair[0] != pair[1]]


def _digits(number: Decimal) -> str:
    return "".join(map(str, number.normalize().as_tuple().digits))
