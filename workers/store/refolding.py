"""Folding by hand: the index made anew from the database, and splits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, func, insert, or_, select

from pipeline.fold import FoldInput, split_story
from workers.store.documents import latest_documents
from workers.store.fold import SqlIndex, rebuild_index
from workers.store.fold_inputs import fold_input
from workers.store.folding import take_lane, write_result
from workers.store.tables import article, entry, fingerprint

_BITE = 500


def rebuild(connection: Connection) -> tuple[int, int]:
    """Make the fold index anew. Returns the number of articles in it and of those whose assignment differs.

    Reads a bite of articles at a time, so that memory does not grow with the database.
    """
    take_lane(connection)
    was = _keep_assignments(connection)
    n_articles = rebuild_index(connection, _inputs(connection, was))
    moved = or_(
        was.c.article_id.is_(None),
        was.c.story_id != fingerprint.c.story_id,
        was.c.duplicate_of.is_distinct_from(fingerprint.c.duplicate_of),
    )
    both = fingerprint.outerjoin(was, was.c.article_id == fingerprint.c.article_id)
    n_different = int(connection.execute(select(func.count()).select_from(both).where(moved)).scalar_one())
    was.drop(connection)
    return n_articles, n_different


def _keep_assignments(connection: Connection) -> Table:
    """The assignments as they are, in a table of this transaction's own."""
    integers = (Column(name, BigInteger) for name in ("story_id", "duplicate_of", "side"))
    key = Column("article_id", BigInteger, primary_key=True, autoincrement=False)
    was = Table("fold_before", MetaData(), key, *integers, prefixes=["TEMPORARY"])
    was.create(connection)
    names = [one.name for one in was.c]
    connection.execute(insert(was).from_select(names, select(*(fingerprint.c[name] for name in names))))
    return was


def split(connection: Connection, story_id: int, article_ids: Collection[int], now: datetime) -> int:
    """Move articles out of a story for good, and tell readers. Returns the number of articles that moved."""
    take_lane(connection)
    index = SqlIndex(connection)
    result = split_story(story_id, article_ids, index)
    index.apply(result)
    write_result(connection, result, now)
    return sum(one.story_id != story_id for one in result.placements)


def _inputs(connection: Connection, was: Table) -> Iterator[FoldInput]:
    """What was folded, article by article."""
    columns = (article.c.id, article.c.published_at, was.c.side)
    live = select(*columns).outerjoin(was, was.c.article_id == article.c.id).where(article.c.is_withdrawn.is_(False))
    last = 0
    while some := connection.execute(live.where(article.c.id > last).order_by(article.c.id).limit(_BITE)).all():
        ids = [row.id for row in some]
        last = ids[-1]
        entries = connection.execute(select(entry).where(entry.c.id.in_(ids))).mappings()
        rows, documents = {row["id"]: dict(row) for row in entries}, latest_documents(connection, ids)
        for one in (row for row in some if row.id in documents):
            # An undated article keeps the date that stood in for it, or it would be placed anew.
            yield fold_input(rows[one.id], documents[one.id], one.side or 0, one.published_at)
