"""The fold index on PostgreSQL places articles as the one in memory does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, update

from pipeline.fold import MemoryIndex, fold
from schemas.document import Document
from tests.lane import folded, lane
from tests.servers import PostgresServer
from workers.store import refolding
from workers.store.database import Database
from workers.store.fold import SqlIndex, rebuild_index
from workers.store.tables import fingerprint, metadata

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline" / "fold"))
from newsstand import newsstand


def test_same_places_as_in_memory(postgres: PostgresServer) -> None:
    batch = newsstand()
    memory = MemoryIndex()
    memory.apply(fold(batch, memory))
    expected = {one.article_id: one.story_id for one in memory.placements()}
    engine = create_engine(postgres.create_database("fold_index"))
    metadata.create_all(engine)
    with engine.begin() as connection:
        index = SqlIndex(connection)
        for start in range(0, len(batch), 4):
            index.apply(fold(batch[start : start + 4], index))
        query = select(fingerprint.c.article_id, fingerprint.c.story_id)
        assert {row[0]: row[1] for row in connection.execute(query)} == expected
        assert rebuild_index(connection, batch) == len(batch)
        assert {row[0]: row[1] for row in connection.execute(query)} == expected
    engine.dispose()


def test_neither_order_nor_workers_matter(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = newsstand()[0].published_at
    arrived = [
        Document(f"http://stand.test/{one.key}", one.title, one.text, published_at=at, language="en", method="test")
        for one in newsstand(6)
    ]
    urls = [f"sqlite:///{tmp_path}/x.db", *(postgres.create_database(f"fold_order_{n}") for n in (1, 2, 4))]
    found = []
    for seed, (url, n_workers) in enumerate(zip(urls, (1, 1, 2, 4), strict=True)):
        with lane(Database(url), monkeypatch) as running:
            found.append(folded(running, arrived, seed, n_workers))
    assert found[0] == found[1] == found[2] == found[3]
    assert sum(state == "duplicate" for _, _, state in found[0].values()) == 3


def test_rebuilding_changes_no_assignment_and_keeps_splits(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    arrived = [
        Document(f"http://stand.test/{one.key}", one.title, one.text, published_at=one.published_at, method="test")
        for one in newsstand(6)
    ]
    with lane(Database(database_url), monkeypatch) as running:
        folded(running, arrived, 3, 2)
        with running.database.write() as connection:
            rows = connection.execute(select(fingerprint.c.article_id, fingerprint.c.story_id, fingerprint.c.parent_id))
            out, story_id = next((row.article_id, row.story_id) for row in rows.all() if row.parent_id == row.story_id)
            refolding.split(connection, story_id, [out], running.database.now(connection))
        before = running.places()
        with running.database.write() as connection:
            assert refolding.rebuild(connection) == (len(arrived), 0)
        assert running.places() == before
        with running.database.write() as connection:
            connection.execute(update(fingerprint).where(fingerprint.c.article_id == out).values(story_id=story_id))
            assert refolding.rebuild(connection) == (len(arrived), 1)
        assert running.places() == before
