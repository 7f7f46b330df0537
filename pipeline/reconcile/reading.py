"""What a figure commits its writer to: an amount, how finely it was written, and the interval it leaves open.

Knows nothing of sentences or articles. Amounts are exact decimals in the unit of the figure.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipeline.units import UNITS, convert, dimension_of
from schemas.figure import Change, Figure, FigureKind, Qualifier

_DIGITS = re.compile(r"\d[\d,.\u00a0 ]*")
_RATIO_STEP = Decimal("0.05")
_HUNDRED = Decimal(100)
_SHELF_WIDTH = math.log(1.02)

# How far a one-sided hedge may reach. A writer who says "more than 100" of 900 had a better word; a million for a
# billion must not hide behind "more than". The factors are ours, chosen on the gold events.
_ABOVE = {Qualifier.AT_LEAST: Decimal(10), Qualifier.MORE_THAN: Decimal(5)}
_BELOW = {Qualifier.LESS_THAN: Decimal(5), Qualifier.AT_MOST: Decimal(5), Qualifier.UP_TO: Decimal(10)}
_VAGUE_REACH = Decimal(15)
_ABOUT = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Reading:
    """The comparable side of a figure."""

    family: str
    """What can be compared at all: "count", "share", "money:USD", "length", "growth", ..."""
    unit: str | None
    value: Decimal | None
    """Null for ranges and vague plurals."""
    low: Decimal
    high: Decimal
    """The interval the words leave open, hedges included; equal to `value` for a plain number."""
    step: Decimal
    """The precision it was written to: 0.1 for "1.2", 1000000 for "3 million"."""
    qualifier: Qualifier
    multiplier: Decimal | None
    change: Change
    is_multiple: bool
    """Written as a factor ("fourfold"), not as a percentage."""

    @property
    def is_exact(self) -> bool:
        """Counts and money have one notation: equal means equal, without the tolerance of conversion."""
        return self.family.startswith(("count", "money"))


def read(figure: Figure, per: str | None = None, *, is_rate: bool = False) -> Reading | None:
    """The reading of a figure, or None where it holds no number that could be compared.

    `per` is what the context says a rate is per; `is_rate` marks measures that are changes themselves, like inflation.
    """
    return _read(
        figure.surface,
        figure.kind,
        figure.value,
        figure.low,
        figure.high,
        figure.unit,
        figure.per or per,
        figure.qualifier,
        Change.NONE if is_rate else figure.change,
        None if is_rate else figure.multiplier,
    )


# A story repeats its figures; the cache makes a reprint cost nothing.
@lru_cache(maxsize=16384)
def _read(
    surface: str,
    kind: FigureKind,
    value: Decimal | None,
    low: Decimal | None,
    high: Decimal | None,
    unit: str | None,
    per: str | None,
    qualifier: Qualifier,
    change: Change,
    multiplier: Decimal | None,
) -> Reading | None:
    if kind is FigureKind.RATIO and value is not None:
        value, unit = value * _HUNDRED, "percent"
    step = _step(surface, kind, value)
    bounds = _bounds(value, low, high, step, qualifier)
    if bounds is None:
        return None
    is_whole = value is None or value == value.to_integral_value()
    family = family_of(kind, unit, per, multiplier, is_whole=is_whole)
    is_multiple = kind is FigureKind.MULTIPLE
    return Reading(family, unit, value, *bounds, step, Qualifier(qualifier), multiplier, Change(change), is_multiple)


def family_of(
    kind: FigureKind, unit: str | None, per: str | None, multiplier: Decimal | None, *, is_whole: bool = True
) -> str:
    """The name under which figures may meet: units of one dimension share it, rates and totals never do."""
    if kind is FigureKind.MULTIPLE or (multiplier is not None and kind is FigureKind.PERCENT):
        return "growth"
    if kind in (FigureKind.PERCENT, FigureKind.RATIO):
        return "share" if unit in ("percent", None) else "points"
    if kind is FigureKind.MONEY:
        name = f"money:{unit}"
    elif kind is FigureKind.COUNT:
        name = "count" if is_whole else "number"
    else:
        name = dimension_of(unit) or str(unit or kind)
    return f"{name}/{per}" if per else name


def shelves_of(reading: Reading) -> tuple[tuple[str, int], ...]:
    """Names of the places where equal readings lie: whole steps of 2 % in base units, so equals are at most one apart.

    A percentage of change lies both with the factors ("tripled") and with the plain percentages.
    """
    shelves = []
    if reading.family == "growth" and reading.multiplier is not None:
        shelves.append(("factor", _place(float(reading.multiplier))))
    if reading.family == "share" or (reading.family == "growth" and not reading.is_multiple):
        shelves.append(("percent", _place(_amount(reading))))
    if not shelves:
        shelves.append((reading.family.partition("/")[0], _place(_in_base(reading))))
    return tuple(shelves)


def _place(amount: float) -> int:
    return int(math.log(abs(amount)) / _SHELF_WIDTH) if amount else -(10**6)


def _amount(reading: Reading) -> float:
    return float(reading.low if reading.value is None else reading.value)


def _in_base(reading: Reading) -> float:
    unit = UNITS.get(reading.unit or "")
    return (_amount(reading) + float(unit.zero)) * float(unit.size) if unit else _amount(reading)


def in_unit_of(reading: Reading, other: Reading) -> Reading | None:
    """`reading` expressed in the unit of `other`, or None where no exact rate exists."""
    if reading.unit == other.unit or reading.unit is None or other.unit is None:
        return reading
    moved = [convert(amount, reading.unit, other.unit) for amount in (reading.low, reading.high)]
    value = None if reading.value is None else convert(reading.value, reading.unit, other.unit)
    low, high = moved
    if low is None or high is None:
        return None
    step = _converted_step(reading, other.unit)
    return Reading(
        reading.family,
        other.unit,
        value,
        low,
        high,
        step,
        reading.qualifier,
        reading.multiplier,
        reading.change,
        reading.is_multiple,
    )


def _converted_step(reading: Reading, unit: str) -> Decimal:
    """The precision in another unit; a difference, because temperature scales have no common zero."""
    assert reading.unit is not None
    one = convert(reading.low, reading.unit, unit)
    two = convert(reading.low + reading.step, reading.unit, unit)
    return abs(two - one) if one is not None and two is not None else reading.step


def _step(surface: str, kind: FigureKind, value: Decimal | None) -> Decimal:
    """The last place the writer used. Trailing zeros of whole numbers from 100 up count as rounding."""
    if kind is FigureKind.RATIO:
        return _RATIO_STEP * _HUNDRED
    numeral = _DIGITS.search(surface)
    if numeral is None or not value:
        return _word_step(value)
    plain = re.sub(r"[,\u00a0 ]", "", numeral.group()).rstrip(".")
    if plain.count(".") > 1:
        return Decimal(1)
    mantissa = Decimal(plain)
    scale = abs(value / mantissa) if mantissa else Decimal(1)
    _, dot, decimals = plain.partition(".")
    if dot:
        return scale.scaleb(-len(decimals))
    return scale * _zeros(plain)


def _zeros(digits: str) -> Decimal:
    """10^k for k trailing zeros, where they may be rounding: "4500" -> 100; "40" -> 1."""
    if len(digits) < 3:
        return Decimal(1)
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0")))


def _word_step(value: Decimal | None) -> Decimal:
    """Numbers in words are whole below a thousand ("nineteen"), and as fine as their scale above ("two million")."""
    if value is None or abs(value) < 1000:
        return Decimal(1)
    return Decimal(10) ** (max(0, value.adjusted() // 3 * 3))


def _bounds(
    value: Decimal | None, low: Decimal | None, high: Decimal | None, step: Decimal, qualifier: Qualifier
) -> tuple[Decimal, Decimal] | None:
    """The interval that the words leave open, or None without any number."""
    if value is None:
        if low is None:
            return None if high is None else (Decimal(0), high)
        return low, high if high is not None else low * _VAGUE_REACH
    size = abs(value)
    if qualifier in _ABOVE:
        return value, value + size * (_ABOVE[qualifier] - 1)
    if qualifier in _BELOW:
        return value / _BELOW[qualifier], value
    if qualifier == Qualifier.ABOUT:
        slack = max(size * _ABOUT, step if step < size else step / 2)
        return value - slack, value + slack
    return value, value
