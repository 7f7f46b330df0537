"""Whether this worker was told to stop. The main process hears it; its children see it in memory they share."""

from __future__ import annotations

import mmap
from typing import Any

_told = mmap.mmap(-1, 1)  # anonymous and shared: what the main process writes, children forked before can read


def begin_stopping(**_: Any) -> None:
    """Ask every batch of this process and its children to end after the item it is at."""
    _told[0] = 1


def is_stopping() -> bool:
    """Whether what has not been begun should be given back."""
    return _told[0] == 1
