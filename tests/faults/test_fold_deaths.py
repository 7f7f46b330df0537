"""A fold that dies before any of its statements leaves the state as it was, and ends where an undisturbed one does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.document import Document
from tests.commands import ROOT
from tests.lane import lane
from workers.store.database import Database

sys.path.insert(0, str(ROOT / "tests" / "pipeline" / "fold"))
from newsstand import newsstand


def documents() -> list[Document]:
    """The newsstand, its earliest articles last: they make duplicates and merge stories of those before them."""
    arrived = sorted(newsstand(6), key=lambda one: one.published_at, reverse=True)
    return [
        Document(
            f"http://stand.test/{one.key}", one.title, one.text,
            published_at=one.published_at, language="en", method="test",
        )
        for one in arrived
    ]  # fmt: skip


def test_a_death_before_any_statement_changes_nothing(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived = documents()
    half = len(arrived) // 2
    with lane(Database(f"sqlite:///{tmp_path / 'calm.db'}"), monkeypatch) as calm:
        calm.fold(calm.take(arrived[:half]))
        calm.fold(calm.take(arrived[half:]))
        expected = calm.places()
    with lane(Database(database_url), monkeypatch) as rough:
        rough.fold(rough.take(arrived[:half]))
        rough.take(arrived[half:])
        env = {**os.environ, "FIVEFOLD_DATABASE_URL": database_url, "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "tests.faults.fold_deaths"]
        run = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        found = {url: place[:2] for url, place in rough.places().items()}
    assert found == {url: place[:2] for url, place in expected.items()}
    n_deaths = int(run.stdout.splitlines()[-1])
    assert n_deaths > 20
    print(f"RUN: {len(arrived)} articles, deaths {n_deaths}, index and articles agree after each")
