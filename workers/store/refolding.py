"""Folding by hand: the index made anew from the database, and splits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.fold import FoldInput, split_story
from workers.store.documents import latest_documents
from workers.store.fold import SqlIndex, rebuild_index
from workers.store.fold_inputs import fold_input
from workers.store.folding import take_lane, write_result
from workers.store.tables import article, entry, fingerprint

_BITE = 500


def rebuild(connection: Connection) -> tuple[int, int]:
    """Make the fold index anew. Returns the number of articles in it and of those whose assignment differs."""
    take_lane(connection)
    columns = (fingerprint.c.article_id, fingerprint.c.story_id, fingerprint.c.duplicate_of, fingerprint.c.side)
    before = {row.article_id: row for row in connection.execute(select(*columns))}
    sides = {one: row.side for one, row in before.items()}
    n_articles = n_different = 0
    for one in rebuild_index(connection, list(_inputs(connection, sides))):
        old = before.get(one.article_id)
        n_articles += 1
        n_different += old is None or (old.story_id, old.duplicate_of) != (one.story_id, one.duplicate_of)
    return n_articles, n_different


def split(connection: Connection, story_id: int, article_ids: Collection[int], now: datetime) -> int:
    """Move articles out of a story for good, and tell readers. Returns the number of articles that moved."""
    take_lane(connection)
    index = SqlIndex(connection)
    result = split_story(story_id, article_ids, index)
    index.apply(result)
    write_result(connection, result, now)
    return sum(one.story_id != story_id for one in result.placements)


def _inputs(connection: Connection, sides: dict[int, int]) -> Iterator[FoldInput]:
    """What was folded, article by article."""
    live = select(article.c.id, article.c.published_at).where(article.c.is_withdrawn.is_(False)).order_by(article.c.id)
    # An undated article keeps the date that stood in for it, or it would be placed anew.
    dates = {row.id: row.published_at for row in connection.execute(live)}
    ids = list(dates)
    for start in range(0, len(ids), _BITE):
        some = ids[start : start + _BITE]
        rows = {
            row["id"]: dict(row) for row in connection.execute(select(entry).where(entry.c.id.in_(some))).mappings()
        }
        for article_id, document in sorted(latest_documents(connection, some).items()):
            yield fold_input(rows[article_id], document, sides.get(article_id, 0), dates[article_id])
