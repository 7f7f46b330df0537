"""Named crash points: places at which the fault tests make a worker die as if by kill -9. Inert otherwise."""

from __future__ import annotations

import os
import signal

from workers.settings import load_settings


def crash_point(name: str) -> None:
    """Die here if the settings name this point. `once:PATH:NAME` dies only while the file PATH does not exist."""
    wanted = load_settings().crash_at
    if not wanted or not wanted.endswith(name):
        return
    prefix, _, rest = wanted.partition(":")
    if prefix == "once":
        path, _, exact = rest.rpartition(":")
        if exact != name:
            return
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
    elif wanted != name:
        return
    os.kill(os.getpid(), signal.SIGKILL)
