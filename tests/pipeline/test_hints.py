"""Headers become hints, and hints survive storage."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.hints import hints_from_headers, hints_from_json, hints_to_json, merge_hints
from schemas.feed import FeedHints

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
DATE = "Mon, 05 Jan 2026 12:00:00 GMT"
LATER = "Mon, 05 Jan 2026 13:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "public, max-age=900"}, 900),
        ({"cache-control": "MAX-AGE = 900, must-revalidate", "age": "300"}, 600),
        ({"cache-control": "s-maxage=60"}, None),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "max-age=-5"}, None),
        ({"cache-control": "no-cache, max-age=900"}, None),
        ({"cache-control": "max-age=900", "age": "1000"}, None),
        ({"expires": LATER, "date": DATE}, 3600),
        ({"expires": LATER, "date": LATER}, None),
        ({"expires": "0"}, None),
        ({"cache-control": "max-age=999999999"}, 365 * 86_400),
        ({}, None),
    ],
)
def test_freshness(headers: dict[str, str], seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert hints_from_headers(headers, NOW).max_age == expected


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), (" 120 ", 120), (LATER, 3600), ("-1", None), ("soon", None), ("1.5", None), ("", None), ("0", None)],
)
def test_retry_after(value: str, seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert hints_from_headers({"retry-after": value}, NOW).retry_after == expected


def test_a_wrong_clock_is_wrong_in_both_headers() -> None:
    headers = {"retry-after": "Tue, 06 Jan 2026 13:00:00 GMT", "date": "Tue, 06 Jan 2026 12:00:00 GMT"}
    assert hints_from_headers(headers, NOW).retry_after == timedelta(hours=1)


def test_an_answer_adds_to_what_the_document_said() -> None:
    feed = FeedHints(ttl=timedelta(minutes=30), skip_hours=frozenset({1}))
    merged = merge_hints(feed, FeedHints(max_age=timedelta(minutes=5)))
    assert (merged.ttl, merged.max_age, merged.skip_hours) == (feed.ttl, timedelta(minutes=5), {1})


def test_stored_hints_come_back() -> None:
    hints = FeedHints(
        ttl=timedelta(minutes=30),
        update_interval=timedelta(hours=2),
        skip_hours=frozenset({3, 1}),
        skip_days=frozenset({6}),
    )
    assert hints_from_json(hints_to_json(hints)) == hints
    assert hints_from_json(hints_to_json(FeedHints())) == FeedHints()


@given(
    st.dictionaries(st.sampled_from(["cache-control", "expires", "retry-after", "date", "age"]), st.text(max_size=60))
)
def test_any_headers_give_positive_hints_or_none(headers: dict[str, str]) -> None:
    hints = hints_from_headers(headers, NOW)
    for wait in (hints.max_age, hints.retry_after):
        assert wait is None or wait > timedelta(0)
