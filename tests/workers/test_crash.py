"""Crash points die where they are told to, once each or always, and are inert otherwise."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from tests.commands import ROOT, environment


def died(tmp_path: Path, crash_at: str, point: str) -> bool:
    code = f"from workers.crash import crash_point; crash_point({point!r})"
    env = environment(tmp_path, crash_at=crash_at)
    ended = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, check=False)
    assert ended.returncode in (0, -signal.SIGKILL)
    return ended.returncode != 0


def test_only_the_named_point_kills(tmp_path: Path) -> None:
    assert died(tmp_path, "after_claim_clean", "after_claim_clean")
    assert not died(tmp_path, "after_claim_clean", "after_work_clean")
    assert not died(tmp_path, "", "after_claim_clean")


def test_each_point_kills_once(tmp_path: Path) -> None:
    folder = tmp_path / "deaths"
    folder.mkdir()
    assert died(tmp_path, f"each:{folder}", "after_claim_clean")
    assert not died(tmp_path, f"each:{folder}", "after_claim_clean")
    assert died(tmp_path, f"each:{folder}", "after_work_clean")
    assert sorted(one.name for one in folder.iterdir()) == ["after_claim_clean", "after_work_clean"]
