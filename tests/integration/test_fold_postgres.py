"""The fold index on PostgreSQL places articles as the one in memory does."""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy import create_engine, select

from pipeline.fold import MemoryIndex, fold
from tests.servers import PostgresServer
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
