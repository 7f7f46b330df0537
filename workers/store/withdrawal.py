"""Articles that their publisher has taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from schemas.change import ChangeKind
from workers.store.changes import Event, add_changes
from workers.store.folding import take_lane, withdraw_folded
from workers.store.stories import mark_dirty
from workers.store.tables import article


def withdraw_articles(connection: Connection, article_ids: Sequence[int], now: datetime) -> None:
    """Hide these articles, say so in the change feed, and have their stories' facts derived without them.

    The text stays in the database, unseen by readers, so that an operator can tell what was taken back.
    """
    if not article_ids:
        return
    # Before any row is touched, as folding does.
    take_lane(connection)
    live = article.c.id.in_(list(article_ids)) & article.c.is_withdrawn.is_(False)
    hidden = update(article).where(live).values(is_withdrawn=True, updated_at=now)
    rows = connection.execute(hidden.returning(article.c.id, article.c.story_id, article.c.revision)).all()
    events = [
        Event(ChangeKind.ARTICLE_WITHDRAWN, article_id=row.id, story_id=row.story_id, revision=row.revision)
        for row in sorted(rows, key=lambda row: row.id)
        if row.revision
    ]
    add_changes(connection, events, now)
    mark_dirty(connection, [row.story_id for row in rows if row.story_id is not None])
    withdraw_folded(connection, [row.id for row in rows], now)
