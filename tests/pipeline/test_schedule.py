"""Polls come neither too early nor too late, and never stop."""

import heapq
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schedule import (
    Move,
    PollBounds,
    PollHistory,
    PollPlan,
    PollResult,
    next_poll,
    observe_move,
    publication_gap,
)
from schemas.feed import FeedHints, FeedState

NOW = datetime(2026, 1, 5, 12, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BOUNDS = PollBounds()


LATELY = PollHistory(last_polled_at=NOW - HOUR)


def wait(result: PollResult = PollResult.UNCHANGED, *, now: datetime = NOW, **more: object) -> timedelta:
    more.setdefault("history", LATELY)
    return next_poll(now=now, result=result, **more).next_poll_at - now  # type: ignore[arg-type]  # tests name any argument


def test_a_feed_without_a_rhythm_is_polled_hourly() -> None:
    assert HOUR <= wait() <= HOUR * 1.1


@pytest.mark.parametrize("history", [PollHistory(), PollHistory(last_polled_at=NOW - 3 * HOUR)])
def test_feeds_polled_at_one_moment_are_spread_over_a_whole_interval(history: PollHistory) -> None:
    waits = sorted(wait(history=history, seed=str(n)) for n in range(400))
    assert 15 * MINUTE <= waits[0] < waits[-1] <= 75 * MINUTE
    assert all(60 < sum(low <= one < low + 12 * MINUTE for one in waits) < 100 for low in tenths(15, 75))


def tenths(first: int, last: int) -> list[timedelta]:
    return [minutes * MINUTE for minutes in range(first, last, 12)]


def test_the_spread_heeds_what_is_asked_and_the_longest_interval() -> None:
    new, asked = PollHistory(), FeedHints(ttl=5 * HOUR)
    assert all(5 * HOUR <= wait(history=new, hints=asked, seed=str(n)) <= 6 * HOUR for n in range(50))
    tight = PollBounds(shortest=MINUTE, longest=2 * MINUTE, first=2 * MINUTE)
    assert all(MINUTE <= wait(history=new, bounds=tight, seed=str(n)) <= 2 * MINUTE for n in range(50))


def test_a_herd_of_feeds_is_spread_for_good_and_again_after_an_outage() -> None:
    outage, end = (NOW + 12 * HOUR, NOW + 20 * HOUR), NOW + 40 * HOUR
    due: list[tuple[datetime, int, datetime | None]] = [(NOW, number, None) for number in range(300)]
    seen = []
    while due[0][0] < end:
        at, number, last = heapq.heappop(due)
        at = outage[1] if outage[0] < at < outage[1] else at
        history = PollHistory(usual_gap=HOUR, last_polled_at=last)
        plan = next_poll(now=at, result=PollResult.UNCHANGED, history=history, seed=str(number))
        heapq.heappush(due, (plan.next_poll_at, number, at))
        seen.append(at)
    usual = 300 / 3.15  # polls in ten minutes, each feed half an hour and its jitter after the last one
    for since, until in ((NOW + 2 * HOUR, outage[0]), (outage[1] + 2 * HOUR, end)):
        counts = Counter((at - since) // (10 * MINUTE) for at in seen if since <= at < until)
        assert max(counts.values()) < 1.5 * usual


@pytest.mark.parametrize(
    ("gap", "low", "high"), [(MINUTE, 15, 17), (HOUR, 30, 33), (5 * HOUR, 150, 165), (90 * DAY, 1440, 1440)]
)
def test_the_interval_follows_the_rhythm_within_bounds(gap: timedelta, low: int, high: int) -> None:
    history = PollHistory(usual_gap=gap, last_polled_at=NOW - 15 * MINUTE)
    assert low * MINUTE <= wait(history=history) <= high * MINUTE


def test_silence_lengthens_the_interval() -> None:
    waits = [
        wait(history=PollHistory(usual_gap=HOUR, last_new_entry_at=NOW - days * DAY, last_polled_at=NOW - HOUR))
        for days in (0, 1, 3, 10, 30)
    ]
    assert waits == sorted(waits)
    assert (waits[0] < 35 * MINUTE, waits[-1]) == (True, DAY)


@pytest.mark.parametrize("name", ["max_age", "ttl", "update_interval", "retry_after"])
@pytest.mark.parametrize("asked", [10 * MINUTE, 2 * HOUR, DAY])
def test_what_a_publisher_asks_is_kept(name: str, asked: timedelta) -> None:
    assert wait(hints=FeedHints(**{name: asked})) >= asked  # type: ignore[arg-type]  # one of four fields


@pytest.mark.parametrize("name", ["max_age", "ttl", "update_interval"])
def test_what_a_publisher_asks_is_worth_a_day_at_most(name: str) -> None:
    assert wait(hints=FeedHints(**{name: 999 * DAY})) == DAY  # type: ignore[arg-type]  # one of three fields


def test_retry_after_is_worth_a_week_at_most() -> None:
    hints = FeedHints(retry_after=3 * DAY)
    assert wait(PollResult.RATE_LIMITED, hints=hints) >= 3 * DAY
    assert wait(PollResult.RATE_LIMITED, hints=FeedHints(retry_after=99 * DAY)) == 7 * DAY


def test_rate_limits_without_a_time_are_worth_an_hour() -> None:
    history = PollHistory(usual_gap=MINUTE)
    assert wait(PollResult.RATE_LIMITED, history=history) >= HOUR


def test_failures_back_off_to_a_day_and_never_end() -> None:
    history, waits, now = PollHistory(usual_gap=HOUR, last_polled_at=NOW), [], NOW
    for _ in range(100):
        plan = next_poll(now=now, result=PollResult.SOFT_FAILURE, history=history, seed="x")
        waits.append(plan.next_poll_at - now)
        history = PollHistory(n_failures=plan.n_failures, usual_gap=plan.usual_gap, last_polled_at=now)
        now = plan.next_poll_at
        assert plan.state is FeedState.ACTIVE
    assert waits[1] > waits[0] * 0.9
    assert max(waits) == waits[-1] == DAY


def test_failures_are_weighted() -> None:
    kinds = (PollResult.DNS_FAILURE, PollResult.SOFT_FAILURE, PollResult.HARD_FAILURE)
    weights = [next_poll(now=NOW, result=kind, history=PollHistory()).n_failures for kind in kinds]
    assert weights == [0.25, 0.5, 1.0]


def test_success_forgives() -> None:
    plan = next_poll(now=NOW, result=PollResult.UNCHANGED, history=PollHistory(n_failures=9, n_gone=1))
    assert (plan.n_failures, plan.n_gone) == (0.0, 0)


def gone(history: PollHistory, now: datetime) -> PollPlan:
    return next_poll(now=now, result=PollResult.GONE, history=history)


def test_two_answers_410_a_day_apart_end_a_feed() -> None:
    first = gone(PollHistory(), NOW)
    assert (first.state, first.next_poll_at >= NOW + DAY) == (FeedState.ACTIVE, True)
    early = gone(PollHistory(n_gone=1, last_polled_at=NOW), NOW + HOUR)
    assert (early.state, early.n_gone) == (FeedState.ACTIVE, 1)
    late = gone(PollHistory(n_gone=1, last_polled_at=NOW), NOW + DAY)
    assert late.state is FeedState.GONE


def test_skipped_hours_and_days_are_skipped() -> None:
    at = next_poll(
        now=NOW, result=PollResult.UNCHANGED, history=LATELY, hints=FeedHints(skip_hours=frozenset({13, 14}))
    )
    assert at.next_poll_at.hour == 15
    monday = FeedHints(skip_days=frozenset({0}))
    assert next_poll(now=NOW, result=PollResult.UNCHANGED, history=LATELY, hints=monday).next_poll_at.weekday() == 1


def test_everything_skipped_is_nothing_skipped() -> None:
    hints = FeedHints(skip_hours=frozenset(range(24)), skip_days=frozenset(range(7)))
    assert wait(hints=hints) <= DAY


def test_jitter_is_the_same_for_the_same_feed_and_differs_between_feeds() -> None:
    assert wait(seed="1") == wait(seed="1")
    assert len({wait(seed=str(n)) for n in range(50)}) > 45


def test_new_entries_move_the_usual_gap_a_little() -> None:
    plan = next_poll(
        now=NOW, result=PollResult.NEW_ENTRIES, history=PollHistory(usual_gap=HOUR), observed_gap=11 * HOUR
    )
    assert plan.usual_gap == 4 * HOUR
    assert plan.last_new_entry_at == NOW


def test_publication_gap() -> None:
    dates = [NOW - n * HOUR for n in range(30)]
    assert publication_gap([*dates, NOW + DAY], NOW) == HOUR
    assert publication_gap(dates[:2], NOW) is None
    assert publication_gap([NOW] * 5, NOW) is None


def test_a_move_needs_three_parsed_feeds_over_a_day() -> None:
    target = "https://new.example/rss"
    move = observe_move(NOW, Move(), target)
    move = observe_move(NOW + HOUR, move, target)
    assert not observe_move(NOW + 2 * HOUR, move, target).is_confirmed
    assert observe_move(NOW + DAY, move, target).is_confirmed
    assert observe_move(NOW + DAY, move, "https://other.example/").n_parsed == 1
    assert observe_move(NOW + DAY, move, None) == Move()


WAITS = st.none() | st.timedeltas(timedelta(0), timedelta(days=400))
HINTS = st.builds(
    FeedHints,
    max_age=WAITS,
    retry_after=WAITS,
    ttl=WAITS,
    update_interval=WAITS,
    skip_hours=st.frozensets(st.integers(0, 23)),
    skip_days=st.frozensets(st.integers(0, 6)),
)
PAST = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # Hypothesis adds the zone
HISTORIES = st.builds(
    PollHistory,
    n_failures=st.floats(0, 1000),
    usual_gap=WAITS,
    last_new_entry_at=PAST,
    last_polled_at=PAST,
    n_gone=st.integers(0, 5),
)


@given(st.sampled_from(PollResult), HISTORIES, HINTS, st.text(max_size=5), WAITS)
def test_the_next_poll_is_within_the_bounds(
    result: PollResult, history: PollHistory, hints: FeedHints, seed: str, observed: timedelta | None
) -> None:
    plan = next_poll(now=NOW, result=result, history=history, hints=hints, seed=seed, observed_gap=observed)
    delay = plan.next_poll_at - NOW
    retry = min(hints.retry_after or timedelta(0), BOUNDS.longest_retry_after)
    asked = [min(one, BOUNDS.longest) for one in (hints.max_age, hints.ttl, hints.update_interval) if one]
    assert delay >= max(BOUNDS.shortest, retry, *asked, timedelta(0))
    assert delay <= max(BOUNDS.longest, retry)
