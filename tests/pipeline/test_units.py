"""Units: names for surfaces, and exact conversion."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.units import UNITS, are_compatible, convert, dimension_of, unit_name

NAMES = [
    ("km", "kilometre"),
    ("kilometers", "kilometre"),
    ("Miles per hour", "mile_per_hour"),
    ("sq m", "square_metre"),
    ("square feet", "square_foot"),
    ("degrees Celsius", "degree_celsius"),
    ("MW", "megawatt"),
    ("mW", "milliwatt"),
    ("kWh", "kilowatt_hour"),
    ("lbs", "pound"),
    ("tons", "ton"),
    ("metric tons", "tonne"),
    ("per cent", "percent"),
    ("bps", "basis_point"),
    ("years", "year"),
    ("hares", None),
    ("", None),
]


@pytest.mark.parametrize(("surface", "name"), NAMES)
def test_names(surface: str, name: str | None) -> None:
    assert unit_name(surface) == name


CONVERSIONS = [
    ("100", "mile", "kilometre", "160.9344"),
    ("1", "foot", "inch", "12"),
    ("32", "degree_fahrenheit", "degree_celsius", "0"),
    ("-40", "degree_celsius", "degree_fahrenheit", "-40"),
    ("18", "kilometre_per_hour", "metre_per_second", "5"),
    ("2", "year", "month", "24"),
    ("1.5", "gigawatt", "megawatt", "1500"),
    ("25", "basis_point", "percentage_point", "0.25"),
    ("3", "decade", "year", "30"),
    ("1", "tonne", "kilogram", "1000"),
]


@pytest.mark.parametrize(("value", "source", "target", "expected"), CONVERSIONS)
def test_conversions_are_exact(value: str, source: str, target: str, expected: str) -> None:
    assert convert(Decimal(value), source, target) == Decimal(expected)


def test_what_does_not_measure_the_same_is_not_converted() -> None:
    assert convert(Decimal(1), "kilometre", "kilogram") is None
    assert convert(Decimal(1), "USD", "EUR") is None
    assert convert(Decimal(1), "percent", "percentage_point") is None
    assert convert(Decimal("NaN"), "mile", "kilometre") is None
    assert convert(Decimal("1e999999"), "mile", "kilometre") is None
    assert convert(Decimal(5), "USD", "USD") == 5


def test_compatibility() -> None:
    assert are_compatible("mile", "kilometre")
    assert are_compatible("USD", "USD")
    assert are_compatible(None, None)
    assert not are_compatible("USD", "EUR")
    assert not are_compatible("mile", None)
    assert dimension_of("USD") is None


@given(st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)), st.decimals(-(10**9), 10**9, places=4))
def test_there_and_back_again(source: str, target: str, value: Decimal) -> None:
    there = convert(value, source, target)
    if there is None:
        assert not are_compatible(source, target)
        return
    back = convert(there, target, source)
    assert back is not None
    assert abs(back - value) < Decimal("1e-9")
