"""Named crash points: places at which the fault tests make a worker die as if by kill -9. Inert otherwise."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from workers.settings import load_settings

ONCE_EACH = "each:"


def crash_point(name: str) -> None:
    """Die here if the settings name this point, or `each:FOLDER` and no process has died here before.

    The folder gets a file for every point at which a process died.
    """
    wanted = load_settings().crash_at
    if not wanted or (wanted != name and not _is_first(wanted, name)):
        return
    os.kill(os.getpid(), signal.SIGKILL)


def _is_first(wanted: str, name: str) -> bool:
    if not wanted.startswith(ONCE_EACH):
        return False
    try:
        os.close(os.open(Path(wanted.removeprefix(ONCE_EACH)) / name, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True
