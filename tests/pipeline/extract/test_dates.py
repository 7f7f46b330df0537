"""Dates: examples of the grammar, and the properties every text must keep."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.dates import extract_dates
from schemas.figure import DateSpan

MONDAY = datetime(2025, 6, 9, 12, tzinfo=UTC)
GRANULARITIES = {"instant", "day", "week", "month", "quarter", "year", "decade"}


def bounds(date: DateSpan) -> tuple[str, str]:
    assert date.from_at is not None
    assert date.to_at is not None
    return date.from_at.strftime("%Y-%m-%d"), date.to_at.strftime("%Y-%m-%d")


@pytest.mark.parametrize(
    ("text", "surface", "start", "end", "granularity"),
    [
        ("a summit on June 24-25 in The Hague", "June 24-25", "2025-06-24", "2025-06-26", "day"),
        ("due on 24 June", "24 June", "2025-06-24", "2025-06-25", "day"),
        ("from 24 to 25 June 2025 only", "24 to 25 June 2025", "2025-06-24", "2025-06-26", "day"),
        ("in June 2025 it rained", "June 2025", "2025-06-01", "2025-07-01", "month"),
        ("unveiled last week, he said", "last week", "2025-06-02", "2025-06-09", "week"),
        ("next week he will speak", "next week", "2025-06-16", "2025-06-23", "week"),
        ("ministers will meet on Thursday", "Thursday", "2025-06-12", "2025-06-13", "day"),
        ("ministers met on Thursday", "Thursday", "2025-06-05", "2025-06-06", "day"),
        ("he said at a meeting on Monday", "Monday", "2025-06-09", "2025-06-10", "day"),
        ("5% of GDP by 2032, alongside", "2032", "2032-01-01", "2033-01-01", "year"),
        ("since 2010 it grew", "2010", "2010-01-01", "2011-01-01", "year"),
        ("over the past three decades", "the past three decades", "1995-06-09", "2025-06-09", "decade"),
        ("in the 1990s", "the 1990s", "1990-01-01", "2000-01-01", "decade"),
        ("profit in Q1 rose", "Q1", "2025-01-01", "2025-04-01", "quarter"),
        ("the first quarter of 2024", "the first quarter of 2024", "2024-01-01", "2024-04-01", "quarter"),
        ("in late May it fell", "late May", "2025-05-21", "2025-06-01", "week"),
        ("in early 2026 it will open", "early 2026", "2026-01-01", "2026-05-02", "quarter"),
        ("he died yesterday", "yesterday", "2025-06-08", "2025-06-09", "day"),
        ("from 2014 to 2022 he ruled", "2014 to 2022", "2014-01-01", "2023-01-01", "year"),
        ("between March and May 2022 it fell", "March and May 2022", "2022-03-01", "2022-06-01", "month"),
        ("in peace26 on 26.05.25, 20:17 we", "26.05.25, 20:17", "2025-05-26", "2025-05-26", "instant"),
        ("at 2025-06-09T10:00:00Z sharp", "2025-06-09T10:00:00Z", "2025-06-09", "2025-06-09", "instant"),
        ("two years ago", "two years ago", "2023-01-01", "2024-01-01", "year"),
        ("Dec. 25 was cold", "Dec. 25", "2024-12-25", "2024-12-26", "day"),
        ("it fell from May to September", "May to September", "2024-05-01", "2024-10-01", "month"),
        ("talks will resume in two weeks", "two weeks", "2025-06-23", "2025-06-30", "week"),
        ("the first nine months of 2024", "the first nine months of 2024", "2024-01-01", "2024-10-01", "month"),
        ("profit fell in the last quarter", "last quarter", "2025-01-01", "2025-04-01", "quarter"),
        ("he left earlier this year", "earlier this year", "2025-01-01", "2025-06-09", "year"),
        ("it will open later this year", "later this year", "2025-06-09", "2026-01-01", "year"),
        ("up 5% in the year to date", "the year to date", "2025-01-01", "2025-06-10", "year"),
        ("it will end in 2027", "2027", "2027-01-01", "2028-01-01", "year"),
        ("by the end of March it was", "the end of March", "2025-03-21", "2025-04-01", "week"),
        ("two days after the June 2 vote", "two days after the June 2", "2025-06-04", "2025-06-05", "day"),
        ("in the week ending June 7 it fell", "the week ending June 7", "2025-06-01", "2025-06-08", "week"),
        ("a week beginning June 9 is", "a week beginning June 9", "2025-06-09", "2025-06-16", "week"),
        ("storms hit over the weekend", "the weekend", "2025-06-07", "2025-06-09", "day"),
        ("they will play at the weekend", "the weekend", "2025-06-14", "2025-06-16", "day"),
        ("they will vote on Friday 13th", "Friday 13th", "2025-06-13", "2025-06-14", "day"),
        ("the school opens on Friday", "Friday", "2025-06-13", "2025-06-14", "day"),
        ("talks that were to be held on Friday", "Friday", "2025-06-13", "2025-06-14", "day"),
        ("over the past few years", "the past few years", "2022-06-09", "2025-06-09", "year"),
        ("over the next fortnight", "next fortnight", "2025-06-23", "2025-07-07", "week"),
        ("early next month it will open", "early next month", "2025-07-01", "2025-07-11", "week"),
        ("rockets fell overnight.", "overnight", "2025-06-08", "2025-06-10", "day"),
        ("he died on Easter Monday", "Easter Monday", "2025-04-21", "2025-04-22", "day"),
        ("on Christmas Day 2019 it rained", "Christmas Day 2019", "2019-12-25", "2019-12-26", "day"),
        ("built in the 19th century", "the 19th century", "1800-01-01", "1900-01-01", "decade"),
        ("elected in 2019, he quit two years later", "two years later", "2021-01-01", "2022-01-01", "year"),
        ("in May sales beat a year earlier", "a year earlier", "2024-05-01", "2024-06-01", "month"),
        ("in the six months to March 31", "the six months to March 31", "2024-10-01", "2025-04-01", "month"),
        ("the year to April", "the year to April", "2024-05-01", "2025-05-01", "year"),
        ("in June of last year", "June of last year", "2024-06-01", "2024-07-01", "month"),
        ("the last Sunday of October", "the last Sunday of October", "2025-10-26", "2025-10-27", "day"),
        ("from 11 June to 19 July 2026", "11 June to 19 July 2026", "2026-06-11", "2026-07-20", "day"),
        ("a year and two months ago", "a year and two months ago", "2024-04-01", "2024-05-01", "month"),
        ("he came on 4 June. Then", "4 June", "2025-06-04", "2025-06-05", "day"),
        ("in fiscal 2024-25", "fiscal 2024-25", "2024-01-01", "2026-01-01", "year"),
        ("the week before last", "the week before last", "2025-05-26", "2025-06-02", "week"),
    ],
)
def test_reads(text: str, surface: str, start: str, end: str, granularity: str) -> None:
    date = next(date for date in extract_dates(text, MONDAY) if date.surface == surface)
    assert bounds(date) == (start, end)
    assert date.granularity == granularity


@pytest.mark.parametrize(
    "text",
    [
        "more than 2000 people came",
        "may I march on",
        "the sun rises",
        "1500 troops",
        "$2010",
        "Article 5 of 1",
        "a 2-1 win",
        "every Monday it opens",
        "the first Monday of each month",
        "an overnight success",
        "the Christmas tree fell",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert extract_dates(text, MONDAY) == ()


def test_relative_dates_need_a_publication_date() -> None:
    date = extract_dates("he said last week", None)[0]
    assert (date.from_at, date.to_at, date.granularity) == (None, None, "week")


def test_the_day_is_that_of_utc() -> None:
    tokyo = datetime.fromisoformat("2025-06-10T03:00:00+09:00")
    assert extract_dates("today", tokyo) == extract_dates("today", MONDAY)


WORDS = "June February May Thursday 24 29 31 2025 9999 1000 0 - , / . the last past of mid late to and from ago Q1"
MORE = ("26.05.25", "20:17", "week", "three", "years", "decades", "centuries", "on", "\n")
TEXTS = st.text() | st.lists(st.sampled_from([*WORDS.split(), *MORE]), max_size=20).map(" ".join)


@given(TEXTS, st.none() | st.datetimes() | st.datetimes(timezones=st.just(UTC)))
def test_spans_are_sound(text: str, published_at: datetime | None) -> None:
    found = extract_dates(text, published_at)
    for date in found:
        assert date.surface == text[date.start_char : date.end_char] != ""
        assert date.granularity in GRANULARITIES
        assert (date.from_at is None) == (date.to_at is None)
        if date.from_at and date.to_at:
            assert date.from_at < date.to_at
            assert date.from_at.utcoffset() == timedelta(0)
    for left, right in itertools.pairwise(found):
        assert left.end_char <= right.start_char


@pytest.mark.parametrize("piece", ["1", "June ", "2014-", "last ", "and ", "$", "Mon ", "\n", "the past "])
def test_time_grows_with_length_only(piece: str) -> None:
    """The worst input comes back at all; a quadratic rule would take hours."""
    assert len(extract_dates(piece * (200_000 // len(piece)), MONDAY)) <= 50_000
