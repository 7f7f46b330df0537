"""A full disk under SQLite: one clear line, work that waits, and a run that goes on where it was. And under the broker."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands import ROOT, command, environment, fivefold
from tests.faults import disk
from tests.servers import postgres_server
from workers.broker import server_binary
from workers.newsroom import export
from workers.store.database import Database
from workers.store.positions import conservation

PATIENCE = 1800.0


@pytest.fixture
def small() -> Iterator[Path]:
    if reason := disk.why_not():
        pytest.skip(f"not run: a full disk, for {reason}")
    with disk.small_disk(32) as folder:
        yield folder


def accepted(folder: Path) -> int:
    with closing(Database(f"sqlite:///{folder / 'fivefold.db'}")) as database, database.read() as connection:
        return conservation(connection)["accepted"]


def test_sqlite_pauses_on_a_full_disk_and_goes_on(small: Path, tmp_path: Path) -> None:
    pages = export(tmp_path / "newsroom")
    env = environment(tmp_path) | {"FIVEFOLD_DATA_DIR": str(small)}
    assert fivefold(env, "db", "upgrade").returncode == 0

    ballast = disk.fill(small)
    refused = fivefold(env, "ingest", str(tmp_path / "newsroom"))
    assert refused.returncode == 1
    assert "disk" in refused.stderr.splitlines()[-1]
    assert "Traceback" not in refused.stderr
    ballast.unlink()

    run = subprocess.Popen(command("ingest", str(tmp_path / "newsroom")), env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + PATIENCE
    while accepted(small) < len(pages) and run.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    ballast = disk.fill(small)
    time.sleep(3)  # long enough for several tries to write; nothing is judged by it
    ballast.unlink()
    assert run.wait(PATIENCE) == 0
    again = fivefold(env, "ingest", str(tmp_path / "newsroom"), "--json")
    assert again.returncode == 0
    assert json.loads(again.stdout)["gained"]["accepted"] == 0
    status = json.loads(fivefold(env, "status", "--json").stdout)["conservation"]
    assert (status["accepted"], status["dead"], status["in_flight"]) == (len(pages), 0, 0)


def test_bells_that_a_full_broker_refuses_are_counted_and_rung_again(tmp_path: Path) -> None:
    if reason := disk.why_not():
        pytest.skip(f"not run: a full disk, for {reason}")
    with postgres_server() as postgres:
        report = disk.broker_disk_full(postgres, server_binary(), tmp_path, 60, 6)
    print(report.line())
    assert (report.lost, report.doubled, report.problems) == (0, 0, [])
