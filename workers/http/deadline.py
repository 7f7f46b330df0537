"""One total time limit for a whole fetch: name look-up, every redirect, TLS, headers and body together.

No HTTP client has such a limit: a server that sends one byte a second never trips a read timeout (measured on four
clients). Here every blocking call on a socket is given what is left of one budget, so the sum can never exceed it.
"""

from __future__ import annotations

import time

from pipeline.errors import Transient
from schemas.outcome import Reason


class Deadline:
    """A point in monotonic time. Not affected by changes of the wall clock."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def remaining(self, at_most: float | None = None) -> float:
        """Seconds left, cut to `at_most`. Raises Transient(timeout) when none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.expired()
        return left if at_most is None else min(left, at_most)

    def expired(self) -> Transient:
        """The error of a fetch that took too long."""
        return Transient(f"no complete answer within {self.seconds:g} s", Reason.TIMEOUT)
