"""The Celery application with a cleaner that marked articles crash, hang, swell, break or slow down. Only the fault tests load it."""

from __future__ import annotations

import ctypes
import faulthandler
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
        faulthandler.disable()
        ctypes.string_at(0)  # a segmentation fault, as broken C code makes it
    while kind == "hang":
        pass
    if kind == "slow":
        time.sleep(0.5)
    if kind == "memory":
        hog = bytearray(8 * 1024**3)
        hog[::4096] = b"x" * len(hog[::4096])
    if kind == "exception":
        raise RuntimeError("this article is poisoned")
    return _clean(item)


cleaner.clean = _poisoned_clean
