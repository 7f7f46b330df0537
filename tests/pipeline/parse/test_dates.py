"""Dates of feeds are right or absent."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.parse.dates import parse_date

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 05 Jan 2026 12:00:00 GMT",
        "Mon, 5 Jan 2026 12:00:00 +0000",
        "Mon, 05 Jan 2026 07:00:00 EST",
        "Mon, 05 Jan 26 12:00 UT",
        "05 Jan 2026 13:00:00 +01:00",
        "Mon, 05 Jan 2026 13:00:00 GMT+0100",
        "Mon, 05 Jan 2026 13:00:00 +0100 (CET)",
        "05-Jan-2026 12:00:00",
        "2026-01-05T12:00:00Z",
        "2026-01-05T12:00:00.123456Z",
        "2026-01-05T14:00+02:00",
        "2026-01-05 12:00:00 +0000 UTC",
        "20260105T120000Z",
        "2026/01/05 12:00",
        "Mon Jan  5 12:00:00 2026",
        "Mon Jan 5 12:00:00 UTC 2026",
        "January 5, 2026 12:00 pm",
        "Monday, January 5th, 2026 - 7:00 AM EST",
        "lundi 5 janvier 2026 12:00",
        "Mo, 05 Januar 2026 13:00:00 +0100",
        "5 de enero de 2026 12:00",
        "05.01.2026 12:00",
        "2026年1月5日 12:00",
        "1767614400",
        "1767614400000",
    ],
)
def test_one_instant_in_many_forms(text: str) -> None:
    assert parse_date(text) == NOON


@pytest.mark.parametrize(
    "text", ["2026-01-05", "2026年1月5日", "2026년 1월 5일", "5 January 2026", "05/01/2026 ".strip()]
)
def test_days(text: str) -> None:
    assert parse_date(text) == (None if "/" in text else DAY)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "now",
        "yesterday",
        "12/01/2026",
        "2026-02-30T00:00:00Z",
        "Mon, 01 Jan 2026 25:61:61 GMT",
        "Mon, 05 Jan 2026 10:00:00 +9999",
        "99999999999999999999",
        "0000-00-00 00:00:00",
        "10000-01-01",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "Mon " * 12_500,
        "5 Smarch 2026",
    ],
)
def test_impossible_and_ambiguous_dates_are_none(text: str | None) -> None:
    assert parse_date(text) is None


def test_a_leap_second_is_the_second_before() -> None:
    assert parse_date("2016-12-31T23:59:60Z") == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_unknown_zone_is_utc() -> None:
    assert parse_date("Mon, 05 Jan 2026 12:00:00 XYZ") == NOON


@pytest.mark.parametrize(("ahead", "is_kept"), [(23, True), (25, False)])
def test_future(ahead: int, is_kept: bool) -> None:
    assert (parse_date("2026-01-05T12:00:00Z", NOON - timedelta(hours=ahead)) is not None) is is_kept


@given(st.integers(700_000_000, 4_000_000_000))
def test_iso_and_rfc_822_agree(seconds: int) -> None:
    whole = datetime.fromtimestamp(seconds, UTC)
    assert parse_date(whole.isoformat()) == parse_date(whole.strftime("%a, %d %b %Y %H:%M:%S GMT")) == whole


@given(st.text(max_size=120))
def test_any_text_gives_an_aware_date_or_none(text: str) -> None:
    at = parse_date(text)
    assert at is None or at.utcoffset() == timedelta(0)


@pytest.mark.parametrize("text", ["Fri, 13 Feb 1970 03:00:21 -0500", "1923-05-01", "Sat, 12 Apr 1980 10:00:00 GMT"])
def test_archives_are_dated(text: str) -> None:
    assert parse_date(text) is not None


@pytest.mark.parametrize(
    "text",
    ["1969-12-31T19:00:00Z", "Thu, 01 Jan 1970 02:00:00 +0200", "1900-01-01", "1904-01-01T00:00:00Z", "1979-12-31"],
)
def test_where_clocks_begin_is_no_date(text: str) -> None:
    assert parse_date(text) is None
