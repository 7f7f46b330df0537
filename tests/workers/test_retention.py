"""What is forgotten after its time, and what never is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from schemas.outcome import Status
from schemas.page import FetchedPage
from workers import resources
from workers.settings import load_settings
from workers.store import ledger, migrate, retention
from workers.store.database import Database
from workers.store.pages import latest_pages, save_pages
from workers.store.tables import gauge, outcome, page
from workers.tasks.maintenance import prune

DAY = timedelta(days=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    store = Database(f"sqlite:///{tmp_path / 'old.db'}")
    migrate.upgrade(store)
    yield store
    store.close()


def add_entry(database: Database) -> int:
    with database.write() as connection:
        now = database.now(connection)
        row = {"key": "k", "url": "http://a.test/", "stage": "publish", "due_at": now, "accepted_at": now}
        return ledger.accept(connection, [row])[0]


def add_page(database: Database, entry_id: int, body: bytes, at: datetime) -> None:
    with database.write() as connection:
        save_pages(connection, [(entry_id, FetchedPage("http://a.test/", "http://a.test/", 200, body))], at)


def add_visits(database: Database, entry_id: int, at: datetime, count: int) -> None:
    visit = {"entry_id": entry_id, "stage": "clean", "attempt": 1, "status": Status.DONE, "duration_ms": 1.0}
    with database.write() as connection:
        connection.execute(insert(outcome), [visit | {"at": at, "worker": "w"}] * count)


def n_rows(database: Database, table: object) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def now_of(database: Database) -> datetime:
    with database.read() as connection:
        return database.now(connection)


def test_the_newest_page_stays_whatever_its_age(database: Database) -> None:
    entry_id, now = add_entry(database), now_of(database)
    for age, body in ((900, b"first"), (500, b"second"), (400, b"third")):
        add_page(database, entry_id, body, now - age * DAY)
    with database.write() as connection:
        assert retention.prune(connection, now - 450 * DAY) == 1
        assert retention.prune(connection, now) == 1
        assert retention.prune(connection, now) == 0
        assert latest_pages(connection, [entry_id])[entry_id][1].body == b"third"


def test_the_time_of_a_page_runs_from_when_it_was_superseded(database: Database) -> None:
    entry_id, now = add_entry(database), now_of(database)
    add_page(database, entry_id, b"first", now - 900 * DAY)
    add_page(database, entry_id, b"second", now - DAY)
    with database.write() as connection:
        assert retention.prune(connection, now - 365 * DAY) == 0


def test_the_task_takes_bites_until_nothing_old_is_left(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    load_settings.cache_clear()
    monkeypatch.setattr(resources, "database", lambda: database)
    monkeypatch.setattr(retention, "BITE", 10)
    entry_id, now = add_entry(database), now_of(database)
    add_visits(database, entry_id, now - 400 * DAY, 35)
    add_visits(database, entry_id, now, 7)
    prune()
    assert n_rows(database, outcome) == 7
    load_settings.cache_clear()


def test_measurements_stay_two_weeks(database: Database) -> None:
    now = now_of(database)
    rows = [{"name": "backlog", "stage": "clean", "value": 1.0, "at": now - age * DAY} for age in (20, 10, 0)]
    with database.write() as connection:
        connection.execute(insert(gauge), rows)
        retention.prune(connection, now - 365 * DAY)
    assert n_rows(database, gauge) == 2


def test_results_are_never_pruned(database: Database) -> None:
    entry_id, now = add_entry(database), now_of(database)
    add_page(database, entry_id, b"only", now - 900 * DAY)
    with database.write() as connection:
        connection.execute(update(page).values(fetched_at=now - 900 * DAY))
        assert retention.prune(connection, now) == 0
    assert n_rows(database, page) == 1
