"""Whether, and when, an item is tried again. Pure; the error's type decides, and there is one budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from pipeline.errors import Poison, RateLimited, Transient
from schemas.outcome import Outcome, Reason, Status

MAX_TRANSIENT = 12
"""Tries of the network: with the back-off below they span some 20 hours, longer than most outages of a site."""
MAX_OTHER = 3
"""Tries after any other error: bugs hide in circumstances, but not three times."""
MAX_HANGS = 2
"""Tries of what used up its time on the clock, which a machine that stands still can do to anybody."""
MAX_BURNS = 1
"""Tries of what used up its CPU time: that hardly varies, and each try costs as much as hundreds of healthy items."""
_OTHER = {
    "MemoryError": (Reason.MEMORY, MAX_OTHER),
    "CpuLimitExceeded": (Reason.HANG, MAX_BURNS),
    # Celery's soft limit arrives as an exception of billiard; its name is its contract.
    "SoftTimeLimitExceeded": (Reason.HANG, MAX_HANGS),
    "TimeLimitExceeded": (Reason.HANG, MAX_HANGS),
}
FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome to record and, for a retry, how long to wait."""

    outcome: Outcome
    delay: timedelta | None = None


def decide(error: BaseException, n_errors: int) -> Decision:
    """Decide by type. `n_errors` counts the handled errors before this one.

    Database trouble never counts against an item: the item did nothing wrong.
    """
    detail = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    if isinstance(error, Transient) and error.reason is Reason.DATABASE:
        return Decision(Outcome(Status.RETRY, Reason.DATABASE, detail), FIRST_DELAY)
    if isinstance(error, Poison):
        return Decision(Outcome(Status.DEAD, error.reason, detail))
    if isinstance(error, Transient):
        return _again(
            error.reason, detail, n_errors, MAX_TRANSIENT, error.retry_after if isinstance(error, RateLimited) else None
        )
    reason, limit = _OTHER.get(type(error).__name__, (Reason.BUG, MAX_OTHER))
    return _again(reason, detail, n_errors, limit, None)


def _again(reason: Reason, detail: str, n_errors: int, limit: int, asked: timedelta | None) -> Decision:
    if n_errors + 1 >= limit:
        return Decision(Outcome(Status.DEAD, reason, detail))
    return Decision(Outcome(Status.RETRY, reason, detail), max(asked or timedelta(0), backoff(n_errors)))


def backoff(n_errors: int) -> timedelta:
    """15 s, 30 s, 60 s ... at most 4 h."""
    factor: int = 2 ** min(n_errors, 20)
    return min(FIRST_DELAY * factor, LONGEST_DELAY)
