"""What a figure means: how firmly it is said, a change or a level, by which factor, what it counts, of and per what."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pipeline.extract.figures import extract_figures
from schemas.figure import Figure


def first(text: str) -> Figure:
    return extract_figures(text)[0]


QUALIFIERS = [
    ("About 30 people died.", "about"),
    ("Some 30 people died.", "about"),
    ("Nearly 30 people died.", "about"),
    ("An estimated 30 people died.", "about"),
    ("Around $30 million went.", "about"),
    ("~30 people died.", "about"),
    ("More than 30 people died.", "more_than"),
    ("Over 30 people died.", "more_than"),
    ("The toll topped 30 on Monday.", "more_than"),
    ("More than a dozen people died.", "more_than"),
    ("At least 30 people died.", "at_least"),
    ("No fewer than 30 people died.", "at_least"),
    ("30 or more people died.", "at_least"),
    ("30+ people died.", "at_least"),
    ("A 30-plus crowd came.", "at_least"),
    ("Fewer than 30 people died.", "less_than"),
    ("Just under 30 people died.", "less_than"),
    ("A sub-7 nanometre chip came.", "less_than"),
    ("Children under the age of 5 died.", "less_than"),
    ("At most 30 people died.", "at_most"),
    ("No more than 30 people died.", "at_most"),
    ("30 or fewer people died.", "at_most"),
    ("Up to 30 people died.", "up_to"),
    ("As many as 30 people died.", "up_to"),
    ("30 people died.", "exact"),
    ("He will spend it over five years.", "exact"),
    ("It took over five years.", "more_than"),
    ("It gained under 4%.", "less_than"),
]


@pytest.mark.parametrize(("text", "qualifier"), QUALIFIERS)
def test_qualifier(text: str, qualifier: str) -> None:
    assert first(text).qualifier == qualifier


CHANGES = [
    ("It gained under 4%.", "increase", "1.04"),
    ("The rate fell under 4%.", "none", None),
    ("It is increasing the deficit nearly 5 percent.", "increase", "1.05"),
    ("The bank cut its main rate 25 basis points.", "decrease", None),
    ("It raised spending to 5% of output.", "none", None),
    ("A plane dropped four bombs.", "none", None),
    ("They dropped four places.", "decrease", None),
    ("They fell two wins short of the cup.", "none", None),
    ("Shares rose 5%.", "increase", "1.05"),
    ("Shares rose by 5%.", "increase", "1.05"),
    ("Shares rose sharply by more than 5%.", "increase", "1.05"),
    ("Shares are up 12%.", "increase", "1.12"),
    ("Shares, up 12%, gained.", "increase", "1.12"),
    ("Shares fell 5%.", "decrease", "0.95"),
    ("Shares were down about 5%.", "decrease", "0.95"),
    ("Sales: +0.2% on the year.", "increase", "1.002"),
    ("Sales: -0.5% on the year.", "decrease", "0.995"),
    ("They seek a 400 percent increase.", "increase", "5"),
    ("They seek a “400-percent increase” in arms.", "increase", "5"),
    ("They seek an increase of 400 percent.", "increase", "5"),
    ("They will boost air defence by 400%.", "increase", "5"),
    ("They want a substantial increase in capabilities, reportedly by 400%.", "increase", "5"),
    ("It is up to 400 percent of the present level.", "none", "4"),
    ("Rates rose to 5%.", "none", None),
    ("Inflation fell below 5%.", "none", None),
    ("Output is 5% higher.", "increase", "1.05"),
    ("There were 15% fewer crimes.", "decrease", "0.85"),
    ("It makes up 5% of GDP.", "none", None),
    ("Support fell by six percentage points.", "decrease", None),
    ("The index lost 190 points.", "decrease", None),
    ("Profit rose by $5m.", "increase", None),
    ("Profit was $5m.", "none", None),
    ("He gave up 517 yards.", "none", None),
    ("The price quadrupled.", "increase", "4"),
    ("The price doubled to $5.", "increase", "2"),
    ("The deficit was halved.", "decrease", "0.5"),
    ("They want to increase air defences fourfold.", "increase", "4"),
    ("They call for a fourfold enhancement of it.", "increase", "4"),
    ("They must expand defences fivefold.", "increase", "5"),
    ("The fivefold target will be collective.", "none", "5"),
    ("A 10-fold rise was seen.", "increase", "10"),
    ("They have twice as many tanks.", "none", "2"),
    ("It is three times what it was.", "none", "3"),
    ("It has five times as many people.", "none", "5"),
    ("It is 2.5x that of last year.", "none", "2.5"),
    ("It costs double the price.", "none", "2"),
]


@pytest.mark.parametrize(("text", "change", "multiplier"), CHANGES)
def test_change_and_multiplier(text: str, change: str, multiplier: str | None) -> None:
    figure = first(text)
    assert (figure.change, figure.multiplier) == (change, None if multiplier is None else Decimal(multiplier))


def test_the_same_change_told_twice() -> None:
    assert [figure.change for figure in extract_figures("The Dow lost 190 points, or 0.6%.")] == [
        "decrease",
        "decrease",
    ]


def test_a_change_and_the_level_it_led_to_are_two_figures() -> None:
    moved, level = extract_figures("The S&P 500 rose 64.06 points to 4,577.10.")
    assert (moved.surface, moved.change) == ("64.06 points", "increase")
    assert (level.surface, level.change) == ("4,577.10", "none")


def test_three_times_alone_counts_times() -> None:
    figure = first("He called three times.")
    assert (figure.kind, figure.counted) == ("count", "time")


COUNTED = [
    ("Its 20 “premier members” met.", "member"),
    ("It left one armed rebel dead.", "rebel"),
    ("They had three live shells.", "shell"),
    ("Some 344 million live-streaming viewers came.", "viewer"),
    ("One of the world's biggest ever heists ended.", "heist"),
    ("It taught 15 youth in town.", "youth"),
    ("Two police officers left.", "officer"),
    ("40 police left.", "police"),
    ("Russia launched 499 drones and missiles.", "drone"),
    ("12 nuclear-powered attack submarines will be built.", "submarine"),
    ("They will establish six munitions manufacturing facilities to help.", "facility"),
    ("499 enemy aerial targets were seen.", "target"),
    ("Five people died.", "person"),
    ("Two men and a dog came.", "man"),
    ("More than 100 expectant mothers came.", "mother"),
    ("19 fouls proves it.", "foul"),
    ("One particular demand that came up.", "demand"),
    ("One proposal asks for more.", "proposal"),
    ("One of the best wireless speakers is here.", "speaker"),
    ("Two of Johnson's deputies left.", "deputy"),
    ("One of Costa Rica's most important destinations is here.", "destination"),
    ("A four-bedroom house burned.", "bedroom"),
    ("2.7m combined digital and physical sales were seen.", "sale"),
    ("Dozens of Kia and Hyundai vehicles were stolen.", "vehicle"),
    ("Some 40,000 Rohingya fled.", "Rohingya"),
    ("27 MPs left.", "mp"),
    ("75 such vessels came.", "vessel"),
    ("The toll rose to 10 on Monday.", None),
    ("Half a dozen of the city's many parks closed.", "park"),
]


@pytest.mark.parametrize(("text", "counted"), COUNTED)
def test_counted(text: str, counted: str | None) -> None:
    assert first(text).counted == counted


def test_a_count_that_resumes_another_counts_the_same() -> None:
    assert [figure.counted for figure in extract_figures("They offer 435 homes by sale and 187 by tender.")] == [
        "home",
        "home",
    ]
    assert [figure.counted for figure in extract_figures("460 vehicles were stolen compared with 63 in May.")] == [
        "vehicle",
        "vehicle",
    ]


WHOLES = [
    ("They are 10% of S&P 500 members.", "S&P 500 members"),
    ("They spend 5% of GDP on it.", "GDP"),
    ("They spend 5% of their Gross Domestic Product (GDP).", "Gross Domestic Product"),
    ("Some 8% of the workforce left.", "the workforce"),
    ("A third of all voters left.", "voters"),
    ("A quarter of Mexico's 32 states agreed.", "Mexico's 32 states"),
    ("Some 5% of stay-at-home moms work.", "stay-at-home moms"),
    ("It is 5% today.", None),
]


@pytest.mark.parametrize(("text", "whole"), WHOLES)
def test_of_what(text: str, whole: str | None) -> None:
    assert first(text).of_what == whole


RATES = [
    ("It makes 20,000 daily.", "day"),
    ("It costs $45 monthly.", "month"),
    ("It runs five daily flights.", None),
    ("They pay C$6 (US$4.46) per share.", "share"),
    ("It makes 500 drones a month.", "month"),
    ("It makes 400,000 barrels per day.", "day"),
    ("It costs $21.25 per square foot.", "square_foot"),
    ("It costs £24 a year.", "year"),
    ("It costs £24 a-year now.", "year"),
    ("It costs $80 per sq m.", "square_metre"),
    ("Oil is at $70 a barrel.", "barrel"),
    ("It makes 10 kV/cm of field.", "centimetre"),
    ("It costs $5.", None),
    ("It made $5 million a year earlier.", None),
]


@pytest.mark.parametrize(("text", "per"), RATES)
def test_rates(text: str, per: str | None) -> None:
    assert first(text).per == per


def test_offsets_sentence_and_publication_time() -> None:
    text = "Nothing here. Then 12 ships sank.\nMore."
    now = datetime(2025, 6, 9, tzinfo=UTC)
    figure = extract_figures(text, now)[0]
    assert text[figure.start_char : figure.end_char] == figure.surface == "12"
    assert text[figure.sentence_start : figure.sentence_end] == "Then 12 ships sank."
    assert figure.as_of == now


def test_the_surface_of_the_unit() -> None:
    assert first("It cost $1.2bn.").unit_surface == "$"
    assert first("It is 12 km away.").unit_surface == "km"
    assert first("It has 12 ships.").unit_surface is None
