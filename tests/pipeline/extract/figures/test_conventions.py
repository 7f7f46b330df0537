"""The conventions for figures, one test for each rule."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pipeline.extract.figures import extract_figures
from schemas.figure import Figure


def first(text: str) -> Figure:
    return extract_figures(text)[0]


def surfaces(text: str) -> list[str]:
    return [figure.surface for figure in extract_figures(text)]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("It cost $1.2bn.", "$1.2bn"),
        ("About two and a half million people came.", "two and a half million"),
        ("Rates rose by 25 basis points.", "25 basis points"),
        ("An 18-month sentence was passed.", "18-month"),
        ("A 6.3-magnitude quake struck.", "6.3-magnitude"),
        ("A quake of magnitude 6.3 struck.", "magnitude 6.3"),
        ("More than a dozen people came.", "a dozen"),
        ("They seek a 400 percent increase.", "400 percent"),
        ("They must grow fourfold.", "fourfold"),
        ("He earns $20 an hour.", "$20"),
        ("It flies at 900 km an hour.", "900 km an hour"),
        ("It flies at 12 km per second.", "12 km per second"),
        ("It took a year and a half.", "a year and a half"),
        ("Rates fell by a quarter of a percentage point.", "a quarter of a percentage point"),
    ],
)
def test_surface_is_number_scale_and_unit_and_nothing_else(text: str, surface: str) -> None:
    assert surfaces(text) == [surface]


def test_a_range_is_one_figure() -> None:
    assert surfaces("Between 20 and 25 people came.") == ["20 and 25"]
    assert surfaces("It will cost £40m to £45m.") == ["£40m to £45m"]
    assert surfaces("Prices range from $10 to $20.") == ["$10 to $20"]


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("It was cut from $17.50 to 16.", ["17.5", "16"], "USD"),
        ("It rose from 22 million to 35 million.", ["22000000", "35000000"], None),
        ("It rose from 22 to 35 million.", ["22000000", "35000000"], None),
        ("It rose from 4.25 percent to 4.5 percent.", ["4.25", "4.5"], "percent"),
        ("It shrank by 650 to 7,200.", ["650", "7200"], None),
        ("It climbed from 21 mpg combined to 23.", ["21", "23"], "mile_per_gallon"),
    ],
)
def test_a_move_is_two_figures_and_a_number_that_borrows_its_unit_carries_it(
    text: str, values: list[str], unit: str | None
) -> None:
    figures = extract_figures(text)
    assert [figure.value for figure in figures] == [Decimal(value) for value in values]
    assert {figure.unit for figure in figures} == {unit}


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("Between 20 and 25 people came.", (None, 20, 25)),
        ("At least 30 people came.", (30, None, None)),
        ("Dozens of people came.", (None, 12, None)),
        ("Several hundred people came.", (None, 100, None)),
        ("Millions of people came.", (None, 1000000, None)),
    ],
)
def test_a_range_has_bounds_a_vague_plural_only_low_all_else_a_value(text: str, bounds: tuple[int | None, ...]) -> None:
    figure = first(text)
    assert (figure.value, figure.low, figure.high) == bounds


@pytest.mark.parametrize(
    ("text", "kind", "unit"),
    [
        ("12 ships sank.", "count", None),
        ("It fell 5%.", "percent", "percent"),
        ("It fell by six percentage points.", "percent", "percentage_point"),
        ("It fell by a quarter point.", "percent", "percentage_point"),
        ("It fell by 25 basis points.", "percent", "basis_point"),
        ("It cost $5.", "money", "USD"),
        ("It cost 50p.", "money", "GBP"),
        ("He holds 21 bitcoin.", "money", "BTC"),
        ("It grew fourfold.", "multiple", None),
        ("It is 12 km away.", "measure", "kilometre"),
        ("A 6.3-magnitude quake struck.", "measure", "magnitude"),
        ("It took 18 months.", "duration", "month"),
        ("He is 36 years old.", "duration", "year"),
        ("Two-thirds of voters left.", "ratio", None),
        ("One in three voters left.", "ratio", None),
    ],
)
def test_kind_and_unit(text: str, kind: str, unit: str | None) -> None:
    assert (first(text).kind, first(text).unit) == (kind, unit)


def test_fractions_are_ratios_and_pence_are_hundredths() -> None:
    assert round(first("Two-thirds of voters left.").value or 0, 4) == Decimal("0.6667")
    assert first("It cost 50p.").value == Decimal("0.5")


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("It makes 500 drones a day.", "day"),
        ("It costs £24 a year.", "year"),
        ("Oil is at $70 a barrel on Monday.", "barrel"),
        ("Wheat hit €243 a tonne on Monday.", "tonne"),
    ],
)
def test_rates_carry_per(text: str, per: str) -> None:
    assert first(text).per == per


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("12 people died.", ["person"]),
        ("They fired 499 drones and missiles.", ["drone"]),
        ("They fired 10 X-101 cruise missiles.", ["missile"]),
        ("They fired one X-35 cruise missile.", ["missile"]),
        ("They closed 26 of the wells.", ["well"]),
        ("They saw 499 targets. Of these, 479 were hit.", ["target", "target"]),
        ("They saw 499 targets.\nOf these, 479 were hit.", ["target", None]),
        ("They saw 499 targets, 479 of which were hit.", ["target", "target"]),
        ("The number of voters rose to 615,000.", ["voter"]),
        ("It has 1.5 child per woman.", ["child"]),
        ("The toll rose to 10.", [None]),
    ],
)
def test_counted_is_the_singular_of_the_head_noun(text: str, counted: list[str | None]) -> None:
    assert [figure.counted for figure in extract_figures(text)] == counted


@pytest.mark.parametrize(
    ("text", "whole"),
    [("It spends 5% of GDP.", "GDP"), ("A third of the workforce left.", "the workforce")],
)
def test_of_what_is_the_whole_as_the_text_names_it(text: str, whole: str) -> None:
    assert first(text).of_what == whole


@pytest.mark.parametrize(
    ("phrase", "qualifier"),
    [
        ("", "exact"),
        *((word, "about") for word in ("about", "some", "roughly", "around", "nearly", "almost")),
        *((word, "more_than") for word in ("over", "topped", "passed")),
        *((word, "at_least") for word in ("no fewer than", "at least")),
        *((word, "less_than") for word in ("under", "below")),
        ("at most", "at_most"),
        ("up to", "up_to"),
        ("as many as", "up_to"),
    ],
)
def test_qualifier(phrase: str, qualifier: str) -> None:
    assert first(f"It was {phrase} 300 people.").qualifier == qualifier


def test_or_more_is_at_least_and_a_conversion_is_hedged_alike() -> None:
    assert first("30 or more people came.").qualifier == "at_least"
    assert [figure.qualifier for figure in extract_figures("It flew more than 100 km (60 miles).")] == ["more_than"] * 2


@pytest.mark.parametrize(
    ("text", "change", "multiplier"),
    [
        ("Shares rose 5%.", "increase", "1.05"),
        ("They seek a 400 percent increase.", "increase", "5"),
        ("It is up to 400 percent of the present level.", "none", "4"),
        ("Rates rose to 5%.", "none", None),
        ("It fell by six percentage points.", "decrease", None),
        ("They have twice as many tanks.", "none", "2"),
        ("It is three times what it was.", "none", "3"),
    ],
)
def test_change_and_multiplier(text: str, change: str, multiplier: str | None) -> None:
    figure = first(text)
    assert (figure.change, figure.multiplier) == (change, None if multiplier is None else Decimal(multiplier))


@pytest.mark.parametrize(
    "text",
    [
        "It is June 9, 2025.",
        "It began in 2019 at 11.30am.",
        "It opens at 10 in the morning.",
        "He came in third.",
        "They won 2-1.",
        "Call +1-222-2222-2222.",
        "The Boeing 737 crashed.",
        "Boeing 737 Crashes In Northern Iran",
        "Apple Says iPhone 17 Sales Rise",
        "Flight 93 took Route 66.",
        "Article 5 holds.",
        "The S&P 500 closed.",
        "Net zero is near.",
        "One appeared to be real.",
    ],
)
def test_not_figures(text: str) -> None:
    assert surfaces(text) == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Ukrainian President Volodymyr Zelensky Says Russia Lost 499 Drones", "499"),
        ("Blast Kills Six In Northern Gaza, Officials Say", "Six"),
        ("Israeli Strike Leaves 12 Dead In Gaza", "12"),
    ],
)
def test_headlines_in_title_case_state_figures(text: str, surface: str) -> None:
    assert surfaces(text) == [surface]


@pytest.mark.parametrize("text", ["The audience grew to 18.4m in 2023.", "It has 8m viewers and 18.4m of them pay."])
def test_a_crowd_is_counted_in_millions_not_in_metres(text: str) -> None:
    assert Decimal(18_400_000) in [figure.value for figure in extract_figures(text)]
    assert first("He threw 18.4m in 2023.").unit == "metre"


def test_as_of_is_the_time_of_publication() -> None:
    now = datetime(2025, 6, 9, tzinfo=UTC)
    assert {figure.as_of for figure in extract_figures("12 ships and 3 boats.", now)} == {now}
    assert first("12 ships.").as_of is None
