"""Readings against readings: notation, units, hedges, rounding, factors; and the slips between opposed values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reconcile.compare import Relation, compare
from pipeline.reconcile.hints import hint_for
from pipeline.reconcile.reading import Reading, read
from schemas.fact import Hint
from schemas.figure import Change, Figure, FigureKind, Qualifier

KINDS = {"USD": FigureKind.MONEY, "percent": FigureKind.PERCENT, None: FigureKind.COUNT}


def figure(surface, value=None, unit=None, **more):
    kind = more.pop("kind", KINDS.get(unit, FigureKind.MEASURE))
    number = None if value is None else Decimal(str(value))
    return Figure(
        start_char=0, end_char=len(surface), surface=surface, kind=kind, value=number, unit=unit, sentence_start=0, sentence_end=99, **more
    )  # fmt: skip


def reading(*arguments, **more) -> Reading:
    found = read(figure(*arguments, **more))
    assert found is not None
    return found


def increase(percent):
    return reading(f"{percent}%", percent, "percent", change=Change.INCREASE, multiplier=1 + Decimal(percent) / 100)


def times(word, factor):
    return reading(word, factor, kind=FigureKind.MULTIPLE, multiplier=Decimal(factor), change=Change.INCREASE)


MORE, LEAST, ABOUT, LESS = Qualifier.MORE_THAN, Qualifier.AT_LEAST, Qualifier.ABOUT, Qualifier.LESS_THAN

PAIRS = [
    (reading("36", 36), reading("36", 36), Relation.SAME),
    (reading("36", 36), reading("63", 63), Relation.OPPOSED),
    (reading("40", 40), reading("41", 41), Relation.OPPOSED),
    (reading("500", 500), reading("499", 499), Relation.COMPATIBLE),
    (reading("100", 100), reading("140", 140), Relation.OPPOSED),
    (reading("1,523", 1523), reading("1,532", 1532), Relation.OPPOSED),
    (reading("500", 500, qualifier=ABOUT), reading("499", 499), Relation.COMPATIBLE),
    (reading("30", 30, qualifier=LEAST), reading("36", 36), Relation.COMPATIBLE),
    (reading("30", 30, qualifier=LEAST), reading("30", 30), Relation.SAME),
    (reading("30", 30, qualifier=MORE), reading("30", 30, qualifier=LESS), Relation.COMPATIBLE),
    (reading("36", 36), reading("40", 40, qualifier=LEAST), Relation.OPPOSED),
    (reading("dozens", low=Decimal(24)), reading("36", 36), Relation.COMPATIBLE),
    (reading("20 to 25", low=Decimal(20), high=Decimal(25)), reading("23", 23), Relation.COMPATIBLE),
    (reading("20 to 25", low=Decimal(20), high=Decimal(25)), reading("29", 29), Relation.OPPOSED),
    (reading("$1.2bn", 1200000000, "USD"), reading("1,200 million dollars", 1200000000, "USD"), Relation.SAME),
    (reading("$1.2bn", 1200000000, "USD"), reading("$1.17bn", 1170000000, "USD"), Relation.COMPATIBLE),
    (reading("$1.2m", 1200000, "USD", qualifier=MORE), reading("$1.2bn", 1200000000, "USD"), Relation.OPPOSED),
    (reading("$5", 5, "USD"), reading("5", 5, "EUR", kind=FigureKind.MONEY), Relation.APART),
    (reading("100-kilometre", 100, "kilometre"), reading("62 miles", 62, "mile"), Relation.SAME),
    (reading("12 km", 12, "kilometre"), reading("12 miles", 12, "mile"), Relation.OPPOSED),
    (reading("340 tons", 340, "ton"), reading("340 tonnes", 340, "tonne"), Relation.SAME),
    (reading("41.5C", "41.5", "degree_celsius"), reading("106.7F", "106.7", "degree_fahrenheit"), Relation.SAME),
    (reading("5 km", 5, "kilometre"), reading("5 kg", 5, "kilogram"), Relation.APART),
    (reading("two-thirds", "0.6667", kind=FigureKind.RATIO), reading("67%", 67, "percent"), Relation.SAME),
    (reading("6%", 6, "percent"), reading("6 points", 6, "percentage_point", kind=FigureKind.PERCENT), Relation.APART),
    (increase(200), times("tripled", 3), Relation.SAME),
    (increase(400), times("fourfold", 4), Relation.OPPOSED),
    (increase(96), times("doubled", 2), Relation.COMPATIBLE),
    (increase(12), reading("12%", 12, "percent"), Relation.SAME),
    (increase(12), reading("13%", 13, "percent"), Relation.APART),
    (increase(5), reading("5%", 5, "percent", change=Change.DECREASE, multiplier=Decimal("0.95")), Relation.APART),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "relation"), PAIRS)
def test_relations_and_their_symmetry(one, other, relation):
    assert compare(one, other) is relation
    assert compare(other, one) is relation


def test_a_rate_and_a_total_never_meet():
    total, rate = (
        figure("£85m", 85000000, "GBP", kind=FigureKind.MONEY),
        figure("£85m", 85000000, "GBP", kind=FigureKind.MONEY, per="year"),
    )
    readings = read(total), read(rate)
    assert all(readings)
    assert compare(*readings) is Relation.APART


def test_a_figure_without_a_number_has_no_reading():
    assert read(figure("some")) is None


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_comparing_counts_is_symmetric_and_reflexive(one, other):
    here, there = reading(str(one), one), reading(str(other), other)
    assert compare(here, here) is Relation.SAME
    assert compare(here, there) is compare(there, here)


SLIPS = [
    (reading("36", 36), reading("63", 63), Hint.TRANSPOSED_DIGITS),
    (reading("4.38%", "4.38", "percent"), reading("4.83%", "4.83", "percent"), Hint.TRANSPOSED_DIGITS),
    (reading("36", 36), reading("37", 37), None),
    (reading("12", 12), reading("210", 210), None),
    (reading("1,200", 1200), reading("12,000", 12000), Hint.DECIMAL_POINT),
    (reading("£4.5bn", 4500000000, "GBP", kind=FigureKind.MONEY), reading("£45bn", 45000000000, "GBP", kind=FigureKind.MONEY), Hint.DECIMAL_POINT),
    (reading("2 million", 2000000), reading("2 billion", 2000000000), Hint.MILLION_OR_BILLION),
    (reading("2", 2), reading("2,000", 2000), None),
    (increase(400), times("fourfold", 4), Hint.PERCENT_MORE_OR_TIMES),
    (increase(300), times("threefold", 3), Hint.PERCENT_MORE_OR_TIMES),
    (increase(50), times("tripled", 3), None),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "hint"), SLIPS)
def test_known_slips(one, other, hint):
    assert hint_for(one, other) is hint
    assert hint_for(other, one) is hint
