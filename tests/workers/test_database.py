"""SQLite beside a second writer: the database waits its turn, and what waits too long is worth another try."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.errors import Transient
from schemas.outcome import Reason
from workers.store import database as store
from workers.store.database import Database

PATIENCE = 600.0


@contextmanager
def second_writer(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program that holds the write lock."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "two.db"
    made = Database(f"sqlite:///{found}")
    with made.write() as connection:
        connection.execute(text("CREATE TABLE seen (n INTEGER)"))
    made.close()
    return found


def add(database: Database, number: int) -> None:
    with database.write() as connection:
        connection.execute(text("INSERT INTO seen VALUES (:n)"), {"n": number})


def seen(database: Database) -> list[int]:
    with database.read() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        return list(connection.execute(text("SELECT n FROM seen ORDER BY n")).scalars())


def test_a_writer_waits_for_another_and_goes_on(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    with second_writer(path) as other:
        waiting = threading.Thread(target=add, args=(database, 2), daemon=True)
        waiting.start()
        other.execute("INSERT INTO seen VALUES (1)")
        assert seen(database) == [], "readers do not wait, and see what is committed"
        assert waiting.is_alive()
        other.execute("COMMIT")
        waiting.join(PATIENCE)
    assert seen(database) == [1, 2]
    database.close()


def test_who_waits_too_long_comes_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0)
    database = Database(f"sqlite:///{path}")
    with second_writer(path) as other:
        with pytest.raises(Transient) as raised:
            add(database, 1)
        assert raised.value.reason is Reason.DATABASE
        other.execute("ROLLBACK")
    add(database, 2)
    assert seen(database) == [2]
    database.close()
