"""Ties a child's life to its parent's, so that a killed parent leaves nothing running."""

from __future__ import annotations

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1
"""prctl(2), Linux."""


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends; called in the child, before exec.

    Elsewhere than on Linux it does nothing.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
