"""The index in SQL answers as the index in memory does."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, event, select

from pipeline.fold import FoldInput, MemoryIndex, fold, split_story
from workers.store.fold import SqlIndex, rebuild_index
from workers.store.tables import band, fingerprint, metadata, posting

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline" / "fold"))
from newsstand import newsstand


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as opened:
        yield opened
    engine.dispose()


def fill(index: MemoryIndex | SqlIndex, batch: list[FoldInput], size: int = 4) -> None:
    for start in range(0, len(batch), size):
        index.apply(fold(batch[start : start + size], index))


def places(connection: Connection) -> dict[int, tuple[int, int | None, int | None]]:
    columns = (fingerprint.c.story_id, fingerprint.c.duplicate_of, fingerprint.c.parent_id)
    return {row[0]: tuple(row[1:]) for row in connection.execute(select(fingerprint.c.article_id, *columns))}


def expected(batch: list[FoldInput]) -> dict[int, tuple[int, int | None, int | None]]:
    index = MemoryIndex()
    fill(index, batch, len(batch))
    return {one.article_id: (one.story_id, one.duplicate_of, one.parent_id) for one in index.placements()}


def test_same_places_as_in_memory(connection: Connection) -> None:
    batch = newsstand()
    shuffled = batch[:]
    random.Random(5).shuffle(shuffled)
    fill(SqlIndex(connection), shuffled)
    assert places(connection) == expected(batch)


def test_folding_again_and_rebuilding_change_nothing(connection: Connection) -> None:
    batch = newsstand()
    index = SqlIndex(connection)
    fill(index, batch)
    before = places(connection)
    fill(index, batch[::2])
    assert places(connection) == before
    assert rebuild_index(connection, iter(batch)) == len(batch)
    assert places(connection) == before


def test_lists_hold_heads_only(connection: Connection) -> None:
    index = SqlIndex(connection)
    fill(index, newsstand())
    heads = {one for one, place in places(connection).items() if place[1] is None}
    assert set(connection.execute(select(posting.c.article_id)).scalars()) == heads
    index.forget(list(heads))
    assert not connection.execute(select(posting.c.article_id)).all()
    assert heads.isdisjoint(connection.execute(select(band.c.article_id)).scalars())


def test_a_split_is_stored(connection: Connection) -> None:
    index = SqlIndex(connection)
    fill(index, newsstand())
    story = places(connection)[1][0]
    out = next(one for one, place in places(connection).items() if place[0] == story != one and place[1] is None)
    index.apply(split_story(story, [out], index))
    assert places(connection)[out][0] != story


def test_statements_do_not_grow_with_the_batch(connection: Connection) -> None:
    def count(size: int) -> int:
        index = SqlIndex(connection)
        ran: list[str] = []
        listener = lambda *args: ran.append(args[2])  # noqa: E731
        event.listen(connection, "before_cursor_execute", listener)
        index.apply(
            fold([FoldInput(size * 100 + n, str(n), None, f"words of story {n} alone") for n in range(size)], index)
        )
        event.remove(connection, "before_cursor_execute", listener)
        return len(ran)

    assert count(60) <= count(3) + 2
