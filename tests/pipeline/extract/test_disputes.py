"""Dates, names and figures that want the same characters."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.extract.dates import extract_dates
from pipeline.extract.disputes import taken, undisputed, without_years
from pipeline.extract.figures import extract_figures
from schemas.figure import DateSpan
from schemas.mention import EntityType, Mention

PUBLISHED = datetime(2025, 6, 9, tzinfo=UTC)
Read = tuple[list[str], list[str], list[str]]


def read(text: str, *named: str, published: datetime | None = PUBLISHED) -> Read:
    """Surfaces of the names, dates and figures, where a model is said to have found these names."""
    mentions = [
        Mention(
            start_char=text.index(name),
            end_char=text.index(name) + len(name),
            surface=name,
            type=EntityType.ORGANISATION,
            entity=name,
        )
        for name in named
    ]
    dates: tuple[DateSpan, ...] = extract_dates(text, published)
    figures = without_years(extract_figures(text, published, taken(dates, mentions)), dates)
    names, days = undisputed(mentions, figures), undisputed(dates, figures)
    return [one.surface for one in names], [one.surface for one in days], [one.surface for one in figures]


@pytest.mark.parametrize("amount", ["RM23.50", "HK$1.6 billion", "6kW", "PS21,700"])
def test_an_amount_is_no_name(amount: str) -> None:
    assert read(f"The price was {amount} then.", amount) == ([], [], [amount])


@pytest.mark.parametrize("name", ["Boeing 737", "50 Cent", "COP 27", "G7", "Article 5", "Channel 4 News"])
def test_a_name_with_digits_is_no_figure(name: str) -> None:
    assert read(f"There was {name} then.", name) == ([name], [], [])


def test_a_people_within_an_amount_is_still_a_name() -> None:
    assert read("She won 2 million Australian dollars.", "Australian")[0] == ["Australian"]


def test_what_counts_is_no_year() -> None:
    assert read("The 1520 sq m centre opened.") == ([], [], ["1520 sq m"])
    assert read("Prices go up by an average of 1500.") == ([], [], ["1500"])


def test_a_year_is_no_figure() -> None:
    assert read("Output fell in 2019 and 2022 year-end prices rose.") == ([], ["2019", "2022"], [])
    assert read("It was 1.1 percent around 2000.") == ([], ["2000"], ["1.1 percent"])


def test_a_time_that_nobody_can_date_still_lasts() -> None:
    assert read("He scored six minutes later.", published=None)[2] == ["six minutes"]
    assert read("It grew in the past two years.")[1:] == (["the past two years"], [])
