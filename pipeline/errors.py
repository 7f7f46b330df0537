"""The errors of the pipeline. The type alone decides whether an item is tried again.

    IngestError
    ├── Transient        the world was in the way: tried again later, with back-off
    │   └── RateLimited  the server named the time to come back
    ├── Poison           the item itself cannot be processed: dead at once, payload kept
    └── Misconfigured    the operator must act: bad setting, unreadable file, unknown database

A rejection is not an error: see `schemas.outcome.Rejected`. Anything outside this tree is a bug; it is tried a
few times, because bugs hide in circumstances too, and then dead-lettered.
"""

from __future__ import annotations

from datetime import timedelta

from schemas.outcome import Reason


class IngestError(Exception):
    """Root of the tree. `reason` is the closed word that is stored and counted; the message is for people."""

    reason: Reason = Reason.BUG

    def __init__(self, message: str, reason: Reason | None = None) -> None:
        super().__init__(message)
        if reason is not None:
            self.reason = reason


class Transient(IngestError):
    """Worth another try."""

    reason = Reason.CONNECTION


class RateLimited(Transient):
    """Refused for now; `retry_after` is what the server asked for, if it did."""

    reason = Reason.RATE_LIMITED

    def __init__(self, message: str, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Poison(IngestError):
    """Never worth another try."""

    reason = Reason.POISON


class Misconfigured(IngestError):
    """One clear line for the operator; commands exit with 2."""
