"""How two readings of the same thing stand to each other.

Whether they are readings of the same thing is decided elsewhere, by what is measured; here only amounts speak.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from pipeline.reconcile.hints import hint_for
from pipeline.reconcile.reading import Reading, in_unit_of
from schemas.figure import Change, Qualifier

TOLERANCE = Decimal("0.02")
"""Two notations or units agree within this share (figure conventions: 2 % after conversion)."""

_ROUND_NUMBER_LIMIT = Decimal("0.15")
"""A round whole number ("100", "3 million") stands for others within this share only: 140 is not 100 rounded."""


_TIMES = frozenset({"second", "minute", "hour", "day", "night", "week", "month", "quarter", "season", "year", "decade"})
_LIMITS = frozenset({Qualifier.UP_TO, Qualifier.AT_MOST})
_TONS = frozenset({"tonne", "ton", "short_ton", "long_ton", "metric_ton"})


class Relation(StrEnum):
    """Same value, both may be right, cannot both be right, or not comparable at all."""

    SAME = "same"
    COMPATIBLE = "compatible"
    OPPOSED = "opposed"
    APART = "apart"


def compare(one: Reading, other: Reading) -> Relation:
    """The relation of two readings; symmetric."""
    if one.family != other.family:
        return Relation.SAME if _same_percentage(one, other) or _same_rate(one, other) else Relation.APART
    if one.family == "growth":
        return _compare_growth(one, other)
    moved = other if _is_loose_ton(one, other) else in_unit_of(other, one)
    if moved is None or _directions_differ(one, other):
        return Relation.APART
    return _compare_amounts(
        one, moved, crosses_units=one.unit != other.unit or _is_fraction(one) != _is_fraction(other)
    )


def _is_loose_ton(one: Reading, other: Reading) -> bool:
    """Whether both say "340 tons" or "340 tonnes": one number of one loosely used word, whatever a ton weighs."""
    return one.value == other.value and {one.unit, other.unit} <= _TONS


def _compare_amounts(one: Reading, other: Reading, *, crosses_units: bool) -> Relation:
    if _same_amount(one, other, crosses_units=crosses_units):
        return Relation.SAME if _hedges_agree(one, other) else Relation.COMPATIBLE
    if _are_two_limits(one, other):
        return Relation.OPPOSED
    slack = TOLERANCE if crosses_units else Decimal(0)
    if one.low <= other.high + abs(other.high) * slack and other.low <= one.high + abs(one.high) * slack:
        return Relation.COMPATIBLE
    return Relation.COMPATIBLE if _rounds(one, other) or _rounds(other, one) else Relation.OPPOSED


def _are_two_limits(one: Reading, other: Reading) -> bool:
    """Whether both name an upper limit and a known slip lies between: a fine of up to €40,000 or €400,000."""
    return {one.qualifier, other.qualifier} <= _LIMITS and hint_for(one, other) is not None


def _same_amount(one: Reading, other: Reading, *, crosses_units: bool) -> bool:
    """Equal numbers; across units or notations, equal within the tolerance. Vague plurals and open ranges never are."""
    if one.value is None or other.value is None:
        return one.value is other.value and (one.low, one.high) == (other.low, other.high)
    if one.value == other.value:
        return True
    return crosses_units and _near(one.value, other.value)


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other))


def _hedges_agree(one: Reading, other: Reading) -> bool:
    """One number is one value under any hedge, but for "more than" against "less than"."""
    return {_direction(one), _direction(other)} != {"above", "below"}


def _direction(reading: Reading) -> str:
    if reading.qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
        return "above"
    return "below" if reading.qualifier == Qualifier.LESS_THAN else ""


def _rounds(coarse: Reading, fine: Reading) -> bool:
    """Whether `coarse` may be `fine` rounded to its own precision ("1.2" for 1.17, "500" for 499)."""
    if coarse.value is None or fine.value is None or fine.step >= coarse.step:
        return False
    gap = abs(coarse.value - fine.value)
    return gap <= coarse.step / 2 and (coarse.step <= 1 or gap <= _ROUND_NUMBER_LIMIT * abs(coarse.value))


def _is_fraction(reading: Reading) -> bool:
    """Fractions in words are read with a step of five points (see `reading`)."""
    return reading.family == "share" and reading.step == 5


def _directions_differ(one: Reading, other: Reading) -> bool:
    """One says up and the other down; a number without direction goes with either."""
    return {one.change, other.change} == {Change.INCREASE, Change.DECREASE}


def _compare_growth(one: Reading, other: Reading) -> Relation:
    """Factors against factors: an increase of 400 % is x5, fourfold is x4, halved is x0.5."""
    if one.multiplier is None or other.multiplier is None or _directions_differ(one, other):
        return Relation.APART
    if abs(one.multiplier - other.multiplier) <= Decimal("0.0001"):
        return Relation.SAME if _hedges_agree(one, other) else Relation.COMPATIBLE
    return _compare_amounts(_as_factor(one), _as_factor(other), crosses_units=False)


def _as_factor(reading: Reading) -> Reading:
    """The growth as a plain number: its factor, with precision and interval carried over from the percentage."""
    assert reading.multiplier is not None
    if reading.is_multiple or reading.value is None:
        return _plain(reading, reading.multiplier, reading.low, reading.high, reading.step)
    scale = Decimal(100)
    shifts = [abs(edge - reading.value) / scale for edge in (reading.low, reading.high)]
    return _plain(
        reading,
        reading.multiplier,
        reading.multiplier - shifts[0],
        reading.multiplier + shifts[1],
        reading.step / scale,
    )


def _plain(reading: Reading, value: Decimal, low: Decimal, high: Decimal, step: Decimal) -> Reading:
    return Reading("factor", None, value, low, high, step, reading.qualifier, None, reading.change, reading.is_multiple)


def _same_rate(one: Reading, other: Reading) -> bool:
    """One number of one unit, where only one writer says for what ("$4 per dose", "$4"); pay by time is no sum."""
    (here, _, per), (there, _, rate) = one.family.partition("/"), other.family.partition("/")
    if here != there or bool(per) == bool(rate) or _is_income(here, per or rate) or one.unit != other.unit:
        return False
    return one.value is not None and one.value == other.value and _hedges_agree(one, other)


def _is_income(family: str, per: str) -> bool:
    return family.startswith("money") and per in _TIMES


def _same_percentage(one: Reading, other: Reading) -> bool:
    """A rise of 12 % and a demand of 12 % are one percentage, whichever of the two was read as a change."""
    families = {one.family, other.family}
    if families != {"growth", "share"} or one.is_multiple or other.is_multiple:
        return False
    return one.value is not None and one.value == other.value
