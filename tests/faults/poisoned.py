"""The Celery application with a cleaner that marked articles crash, hang, swell or break. Only the fault tests load it."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from tests.faults.corpus import MARK
from workers.app import app
from workers.tasks import cleaner

__all__ = ["app"]

_clean = cleaner.clean


def _poisoned_clean(item: Any) -> Any:
    body = item.page.body.decode() if item.page else ""
    kind = body.partition(MARK)[2].strip()
    if kind == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "hang":
        time.sleep(3600)
    if kind == "memory":
        hog = bytearray(8 * 1024**3)
        hog[::4096] = b"x" * len(hog[::4096])
    if kind == "exception":
        raise RuntimeError("this article is poisoned")
    return _clean(item)


cleaner.clean = _poisoned_clean
