"""How much CPU time one item may use. A pure function that hangs burns it; a machine that is merely busy does not."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from celery.exceptions import SoftTimeLimitExceeded

from workers.settings import load_settings

ITEM_SECONDS = 10.0
"""CPU time of one item, or of one small batch, scaled like the lease it must fit into. Of 181 real pages the slowest
took half a second."""


class CpuLimitExceeded(SoftTimeLimitExceeded):  # type: ignore[misc]  # celery carries no types
    """The item used more CPU time than any honest one."""


def _raise(_: int, __: FrameType | None) -> None:
    raise CpuLimitExceeded


@contextmanager
def cpu_limit() -> Iterator[None]:
    """Raise CpuLimitExceeded here once this process has used ITEM_SECONDS, and again if somebody swallowed it.

    Signals reach the main thread only, so elsewhere it does nothing: the fetcher's threads have deadlines of their own.
    Code in C hears it when it returns; the task's hard time limit is for what never does.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    seconds = ITEM_SECONDS * load_settings().lease_scale
    before = signal.signal(signal.SIGPROF, _raise)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
