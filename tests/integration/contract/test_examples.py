"""The worked examples work: on both databases, and through kills."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text, update

from schemas.change import ChangeKind
from tests.commands import ROOT, environment, fivefold
from tests.integration.contract.conftest import N_ARTICLES, make_results
from tests.servers import PostgresServer
from workers.store.changes import Event, add_changes, begin_epoch, sequence
from workers.store.database import Database
from workers.store.tables import fact

EXAMPLES = ROOT / "docs/examples"


def test_the_dashboard_shows_what_is_contested(results: Database) -> None:
    with results.read() as connection:
        rows = connection.execute(text((EXAMPLES / "dashboard.sql").read_text())).mappings().all()
    # Every tenth story of four articles has one contested fact, with four values.
    assert len(rows) == N_ARTICLES // 40 * 4
    assert {row["sources_of_value"] for row in rows} == {1}
    assert all(row["url"].startswith("https://news.example/") for row in rows)


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Results that a test may change."""
    if request.param == "sqlite":
        database = make_results(f"sqlite:///{tmp_path}/own.db")
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        database = make_results(server.create_database(f"own_{random.randrange(10**9)}"))
    yield database
    database.close()


def consume(database: Database, path: Path, *options: str) -> subprocess.Popen[str]:
    address = database.engine.url.database if database.is_sqlite else database.url.replace("+psycopg", "")
    command = [sys.executable, str(EXAMPLES / "consumer.py"), str(address), str(path), *options]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True)


def contested(path: Path) -> tuple[dict[int, str], int]:
    with sqlite3.connect(path) as kept:
        rows = dict(kept.execute("SELECT fact_id, says FROM contested").fetchall())
        (seq,) = kept.execute("SELECT seq FROM cursor").fetchone()
    kept.close()
    return rows, seq


def expected(database: Database) -> set[int]:
    with database.read() as connection:
        return set(connection.execute(text("SELECT fact_id FROM v1_fact WHERE status = 'conflicting'")).scalars())


def turn(database: Database, fact_id: int, status: str) -> None:
    with database.write() as connection:
        connection.execute(update(fact).where(fact.c.id == fact_id).values(status=status))
        add_changes(connection, [Event(ChangeKind.FACT_UPDATED, fact_id=fact_id)], datetime.now(UTC))
    sequence(database)


def test_the_consumer_keeps_up_through_kills(own: Database, tmp_path: Path) -> None:
    path, stop = tmp_path / "consumer.db", threading.Event()

    def keep_changing() -> None:
        dice = random.Random(3)
        while not stop.is_set():
            turn(own, dice.randrange(1, N_ARTICLES, 4), dice.choice(["conflicting", "corroborated"]))
            time.sleep(0.01)

    writer = threading.Thread(target=keep_changing)
    writer.start()
    dice = random.Random(5)
    for _ in range(6):
        process = consume(own, path, "--follow")
        time.sleep(dice.uniform(0.3, 1.5))
        process.kill()
        process.communicate()
    stop.set()
    writer.join()
    process = consume(own, path)
    assert (process.communicate()[1], process.returncode) == ("", 0)
    rows, seq = contested(path)
    assert set(rows) == expected(own)
    with own.read() as connection:
        assert seq == connection.execute(text("SELECT last_seq FROM v1_schema_version")).scalar()


def test_the_consumer_starts_anew_in_a_new_epoch(own: Database, tmp_path: Path) -> None:
    path = tmp_path / "consumer.db"
    assert consume(own, path).communicate()[1] == ""
    kept = sqlite3.connect(path)
    with kept:
        kept.execute("INSERT INTO contested VALUES (999999, 'from a future that was rolled back', NULL, '')")
    kept.close()
    with own.write() as connection:
        begin_epoch(connection)
    assert consume(own, path).communicate()[1] == ""
    assert set(contested(path)[0]) == expected(own)


def test_the_analysis_draws_its_plot(results: Database, tmp_path: Path) -> None:
    for name in ("facts", "stories", "figures"):
        output = str(tmp_path / f"{name}.parquet")
        run = fivefold(
            environment(tmp_path), "export", name, "--format", "parquet", "-o", output, "--database", results.url
        )
        assert run.returncode == 0, run.stderr
    run = subprocess.run(
        [sys.executable, str(EXAMPLES / "analysis.py")], cwd=tmp_path, env=environment(tmp_path), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "drone" in run.stdout
    assert (tmp_path / "agreement.png").read_bytes()[:4] == b"\x89PNG"
