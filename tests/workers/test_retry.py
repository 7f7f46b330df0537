"""The one retry budget, as a table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from pipeline.errors import Poison, RateLimited, Transient
from schemas.outcome import Reason, Status
from workers.cpu import CpuLimitExceeded
from workers.retry import LONGEST_DELAY, MAX_HANGS, MAX_OTHER, MAX_TRANSIENT, backoff, decide


@pytest.mark.parametrize(
    ("error", "n_errors", "status", "reason"),
    [
        (Transient("away", Reason.TIMEOUT), 0, Status.RETRY, Reason.TIMEOUT),
        (Transient("away", Reason.TIMEOUT), MAX_TRANSIENT - 2, Status.RETRY, Reason.TIMEOUT),
        (Transient("away", Reason.TIMEOUT), MAX_TRANSIENT - 1, Status.DEAD, Reason.TIMEOUT),
        (Transient("database", Reason.DATABASE), 10_000, Status.RETRY, Reason.DATABASE),
        (Poison("bomb"), 0, Status.DEAD, Reason.POISON),
        (Poison("died", Reason.CRASH), 0, Status.DEAD, Reason.CRASH),
        (ValueError("bug"), 0, Status.RETRY, Reason.BUG),
        (ValueError("bug"), MAX_OTHER - 1, Status.DEAD, Reason.BUG),
        (MemoryError(), MAX_OTHER - 1, Status.DEAD, Reason.MEMORY),
        (SoftTimeLimitExceeded(), MAX_HANGS - 2, Status.RETRY, Reason.HANG),
        (SoftTimeLimitExceeded(), MAX_HANGS - 1, Status.DEAD, Reason.HANG),
        (CpuLimitExceeded(), 0, Status.DEAD, Reason.HANG),
    ],
)
def test_the_type_decides(error: BaseException, n_errors: int, status: Status, reason: Reason) -> None:
    decision = decide(error, n_errors)
    assert (decision.outcome.status, decision.outcome.reason) == (status, reason)
    assert (decision.delay is not None) == (status is Status.RETRY)


def test_a_server_that_names_a_time_is_heard() -> None:
    decision = decide(RateLimited("later", timedelta(hours=9)), 0)
    assert decision.delay == timedelta(hours=9)


def test_backoff_grows_and_ends() -> None:
    waits = [backoff(count) for count in range(40)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=15)
    assert waits[-1] == LONGEST_DELAY


def test_the_detail_is_one_short_line() -> None:
    detail = decide(ValueError("first\nsecond " + "x" * 1000), 0).outcome.detail
    assert detail is not None
    assert "\n" not in detail
    assert len(detail) <= 300
