"""Runs the command line as a person would: a process of its own, with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def environment(home: Path, **settings: str) -> dict[str, str]:
    """An environment with nothing of ours but these settings and an empty home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FIVEFOLD_")}
    own = {"HOME": str(home), "FIVEFOLD_DATA_DIR": str(home / "data"), "FIVEFOLD_LOG_LEVEL": "WARNING"}
    return {**kept, **own, **{f"FIVEFOLD_{name.upper()}": value for name, value in settings.items()}}


def command(*arguments: str) -> list[str]:
    """The command line of `fivefold` in this environment."""
    return [sys.executable, "-c", "from ops.command import main; main()", *arguments]


def fivefold(env: Mapping[str, str], *arguments: str, timeout: float = 1800) -> subprocess.CompletedProcess[str]:
    """Run to the end. The caller judges the exit code."""
    return subprocess.run(
        command(*arguments), env=dict(env), cwd=ROOT, text=True, capture_output=True, timeout=timeout, check=False
    )
