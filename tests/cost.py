"""What work costs, measured so that a busy machine makes no test fail: only the code can.

Time of this thread alone, without garbage collection of what other tests left behind, and a limit counts as broken
only when no one of several attempts keeps it.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

ATTEMPTS = 6
SLACK = 0.25
"""Seconds that even the smallest work may take on a slow machine."""


def thread_seconds(work: Callable[[], object]) -> float:
    """Processor time of one call on this thread."""
    gc.disable()
    try:
        begin = time.thread_time()
        work()
        return time.thread_time() - begin
    finally:
        gc.enable()


def assert_near_linear(
    small: Callable[[], object], large: Callable[[], object], times: float, slack: float = SLACK
) -> None:
    """The large work is so many times the small one; linear work costs as many times as much, quadratic its square.

    The bound lies between the two, far from both: at `times` to the power of 1.5. A work of sixteen times the size
    may cost 64 times as much and would, if quadratic, cost 256 times as much.
    """
    bases, costs = [], []
    for _ in range(ATTEMPTS):
        bases.append(thread_seconds(small))
        costs.append(thread_seconds(large))
        if min(costs) <= times**1.5 * min(bases) + slack:
            return
    raise AssertionError(f"{times:g} times the work costs {min(costs):.3f} s against {min(bases):.4f} s")


def within(limit: float, work: Callable[[], T]) -> T:
    """The result of work that costs at most so many seconds of this thread in at least one of several attempts."""
    costs: list[float] = []
    results: list[T] = []
    for _ in range(3):
        costs.append(thread_seconds(lambda: results.append(work())))
        if min(costs) < limit:
            return results[-1]
    raise AssertionError(f"{min(costs):.1f} s of processor time; the limit is {limit:g} s")
