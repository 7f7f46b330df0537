"""Units: from the surface a text uses to one name, and exact conversion between names of one dimension.

Names follow the figure conventions: lower-case singular English with underscores. A compact table instead of a unit
library: news uses some 150 units, and a general library reads "p", "bn" or "a" as physics. Money is not here, because
exchange rates are not exact; `convert` refuses whatever is not of one dimension by returning None.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from pipeline.unit_table import OFFSETS, ROWS

_LARGEST_POWER = 100
_LONGEST_SYMBOL = 3
"""Surfaces this short are symbols and take no plural ("ha", "km"); those that do are in the table ("lbs", "yds")."""


class Unit(NamedTuple):
    """One unit: `value` of it is `(value + zero) * size` of the base unit of its dimension."""

    name: str
    dimension: str
    size: Fraction
    zero: Fraction = Fraction(0)


def _read_table() -> tuple[dict[str, Unit], dict[str, str], dict[str, str]]:
    units: dict[str, Unit] = {}
    words: dict[str, str] = {}
    symbols: dict[str, str] = {}
    for row in ROWS.strip().splitlines():
        left, _, exact = row.partition("|")
        name, dimension, size, *surfaces = left.split()
        units[name] = Unit(name, dimension, Fraction(size))
        for surface in (name, *surfaces):
            _learn(words, surface, name)
        symbols.update(dict.fromkeys(exact.split(), name))
    for name, (size, zero, surface_list) in OFFSETS.items():
        units[name] = Unit(name, "temperature", Fraction(size), Fraction(zero))
        for surface in surface_list.split():
            _learn(words, surface, name)
    return units, words, symbols


def _learn(words: dict[str, str], surface: str, name: str) -> None:
    """Enter a surface with its plurals: the first or the last word takes the -s ("miles per hour", "square metres")."""
    surface = surface.replace("_", " ").lower()
    words.setdefault(surface, name)
    if not surface.isascii() or (len(surface) <= _LONGEST_SYMBOL and surface != name):
        return
    first, space, rest = surface.partition(" ")
    for plural in (f"{surface}s", f"{first}s{space}{rest}"):
        words.setdefault(plural, name)


UNITS, WORDS, SYMBOLS = _read_table()
"""Every unit by name; surfaces in lower case; symbols whose case matters."""


def unit_name(surface: str) -> str | None:
    """The name of the unit that `surface` writes ("km" is "kilometre", "sq m" is "square_metre"), or None."""
    plain = " ".join(surface.replace("_", " ").split())
    return SYMBOLS.get(plain) or WORDS.get(plain.lower())


def dimension_of(name: str | None) -> str | None:
    """What a named unit measures ("length", "time"), or None for money, counts and unknown units."""
    unit = UNITS.get(name or "")
    return unit.dimension if unit else None


def are_compatible(one: str | None, other: str | None) -> bool:
    """Whether figures in these units can be compared: the same unit, or two units of one dimension."""
    return one == other or (dimension_of(one) is not None and dimension_of(one) == dimension_of(other))


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal | None:
    """`value` of `from_unit` in `to_unit`, to 28 significant digits.

    None where the units do not measure the same thing.
    """
    if from_unit == to_unit:
        return value
    source, target = UNITS.get(from_unit), UNITS.get(to_unit)
    if source is None or target is None or source.dimension != target.dimension or not _is_usual(value):
        return None
    exact = (Fraction(value) + source.zero) * source.size / target.size - target.zero
    with localcontext(prec=28):
        return Decimal(exact.numerator) / Decimal(exact.denominator)


def _is_usual(value: Decimal) -> bool:
    """Whether the value is finite and of a size for which exact fractions stay small."""
    return value.is_finite() and -_LARGEST_POWER < value.adjusted() < _LARGEST_POWER
