"""Which articles an operator means: all, or those of a story, of a feed, or since a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select, true

from schemas.entry import EntryState
from workers.store.tables import article, entry, feed

ENDED = (EntryState.STORED, EntryState.DUPLICATE)


def select_entries(
    connection: Connection, *, story_id: int | None = None, feed_name: str | None = None, since: datetime | None = None
) -> list[int]:
    """Ids of the stored entries that meet all the conditions, in order."""
    conditions: list[ColumnElement[bool]] = [entry.c.state.in_(ENDED)]
    if story_id is not None:
        conditions.append(entry.c.id.in_(select(article.c.id).where(article.c.story_id == story_id)))
    if feed_name is not None:
        by_id = feed.c.id == int(feed_name) if feed_name.isdigit() else ~true()
        conditions.append(entry.c.feed_id.in_(select(feed.c.id).where(or_(feed.c.url == feed_name, by_id))))
    if since is not None:
        conditions.append(entry.c.accepted_at >= since)
    return list(connection.execute(select(entry.c.id).where(and_(*conditions)).order_by(entry.c.id)).scalars())
