"""Process trees, for tests that kill them. Only trees that a test started itself."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path


def children_by_parent() -> dict[int, list[int]]:
    """Every process on the machine by its parent, from /proc."""
    found: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            # The command name stands in parentheses and may hold anything, also parentheses.
            fields = stat.read_text().rpartition(")")[2].split()
            found.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    return found


def descendants(pid: int) -> list[int]:
    """All processes below this one."""
    children, found, queue = children_by_parent(), [], [pid]
    while queue:
        below = children.get(queue.pop(), [])
        found += below
        queue += below
    return found


def kill_tree(pid: int) -> int:
    """Kill -9 a process and everything below it, from the top, so that nothing is started again. Returns how many."""
    tree = [pid, *descendants(pid)]
    for one in tree:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    return len(tree)


def await_end(pids: list[int], seconds: float = 120.0) -> list[int]:
    """Wait until these are gone; the ones that are still there when time is up."""
    deadline = time.monotonic() + seconds
    while (left := [pid for pid in pids if is_alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
