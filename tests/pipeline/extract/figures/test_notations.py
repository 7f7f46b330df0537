"""Every notation of a number in the news: its surface, its value or bounds, its kind and unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.extract.figures import extract_figures
from schemas.figure import Figure


def only(text: str) -> Figure:
    figures = extract_figures(text)
    assert len(figures) == 1, [figure.surface for figure in figures]
    return figures[0]


COUNTS = [
    ("They counted 499 drones.", "499", "499"),
    ("They counted 12,345 drones.", "12,345", "12345"),
    ("They counted 12345 drones.", "12345", "12345"),
    ("They counted 1 234 567 voters.", "1 234 567", "1234567"),
    ("They counted 1.234.567 voters.", "1.234.567", "1234567"),
    ("They counted 12,34,567 voters.", "12,34,567", "1234567"),
    ("An index value of 1.234,5 was seen.", "1.234,5", "1234.5"),
    ("It averages 1,5 goals.", "1,5", "1.5"),
    ("There were 1.000 voters.", "1.000", "1000"),
    ("It averages 1.234 goals.", "1.234", "1.234"),
    ("There were six ships.", "six", "6"),
    ("There were twenty-one ships.", "twenty-one", "21"),
    ("There were a hundred and sixteen ships.", "a hundred and sixteen", "116"),
    ("There were two thousand and two hundred ships.", "two thousand and two hundred", "2200"),
    ("There were 1.2 million voters.", "1.2 million", "1200000"),
    ("There were 1.2m voters.", "1.2m", "1200000"),
    ("There were half a million voters.", "half a million", "500000"),
    ("There were a quarter of a million voters.", "a quarter of a million", "250000"),
    ("There were two and a half million voters.", "two and a half million", "2500000"),
    ("There were 3 million and a half voters.", "3 million and a half", "3500000"),
    ("There were two dozen ships.", "two dozen", "24"),
    ("There were a dozen ships.", "a dozen", "12"),
    ("There were half a dozen ships.", "half a dozen", "6"),
    ("There were 5 lakh voters.", "5 lakh", "500000"),
    ("There were 2 lakh crore cells.", "2 lakh crore", "2000000000000"),
    ("There were 40k fans.", "40k", "40000"),
    ("There were 2½ pies.", "2½", "2.5"),
    ("There were 10 1/2 pies.", "10 1/2", "10.5"),
    ("It weighs two point five stars.", "two point five", "2.5"),
    ("The score is -5 here.", "-5", "-5"),
    ("The answer is minus five point five.", "minus five point five", "-5.5"),
    ("About 3.1e6 cells grew.", "3.1e6", "3100000"),
]


@pytest.mark.parametrize(("text", "surface", "value"), COUNTS)
def test_counts(text: str, surface: str, value: str) -> None:
    figure = only(text)
    assert (figure.surface, figure.value, figure.kind, figure.unit) == (surface, Decimal(value), "count", None)


MONEY = [
    ("It made QR330.7mn.", "QR330.7mn", "330700000", "QAR"),
    ("It cost R2.5bn.", "R2.5bn", "2500000000", "ZAR"),
    ("He paid N500,000.", "N500,000", "500000", "NGN"),
    ("He paid KSh 5 billion.", "KSh 5 billion", "5000000000", "KES"),
    ("It cost $1.2bn.", "$1.2bn", "1200000000", "USD"),
    ("It cost US$2.3tn.", "US$2.3tn", "2300000000000", "USD"),
    ("It cost US $150 million.", "US $150 million", "150000000", "USD"),
    ("It cost U.S. $5 million.", "U.S. $5 million", "5000000", "USD"),
    ("It cost A$5m.", "A$5m", "5000000", "AUD"),
    ("It cost C$5m.", "C$5m", "5000000", "CAD"),
    ("It cost HK $5.4m.", "HK $5.4m", "5400000", "HKD"),
    ("It cost R$5m.", "R$5m", "5000000", "BRL"),
    ("It cost €350 million.", "€350 million", "350000000", "EUR"),
    ("It cost 350 million euros.", "350 million euros", "350000000", "EUR"),
    ("It cost 1,200€.", "1,200€", "1200", "EUR"),
    ("It cost £40m.", "£40m", "40000000", "GBP"),
    ("It cost Rs 5 crore.", "Rs 5 crore", "50000000", "INR"),
    ("It cost Rs. 5 crore.", "Rs. 5 crore", "50000000", "INR"),
    ("It cost ₹12,34,567.89.", "₹12,34,567.89", "1234567.89", "INR"),
    ("It cost 50p.", "50p", "0.5", "GBP"),
    ("It cost 34 cents.", "34 cents", "0.34", "USD"),
    ("It cost 17c.", "17c", "0.17", "USD"),
    ("It cost RM23.50.", "RM23.50", "23.5", "MYR"),
    ("It cost USD115.5.", "USD115.5", "115.5", "USD"),
    ("It cost 115 USD.", "115 USD", "115", "USD"),
    ("It cost 75 USD million.", "75 USD million", "75000000", "USD"),
    ("It cost 5 million Australian dollars.", "5 million Australian dollars", "5000000", "AUD"),
    ("It cost 5 million New Zealand dollars.", "5 million New Zealand dollars", "5000000", "NZD"),
    ("It cost 10 U.S. dollars.", "10 U.S. dollars", "10", "USD"),
    ("It cost 5 million pounds.", "5 million pounds", "5000000", "GBP"),
    ("It cost 5 pounds sterling.", "5 pounds sterling", "5", "GBP"),
    ("It cost ₿21.", "₿21", "21", "BTC"),
    ("It cost two billion yuan.", "two billion yuan", "2000000000", "CNY"),
    ("It cost half a billion dollars.", "half a billion dollars", "500000000", "USD"),
    ("It cost $3.50, no more.", "$3.50", "3.5", "USD"),
    ("It cost 3 dollars and 50 cents.", "3 dollars and 50 cents", "3.5", "USD"),
    ("It fell to $-50.8bn then.", "$-50.8bn", "-50800000000", "USD"),
    ("It was a $5-million house.", "$5-million", "5000000", "USD"),
    ("It cost PS2.7m.", "PS2.7m", "2700000", "GBP"),
    ("It cost Y=100 million.", "Y=100 million", "100000000", "JPY"),
]


@pytest.mark.parametrize(("text", "surface", "value", "unit"), MONEY)
def test_money(text: str, surface: str, value: str, unit: str) -> None:
    figure = only(text)
    assert (figure.surface, figure.value, figure.kind, figure.unit) == (surface, Decimal(value), "money", unit)


MEASURES = [
    ("It is 12 km away.", "12 km", "12", "measure", "kilometre"),
    ("It is 12km away.", "12km", "12", "measure", "kilometre"),
    ("It is a 100m race.", "100m", "100", "measure", "metre"),
    ("It ran at 188 miles an hour.", "188 miles an hour", "188", "measure", "mile_per_hour"),
    ("It ran at 80 m.p.h. then.", "80 m.p.h.", "80", "measure", "mile_per_hour"),
    ("It ran at 100km/h.", "100km/h", "100", "measure", "kilometre_per_hour"),
    ("It covers 32m2 of land.", "32m2", "32", "measure", "square_metre"),
    ("It covers 570 sq m of land.", "570 sq m", "570", "measure", "square_metre"),
    ("It is 30C outside.", "30C", "30", "measure", "degree_celsius"),
    ("It is 27 °C outside.", "27 °C", "27", "measure", "degree_celsius"),
    ("It is 90 degrees Fahrenheit outside.", "90 degrees Fahrenheit", "90", "measure", "degree_fahrenheit"),
    ("A 6.3-magnitude quake struck.", "6.3-magnitude", "6.3", "measure", "magnitude"),
    ("A 1.5 GW plant opened.", "1.5 GW", "1.5", "measure", "gigawatt"),
    ("It stores 5.5kWh.", "5.5kWh", "5.5", "measure", "kilowatt_hour"),
    ("It sends 0.9 trillion cubic feet.", "0.9 trillion cubic feet", "900000000000", "measure", "cubic_foot"),
    ("It sold 12.3m tonnes of fuel.", "12.3m tonnes", "12300000", "measure", "tonne"),
    ("It sold 1 million barrels of oil.", "1 million barrels", "1000000", "measure", "barrel"),
    ("He is 6'3\" tall.", "6'3\"", "6.25", "measure", "foot"),
    ("It made 42 MW.", "42 MW", "42", "measure", "megawatt"),
    ("He is 5 feet 6 inches tall.", "5 feet 6 inches", "5.5", "measure", "foot"),
    ("It fell 64 points then.", "64 points", "64", "measure", "point"),
    ("They met for 18 months.", "18 months", "18", "duration", "month"),
    ("It was an 18-month deal.", "18-month", "18", "duration", "month"),
    ("He won the race in 9.58s flat.", "9.58s", "9.58", "duration", "second"),
    ("They waited half an hour.", "half an hour", "0.5", "duration", "hour"),
    ("It rained for three decades.", "three decades", "3", "duration", "decade"),
    ("It holds 400 percent now.", "400 percent", "400", "percent", "percent"),
    ("It holds 400-percent now.", "400-percent", "400", "percent", "percent"),
    ("It holds 3.5% now.", "3.5%", "3.5", "percent", "percent"),
    ("It holds twenty per cent now.", "twenty per cent", "20", "percent", "percent"),
    ("It holds 24pc now.", "24pc", "24", "percent", "percent"),
    ("It moved by six percentage points.", "six percentage points", "6", "percent", "percentage_point"),
    ("It moved by 25 basis points.", "25 basis points", "25", "percent", "basis_point"),
    ("It moved by 25bps.", "25bps", "25", "percent", "basis_point"),
]


@pytest.mark.parametrize(("text", "surface", "value", "kind", "unit"), MEASURES)
def test_measures(text: str, surface: str, value: str, kind: str, unit: str) -> None:
    figure = only(text)
    assert (figure.surface, figure.value, figure.kind, figure.unit) == (surface, Decimal(value), kind, unit)


RATIOS = [
    ("Two-thirds of them left.", "Two-thirds", "0.6667"),
    ("Three quarters of them left.", "Three quarters", "0.75"),
    ("One in three patients left.", "One in three", "0.3333"),
    ("Nine out of 10 patients left.", "Nine out of 10", "0.9"),
    ("A third of them left.", "A third", "0.3333"),
    ("More than half of them left.", "half", "0.5"),
    ("Some 3/4 of them left.", "3/4", "0.75"),
    ("The result is ⅔.", "⅔", "0.6667"),
]


@pytest.mark.parametrize(("text", "surface", "value"), RATIOS)
def test_ratios(text: str, surface: str, value: str) -> None:
    figure = only(text)
    assert (figure.surface, figure.kind, figure.unit) == (surface, "ratio", None)
    assert figure.value is not None
    assert round(figure.value, 4) == Decimal(value)


RANGES = [
    ("Between 20 and 25 people came.", "20 and 25", "20", "25", None),
    ("It costs £40m to £45m.", "£40m to £45m", "40000000", "45000000", "GBP"),
    ("It costs $10 to $15 billion.", "$10 to $15 billion", "10000000000", "15000000000", "USD"),
    ("It costs $10-15 billion.", "$10-15 billion", "10000000000", "15000000000", "USD"),
    ("It costs £300–350.", "£300–350", "300", "350", "GBP"),
    ("Some 1,000-1,500 people came.", "1,000-1,500", "1000", "1500", None),
    ("It takes five to seven years.", "five to seven years", "5", "7", "duration"),
    ("It takes two or three days.", "two or three days", "2", "3", "duration"),
    ("Two to three million people came.", "Two to three million", "2000000", "3000000", None),
    ("It used a 5-10W laser.", "5-10W", "5", "10", "watt"),
    ("Rates range from 1 per cent to 1.5 per cent.", "1 per cent to 1.5 per cent", "1", "1.5", "percent"),
    ("It does the 0-to-60-mph run.", "0-to-60-mph", "0", "60", "mile_per_hour"),
    ("A 10- to 15-year term.", "10- to 15-year", "10", "15", "duration"),
]


@pytest.mark.parametrize(("text", "surface", "low", "high", "unit"), RANGES)
def test_ranges(text: str, surface: str, low: str, high: str, unit: str | None) -> None:
    figure = only(text)
    assert (figure.surface, figure.value, figure.low, figure.high) == (surface, None, Decimal(low), Decimal(high))
    assert unit in {figure.unit, figure.kind}


VAGUE = [
    ("Dozens of people came.", "Dozens", "12", None, "person"),
    ("Hundreds of thousands of people came.", "Hundreds of thousands", "100000", None, "person"),
    ("Several hundred people came.", "Several hundred", "100", None, "person"),
    ("A few thousand people came.", "A few thousand", "1000", None, "person"),
    ("They spent millions of dollars.", "millions of dollars", "1000000", "USD", None),
    ("They need thousands more armoured vehicles.", "thousands", "1000", None, "vehicle"),
]


@pytest.mark.parametrize(("text", "surface", "low", "unit", "counted"), VAGUE)
def test_vague_plurals_have_only_a_lower_bound(
    text: str, surface: str, low: str, unit: str | None, counted: str | None
) -> None:
    figure = only(text)
    assert (figure.surface, figure.value, figure.low, figure.high) == (surface, None, Decimal(low), None)
    assert (figure.unit, figure.counted) == (unit, counted)


AGES = [
    "He is 36 years old.",
    "A 36-year-old man died.",
    "Maddon, 36, has won.",
    "Her son, 36, has won.",
    "A man aged 36 has won.",
    "When he was 36, he won.",
    "She had just turned 36.",
]


@pytest.mark.parametrize("text", AGES)
def test_ages_are_durations_in_years(text: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.unit, figure.value) == ("duration", "year", Decimal(36))


def test_numbers_borrow_the_unit_of_their_neighbour() -> None:
    high, low = extract_figures("It was cut from $17.50 to 16 on Monday.")
    assert (high.surface, high.value, high.unit) == ("$17.50", Decimal("17.5"), "USD")
    assert (low.surface, low.value, low.unit) == ("16", Decimal(16), "USD")


def test_numbers_left_hanging_take_what_the_next_one_counts() -> None:
    assert [figure.counted for figure in extract_figures("It has four-, five- and six-cylinder engines.")] == [
        "cylinder"
    ] * 3
    assert [figure.unit for figure in extract_figures("Gains of 5, 10 and 15 percent were seen.")] == ["percent"] * 3
    assert [figure.unit for figure in extract_figures("He has raised 280 million of the 1.5 billion euros.")] == [
        "EUR",
        "EUR",
    ]
