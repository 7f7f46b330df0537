"""Threads that wait for the network, one set per process, so that slow servers keep only each other waiting.

A batch of fetches is done side by side and its results come back as they are ready, in groups: a transaction and a
message cost the same for one as for all. Slow servers hold a thread for at
most one deadline (30 s). With T threads and S slow servers due at once, the last healthy one begins within
30 s x floor(S / T): with 200 slow ones, 128 threads and 50 healthy ones mixed in, the last healthy one was done after
30.3 s (`tests/bench/slow_servers.py`). A waiting thread costs some 50 kB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

CROWD = 128
LINGER = 1.0
"""Seconds that a result waits for company; none where all of a batch are fast. Eight feeds with one new entry each, on
loopback: their pages cost 20 to 25 CPU ms in a batch each, 5 to 8 together. On a machine with all its cores busy a poll
took 0.9 s, and with 0.2 s here 757 pages came in 298 groups."""


class Crowd:
    """A bounded number of threads shared by all batches of a process. Work must not itself call `groups`."""

    def __init__(self, size: int = CROWD) -> None:
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="fetch")

    def groups(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[list[R]]:
        """Do the work for every item at once; yield results as they are ready, those of about the same time together.

        What the work raises is raised here, when its turn comes; the rest of the work goes on.
        """
        left = {self._threads.submit(work, item) for item in items}
        while left:
            done, left = wait(left, timeout=LINGER)
            if not done:
                done, left = wait(left, return_when=FIRST_COMPLETED)
            yield [one.result() for one in done]

    def close(self) -> None:
        """Wait for what is running, begin nothing new."""
        self._threads.shutdown(cancel_futures=True)
