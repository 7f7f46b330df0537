"""The sweeper: what it rings, and what it leaves alone because the stages behind have enough to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.stages import Stage
from schemas.feed import FeedLink
from workers import doorbell, resources
from workers.settings import load_settings
from workers.store import ledger, migrate
from workers.store.database import Database
from workers.store.feeds import add_feeds
from workers.tasks import maintenance

FEW = 5


@pytest.fixture
def rung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The stages that were rung, one word a ring; a backlog of more than five is too much."""
    load_settings.cache_clear()
    database = Database(f"sqlite:///{tmp_path / 'sweep.db'}")
    migrate.upgrade(database)
    heard: list[str] = []

    def ring(stage: Stage, ids: list[int], *, alone: bool = False) -> bool:
        heard.extend([stage.name] * bool(ids))
        return True

    monkeypatch.setattr(resources, "database", lambda: database)
    monkeypatch.setattr(doorbell, "ring", ring)
    monkeypatch.setattr(doorbell, "queue_lengths", lambda queues: dict.fromkeys(queues))
    monkeypatch.setattr(maintenance, "BACKLOG", FEW)
    yield heard
    database.close()
    load_settings.cache_clear()


def wait_at(stage: str, count: int) -> None:
    database = resources.database()
    with database.write() as connection:
        now = database.now(connection)
        rows = [
            {"key": f"{stage}{n}", "url": f"http://a.test/{n}", "stage": stage, "due_at": now, "accepted_at": now}
            for n in range(count)
        ]
        ledger.accept(connection, rows)


def add_feed() -> None:
    database = resources.database()
    with database.write() as connection:
        add_feeds(connection, [FeedLink("http://a.test/feed", None, None)], database.now(connection))


def test_everything_that_waits_is_rung(rung: list[str]) -> None:
    add_feed()
    wait_at("fetch", FEW)
    wait_at("clean", FEW)
    maintenance.sweep()
    assert sorted(rung) == ["clean", "fetch", "poll"]


def test_the_fetcher_waits_for_cleaning(rung: list[str]) -> None:
    add_feed()
    wait_at("fetch", 1)
    wait_at("clean", FEW + 1)
    maintenance.sweep()
    assert rung == ["clean"]


def test_polling_waits_for_fetching(rung: list[str]) -> None:
    add_feed()
    wait_at("fetch", FEW + 1)
    maintenance.sweep()
    assert rung == ["fetch"]


def test_what_was_rung_is_not_rung_at_once_again(rung: list[str]) -> None:
    wait_at("clean", 1)
    maintenance.sweep()
    maintenance.sweep()
    assert rung == ["clean"]


def test_a_long_queue_is_left_to_its_worker(rung: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    too_many = maintenance.MOST_WAITING + 1
    monkeypatch.setattr(doorbell, "queue_lengths", lambda queues: dict.fromkeys(queues, too_many))
    wait_at("clean", 1)
    maintenance.sweep()
    assert rung == []
