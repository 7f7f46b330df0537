"""The rhythm of feeds: how often something new came, what their visits brought, and who has fallen silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from schemas.feed import FeedState
from workers.store.tables import entry, feed, outcome

SILENT_GAPS = 4.0
"""So many usual gaps without anything new, though the server answers well, are a silence."""
SILENT_LEAST = timedelta(days=1)
"""No feed is silent sooner: a night is not a silence."""
WEEK, WEEKS = timedelta(days=7), 4
"""Earlier weeks that a silence is compared with: who publishes from Monday to Friday is not silent on a Sunday."""
WEEKEND = timedelta(days=3)
"""From Friday evening to Monday morning: the patience with a feed whose weeks are not known yet."""
COMPARED = 200
"""Feeds compared with their earlier weeks in one look; were more silent at once, the feeds would not be the trouble."""

SHOWN = [
    column for column in feed.c if column.name not in ("hub_secret", "hints", "etag", "last_modified", "body_hash")
]


def silences(connection: Connection, rows: Sequence[Any], now: datetime) -> dict[int, float]:
    """Seconds of silence of those of the feeds that are silent, by id."""
    suspects = [row for row in rows if is_quiet(row)]
    usual = {row["id"]: _earlier_weeks(connection, row) for row in suspects[:COMPARED]}
    return {
        row["id"]: (now - row["last_new_entry_at"]).total_seconds()
        for row in suspects
        if is_unusual(row["last_success_at"] - row["last_new_entry_at"], usual.get(row["id"]))
    }


def is_quiet(row: Any) -> bool:
    """Whether a feed's visits succeed, and for SILENT_GAPS usual gaps they have brought nothing new."""
    last, success, gap = row["last_new_entry_at"], row["last_success_at"], row["usual_gap_seconds"]
    if row["state"] != FeedState.ACTIVE or last is None or success is None or not gap:
        return False
    return bool((success - last).total_seconds() > max(SILENT_GAPS * gap, SILENT_LEAST.total_seconds()))


def is_unusual(quiet: timedelta, earlier: Sequence[int] | None) -> bool:
    """Whether a feed should have had SILENT_GAPS entries since, going by the same hours of earlier weeks.

    `earlier` counts the entries of each of these; empty means that no earlier week is known, None that none was
    looked at. Longer than a week is longer than any weekly rhythm.
    """
    if quiet >= WEEK or earlier is None:
        return True
    return sum(earlier) / len(earlier) >= SILENT_GAPS if earlier else quiet > WEEKEND


def _earlier_weeks(connection: Connection, row: Mapping[str, Any]) -> list[int]:
    """Entries between a feed's last entry and its last answer, one to WEEKS weeks before, as far as it is known."""
    at = func.coalesce(entry.c.published_at, entry.c.accepted_at)
    since, until = row["last_new_entry_at"], row["last_success_at"]
    query = select(at).where(entry.c.feed_id == row["id"], at >= since - (WEEKS + 1) * WEEK, at < until)
    times = sorted(connection.execute(query).scalars())
    shifts = [number * WEEK for number in range(1, WEEKS + 1)]
    return [
        sum(since - shift < one < until - shift for one in times)
        for shift in shifts
        if times and times[0] <= since - shift
    ]


def page_of_feeds(
    connection: Connection, now: datetime, state: str, words: str, after: int, limit: int
) -> list[dict[str, Any]]:
    """Feeds by id with their silence; those removed only when asked for."""
    query = select(*SHOWN).where(feed.c.id > after)
    query = query.where(feed.c.state == state) if state else query.where(feed.c.state != FeedState.REMOVED)
    for word in words.split()[:6]:
        query = query.where(feed.c.title.icontains(word, autoescape=True) | feed.c.url.icontains(word, autoescape=True))
    rows = connection.execute(query.order_by(feed.c.id).limit(limit)).mappings().all()
    silent = silences(connection, rows, now)
    return [{**row, "silent_seconds": silent.get(row["id"])} for row in rows]


def find_feed(connection: Connection, feed_id: int, now: datetime) -> dict[str, Any] | None:
    """One feed with its silence."""
    row = connection.execute(select(*SHOWN).where(feed.c.id == feed_id)).mappings().first()
    return None if row is None else {**row, "silent_seconds": silences(connection, [row], now).get(feed_id)}


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
