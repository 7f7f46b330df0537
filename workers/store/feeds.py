"""Feeds: which are due, who polls them, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from pipeline.identity import is_same_by_guid
from schemas.entry import EntryState, ParsedEntry
from schemas.feed import FeedLink, FeedState
from schemas.outcome import Outcome
from workers.store.ledger import insert_new
from workers.store.tables import entry, entry_alias, feed, outcome


def add_feeds(connection: Connection, links: Sequence[FeedLink], now: datetime) -> list[int]:
    """Add feeds that are not there yet, due at once; a feed that was removed becomes active again."""
    rows = [_fresh(link, now) for link in {link.url: link for link in links}.values()]
    known = set(connection.execute(select(feed.c.url).where(feed.c.url.in_([row["url"] for row in rows]))).scalars())
    insert_new(connection, feed, [row for row in rows if row["url"] not in known], ["url"])
    again = and_(feed.c.url.in_([row["url"] for row in rows]), feed.c.state == FeedState.REMOVED)
    connection.execute(update(feed).where(again).values(state=FeedState.ACTIVE, next_poll_at=now))
    query = select(feed.c.id).where(feed.c.url.in_([row["url"] for row in rows])).order_by(feed.c.id)
    return list(connection.execute(query).scalars())


def _fresh(link: FeedLink, now: datetime) -> dict[str, Any]:
    return {
        "url": link.url,
        "title": link.title,
        "group_name": link.group,
        "host": (urlsplit(link.url).hostname or "")[:255],
        "state": FeedState.ACTIVE.value,
        "next_poll_at": now,
        "interval_seconds": 3600.0,
        "n_failures": 0.0,
        "n_tries": 0,
        "n_gone": 0,
        "n_moved": 0,
        "created_at": now,
    }


def claim_feeds(
    connection: Connection, ids: Sequence[int], token: str, now: datetime, lease: timedelta
) -> list[dict[str, Any]]:
    """Lease those of the feeds that are due and polled by nobody, and count the attempt before the work."""
    free = and_(
        feed.c.id.in_(list(ids)),
        feed.c.state == FeedState.ACTIVE,
        feed.c.next_poll_at <= now,
        or_(feed.c.lease_until.is_(None), feed.c.lease_until <= now),
    )
    chosen = select(feed.c.id).where(free).order_by(feed.c.id).with_for_update(skip_locked=True)
    statement = update(feed).where(feed.c.id.in_(chosen.scalar_subquery()), free)
    statement = statement.values(n_tries=feed.c.n_tries + 1, lease_until=now + lease, lease_token=token)
    rows = connection.execute(statement.returning(*feed.c)).mappings()
    return sorted((dict(row) for row in rows), key=lambda row: int(row["id"]))


def overdue_feeds(connection: Connection, now: datetime, ring_again: timedelta, limit: int) -> list[int]:
    """Feeds that are due, held by nobody and not rung lately; marked as rung."""
    silent = and_(
        feed.c.state == FeedState.ACTIVE,
        feed.c.next_poll_at <= now,
        or_(feed.c.lease_until.is_(None), feed.c.lease_until <= now),
        or_(feed.c.rung_at.is_(None), feed.c.rung_at <= now - ring_again),
    )
    chosen = select(feed.c.id).where(silent).order_by(feed.c.next_poll_at, feed.c.id).limit(limit)
    statement = update(feed).where(feed.c.id.in_(chosen.with_for_update(skip_locked=True).scalar_subquery()))
    return sorted(connection.execute(statement.values(rung_at=now).returning(feed.c.id)).scalars())


def settle_feed(
    connection: Connection,
    row: Mapping[str, Any],
    values: Mapping[str, Any],
    result: Outcome,
    now: datetime,
    worker: str,
    duration_ms: float,
) -> bool:
    """Write what a poll changed, in the transaction that accepts its entries. False if the lease was lost."""
    mine = and_(feed.c.id == row["id"], feed.c.lease_token == row["lease_token"])
    freed = {"lease_until": None, "lease_token": None, "rung_at": None, "n_tries": 0, "last_polled_at": now}
    if connection.execute(update(feed).where(mine).values(**freed, **values)).rowcount != 1:
        return False
    record = {
        "feed_id": row["id"],
        "stage": "poll",
        "attempt": row["n_tries"],
        "status": result.status.value,
        "reason": result.reason,
        "detail": result.detail,
        "at": now,
        "duration_ms": duration_ms,
        "worker": worker,
    }
    connection.execute(insert(outcome), [record])
    return True


def poll_now(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """Make feeds due at once, whatever their schedule says; for demonstrations and operators."""
    values = {"next_poll_at": now, "rung_at": None, "last_polled_at": None}
    connection.execute(update(feed).where(feed.c.id.in_(list(ids))).values(**values))


def postpone_feed(connection: Connection, row: Mapping[str, Any], at: datetime) -> None:
    """Return a lease until a later time, the attempt uncounted: the feed's host was busy."""
    mine = and_(feed.c.id == row["id"], feed.c.lease_token == row["lease_token"])
    freed = {"lease_until": None, "lease_token": None, "rung_at": None, "n_tries": feed.c.n_tries - 1}
    connection.execute(update(feed).where(mine).values(next_poll_at=at, **freed))


def without_taken_url(connection: Connection, row: Mapping[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Leave the URL as it is where a feed that moved would meet another feed at its new place."""
    target = values.get("url")
    if (
        target is None
        or connection.execute(select(feed.c.id).where(feed.c.url == target, feed.c.id != row["id"])).first() is None
    ):
        return values
    return {name: value for name, value in values.items() if name not in ("url", "host")}


def known_by_guid(connection: Connection, feed_id: int, claims: Sequence[tuple[str, ParsedEntry]]) -> dict[str, str]:
    """New keys of entries that the feed had before under another link and the same guid: new key to known key.

    The new key becomes an alias, so that the next poll knows it at once.
    """
    keys = [key for key, _ in claims]
    known = set(connection.execute(select(entry.c.key).where(entry.c.key.in_(keys))).scalars())
    query = select(entry_alias.c.key, entry.c.key).join(entry, entry.c.id == entry_alias.c.entry_id)
    found = {row[0]: row[1] for row in connection.execute(query.where(entry_alias.c.key.in_(keys)))}
    strange = {one.guid: (key, one) for key, one in claims if key not in known and key not in found}
    by_guid = select(entry.c.id, entry.c.key, entry.c.guid, entry.c.title, entry.c.url).where(
        entry.c.feed_id == feed_id, entry.c.guid.in_(list(strange))
    )
    for row in connection.execute(by_guid).all() if strange else ():
        key, one = strange[row.guid]
        if is_same_by_guid(row.title, row.url, one):
            insert_new(connection, entry_alias, [{"key": key, "entry_id": row.id}], ["key"])
            found[key] = row.key
    return found


def set_state(connection: Connection, urls_or_ids: Sequence[str], state: FeedState, now: datetime) -> int:
    """Pause, resume or remove feeds named by URL or id. Returns how many there were."""
    ids = [int(one) for one in urls_or_ids if one.isdigit()]
    these = or_(feed.c.url.in_(list(urls_or_ids)), feed.c.id.in_(ids))
    values: dict[str, Any] = {"state": state.value}
    if state is FeedState.ACTIVE:
        values |= {"next_poll_at": now, "n_gone": 0, "n_failures": 0.0}
    return int(connection.execute(update(feed).where(these).values(**values)).rowcount)


def last_error(connection: Connection, feed_id: int) -> str | None:
    """How the last poll of a feed failed; null when it did not."""
    found: str | None = connection.execute(select(feed.c.last_error).where(feed.c.id == feed_id)).scalar_one()
    return found


def list_feeds(connection: Connection, *, with_removed: bool = False) -> list[dict[str, Any]]:
    """All feeds with the number of their entries."""
    n_entries = select(entry.c.feed_id, func.count().label("n_entries")).group_by(entry.c.feed_id).subquery()
    query = select(feed, func.coalesce(n_entries.c.n_entries, 0).label("n_entries")).outerjoin(
        n_entries, n_entries.c.feed_id == feed.c.id
    )
    if not with_removed:
        query = query.where(feed.c.state != FeedState.REMOVED)
    return [dict(row) for row in connection.execute(query.order_by(feed.c.id)).mappings()]


def count_waiting_feeds(connection: Connection, ids: Sequence[int]) -> int:
    """How many of these feeds have not been polled yet."""
    query = select(func.count()).select_from(feed).where(feed.c.id.in_(list(ids)), feed.c.last_polled_at.is_(None))
    return int(connection.execute(query).scalar_one())


def entry_times(connection: Connection, feed_id: int, limit: int = 50) -> list[datetime]:
    """When the feed's newest entries were published or, unknown, accepted: its rhythm, newest first."""
    at = func.coalesce(entry.c.published_at, entry.c.accepted_at)
    query = select(at).where(entry.c.feed_id == feed_id).order_by(at.desc()).limit(limit)
    return [value for value in connection.execute(query).scalars() if value is not None]


def reopen_changed(connection: Connection, claims: Mapping[str, str], now: datetime) -> list[int]:
    """Send finished entries whose feed now claims something else back to the fetcher; `claims`: key to claim hash."""
    done = (EntryState.STORED, EntryState.DUPLICATE)
    query = select(entry.c.id, entry.c.key, entry.c.claim_hash, entry.c.state).where(entry.c.key.in_(list(claims)))
    changed = [row for row in connection.execute(query) if row.claim_hash and row.claim_hash != claims[row.key]]
    ids = [row.id for row in changed if row.state in done]
    for row in changed:
        connection.execute(update(entry).where(entry.c.id == row.id).values(claim_hash=claims[row.key]))
    reopen(connection, ids, "fetch", now)
    return ids


def reopen(connection: Connection, ids: Sequence[int], stage: str, now: datetime, *, is_replay: bool = False) -> None:
    """Put finished entries back into a stage, remembering the end state to fall back to."""
    values = {
        "kept_state": entry.c.state,
        "state": EntryState.DUE.value,
        "stage": stage,
        "due_at": now,
        "rung_at": None,
        "is_replay": is_replay,
        "finished_at": None,
    }
    kept = (EntryState.STORED, EntryState.DUPLICATE)
    if ids:
        connection.execute(update(entry).where(entry.c.id.in_(list(ids)), entry.c.state.in_(kept)).values(**values))
