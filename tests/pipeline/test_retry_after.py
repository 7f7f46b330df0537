"""Seconds or a date, never an error, never negative."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.retry_after import LONGEST, parse_http_date, parse_retry_after

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
DATE = "Sun, 06 Nov 1994 08:49:37 GMT"


@pytest.mark.parametrize(
    ("value", "date", "wait"),
    [
        ("120", None, timedelta(seconds=120)),
        (" 0 ", None, timedelta(0)),
        ("317100", None, timedelta(seconds=317100)),
        ("999999999999", None, LONGEST),
        ("Sun, 06 Nov 1994 08:59:37 GMT", DATE, timedelta(minutes=10)),
        ("Sunday, 06-Nov-94 08:59:37 GMT", DATE, timedelta(minutes=10)),
        ("Sun, 06 Nov 1994 08:49:00 GMT", DATE, timedelta(0)),
        ("Sun, 22 Nov 2026 14:05:00 GMT", None, timedelta(minutes=5)),
        ("Sun, 22 Nov 2026 14:05:00 GMT", "nonsense", timedelta(minutes=5)),
        ("-5", None, None),
        ("soon", None, None),
        ("1.5", None, None),
        ("", None, None),
        (None, None, None),
        ("Sun, 99 Nov 99999 99:99:99 GMT", None, None),
    ],
)
def test_waits(value: str | None, date: str | None, wait: timedelta | None) -> None:
    assert parse_retry_after(value, date, NOW) == wait


def test_dates_are_utc() -> None:
    assert parse_http_date(DATE) == datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


@given(st.text(max_size=80), st.text(max_size=80))
def test_anything_is_read(value: str, date: str) -> None:
    wait = parse_retry_after(value, date, NOW)
    assert wait is None or timedelta(0) <= wait <= LONGEST
