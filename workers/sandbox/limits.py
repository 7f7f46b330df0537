"""What a child may use, and how it binds itself to that."""

from __future__ import annotations

import contextlib
import math
import os
import resource
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one call. Real pages need 20 ms and feeds 40 ms; these are for what is not real."""

    cpu_seconds: int = 10
    wall_seconds: float = 15.0
    """For a child that waits for something; one that computes is ended by its processor time."""
    memory_bytes: int = 1024**3
    """Growth beyond what the child begins with: it inherits the address space of its parent."""
    n_files: int = 16
    result_bytes: int = 64 * 1024 * 1024


def bind(limits: Limits) -> None:
    """Limit this process for good: memory, open files, no written files, no core dump. Processor time is per call."""
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, 0)
    _set(resource.RLIMIT_NOFILE, limits.n_files)
    _set(resource.RLIMIT_AS, address_space() + limits.memory_bytes)


def bind_cpu(limits: Limits) -> None:
    """Grant one more call's worth of processor time. Past it the kernel ends the process with SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime) + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def address_space() -> int:
    """Bytes of address space in use; 0 where the kernel does not say (it is Linux that does)."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def is_runnable(pid: int) -> bool:
    """Whether a process computes or waits for a processor, rather than for something else (Linux; else False)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "R"
    except (OSError, IndexError):
        return False


def offer_to_oom_killer() -> None:
    """Ask the kernel to end this process before any other when the machine runs out of memory."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _set(kind: int, wanted: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (value, value))
