"""The rhythm of feeds: how often something new came, what their visits brought, and who has fallen silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from schemas.feed import FeedState
from workers.store.tables import entry, feed, outcome

SILENT_GAPS = 4.0
"""So many usual gaps without anything new, though the server answers well, are a silence."""
SILENT_LEAST = timedelta(days=1)
"""No feed is silent sooner: a night is not a silence."""

SHOWN = [
    column for column in feed.c if column.name not in ("hub_secret", "hints", "etag", "last_modified", "body_hash")
]


def silence(row: Any, now: datetime) -> float | None:
    """Seconds of a feed's silence if it is one: visits succeed, nothing new for SILENT_GAPS usual gaps. Else null."""
    last, success, gap = row["last_new_entry_at"], row["last_success_at"], row["usual_gap_seconds"]
    if row["state"] != FeedState.ACTIVE or last is None or success is None or not gap:
        return None
    quiet = (success - last).total_seconds()
    return (now - last).total_seconds() if quiet > max(SILENT_GAPS * gap, SILENT_LEAST.total_seconds()) else None


def page_of_feeds(
    connection: Connection, now: datetime, state: str, words: str, after: int, limit: int
) -> list[dict[str, Any]]:
    """Feeds by id with their silence; those removed only when asked for."""
    query = select(*SHOWN).where(feed.c.id > after)
    query = query.where(feed.c.state == state) if state else query.where(feed.c.state != FeedState.REMOVED)
    for word in words.split()[:6]:
        query = query.where(feed.c.title.icontains(word, autoescape=True) | feed.c.url.icontains(word, autoescape=True))
    rows = connection.execute(query.order_by(feed.c.id).limit(limit)).mappings()
    return [{**row, "silent_seconds": silence(row, now)} for row in rows]


def find_feed(connection: Connection, feed_id: int, now: datetime) -> dict[str, Any] | None:
    """One feed with its silence."""
    row = connection.execute(select(*SHOWN).where(feed.c.id == feed_id)).mappings().first()
    return None if row is None else {**row, "silent_seconds": silence(row, now)}


def count_by_day(connection: Connection, feed_ids: Sequence[int], now: datetime, days: int) -> dict[int, list[int]]:
    """Entries accepted on each of the last days, oldest first. Reads at most the feeds' newest entries."""
    since = now - timedelta(days=days)
    query = select(entry.c.feed_id, entry.c.accepted_at).where(
        entry.c.feed_id.in_(list(feed_ids)), entry.c.accepted_at >= since
    )
    found: dict[int, list[int]] = defaultdict(lambda: [0] * days)
    for feed_id, at in connection.execute(query):
        found[feed_id][min(days - 1, int((at - since).total_seconds() // 86_400))] += 1
    return dict(found)


def polls(connection: Connection, feed_id: int, limit: int = 20) -> list[dict[str, Any]]:
    """The last visits to a feed, newest first."""
    query = select(outcome).where(outcome.c.feed_id == feed_id, outcome.c.stage == "poll")
    return [dict(row) for row in connection.execute(query.order_by(outcome.c.id.desc()).limit(limit)).mappings()]
