"""Feeds: which are due, who polls them, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from pipeline.canonical import without_userinfo
from pipeline.credentials import credential_in
from schemas.entry import EntryState
from schemas.feed import FeedLink, FeedState
from schemas.outcome import Outcome
from workers.store.credentials import forget_credentials, save_credential
from workers.store.ledger import insert_new
from workers.store.tables import entry, feed, outcome

MOST_PARTS = 3
"""Parts of an index of sitemaps that are polled: news is in the latest, the rest is the archive."""
MOST_URL_BYTES = 2048
CLOCK_SLACK = timedelta(minutes=5)
"""How far into the future a poll may have been by a clock that is merely not exact."""


def add_feeds(connection: Connection, links: Sequence[FeedLink], now: datetime) -> list[int]:
    """Add feeds that are not there yet, due at once; a feed that was removed becomes active again.

    Returns their ids. What no database can hold as an address is left out.
    """
    # Addresses are shown, exported and logged: user names and passwords are kept elsewhere.
    plain = [replace(link, url=url) for link in links if can_be_kept(url := without_userinfo(link.url))]
    rows = [_fresh(link, now) for link in {link.url: link for link in plain}.values()]
    known = set(connection.execute(select(feed.c.url).where(feed.c.url.in_([row["url"] for row in rows]))).scalars())
    insert_new(connection, feed, [row for row in rows if row["url"] not in known], ["url"])
    again = and_(feed.c.url.in_([row["url"] for row in rows]), feed.c.state == FeedState.REMOVED)
    connection.execute(update(feed).where(again).values(state=FeedState.ACTIVE, next_poll_at=now))
    query = select(feed.c.url, feed.c.id).where(feed.c.url.in_([row["url"] for row in rows])).order_by(feed.c.id)
    ids = {row.url: int(row.id) for row in connection.execute(query)}
    for link in links:
        secret = credential_in(link.url)
        if secret is not None and (feed_id := ids.get(without_userinfo(link.url))) is not None:
            save_credential(connection, feed_id, secret)
    return list(ids.values())


def can_be_kept(url: str) -> bool:
    """Whether both databases can hold and index this text: PostgreSQL takes neither NULs nor keys over 2,704 bytes."""
    try:
        return "\0" not in url and len(url.encode()) <= MOST_URL_BYTES
    except UnicodeEncodeError:
        return False


def _fresh(link: FeedLink, now: datetime) -> dict[str, Any]:
    return {
        "url": link.url,
        "title": link.title,
        "group_name": link.group,
        "host": _host(link.url),
        "state": FeedState.ACTIVE.value,
        "next_poll_at": now,
        "interval_seconds": 3600.0,
        "n_failures": 0.0,
        "n_tries": 0,
        "n_gone": 0,
        "n_moved": 0,
        "created_at": now,
    }


def _host(url: str) -> str:
    """The host that a URL names; empty for what is no URL, which the fetch will refuse with its reason."""
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""


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
    _heed_clock(connection, now)
    silent = and_(
        feed.c.state == FeedState.ACTIVE,
        feed.c.next_poll_at <= now,
        or_(feed.c.lease_until.is_(None), feed.c.lease_until <= now),
        or_(feed.c.rung_at.is_(None), feed.c.rung_at <= now - ring_again),
    )
    chosen = select(feed.c.id).where(silent).order_by(feed.c.next_poll_at, feed.c.id).limit(limit)
    statement = update(feed).where(feed.c.id.in_(chosen.with_for_update(skip_locked=True).scalar_subquery()))
    return sorted(connection.execute(statement.values(rung_at=now).returning(feed.c.id)).scalars())


def _heed_clock(connection: Connection, now: datetime) -> None:
    """Plan anew the feeds polled by a clock that was ahead and was set back: none waits longer than its interval."""
    ahead = feed.c.last_polled_at > now + CLOCK_SLACK
    for row in connection.execute(select(feed.c.id, feed.c.interval_seconds).where(ahead)).all():
        next_at = now + timedelta(seconds=row.interval_seconds)
        values = {"last_polled_at": now, "next_poll_at": next_at, "lease_until": None, "rung_at": None}
        connection.execute(update(feed).where(feed.c.id == row.id).values(**values))


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


def read_feed(connection: Connection, feed_id: int) -> dict[str, Any] | None:
    """All that is known of one feed."""
    row = connection.execute(select(feed).where(feed.c.id == feed_id)).mappings().first()
    return None if row is None else dict(row)


def note_subscription(connection: Connection, feed_id: int, values: Mapping[str, Any]) -> None:
    """Remember what was asked of, or granted by, a feed's hub."""
    connection.execute(update(feed).where(feed.c.id == feed_id).values(**values))


def hasten(connection: Connection, feed_id: int, now: datetime, apart: timedelta) -> None:
    """Make a feed due now, or so long after its last poll: somebody says that it has news."""
    row = read_feed(connection, feed_id)
    if row is not None and row["state"] == FeedState.ACTIVE:
        soon = max(now, row["last_polled_at"] + apart) if row["last_polled_at"] else now
        sooner = min(row["next_poll_at"], soon)
        connection.execute(update(feed).where(feed.c.id == feed_id).values(next_poll_at=sooner, rung_at=None))


def without_taken_url(connection: Connection, row: Mapping[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Leave the URL as it is where a feed that moved would meet another feed at its new place."""
    target = values.get("url")
    if (
        target is None
        or connection.execute(select(feed.c.id).where(feed.c.url == target, feed.c.id != row["id"])).first() is None
    ):
        return values
    return {name: value for name, value in values.items() if name not in ("url", "host")}


def set_state(connection: Connection, urls_or_ids: Sequence[str], state: FeedState, now: datetime) -> int:
    """Pause, resume or remove feeds named by URL or id. Returns how many there were."""
    ids = [int(one) for one in urls_or_ids if one.isdigit()]
    these = or_(feed.c.url.in_(list(urls_or_ids)), feed.c.id.in_(ids))
    values: dict[str, Any] = {"state": state.value}
    if state is FeedState.ACTIVE:
        values |= {"next_poll_at": now, "n_gone": 0, "n_failures": 0.0}
    if state is FeedState.REMOVED:
        forget_credentials(connection, connection.execute(select(feed.c.id).where(these)).scalars())
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


ENDS = (EntryState.STORED, EntryState.DUPLICATE)


def reopen(
    connection: Connection,
    ids: Sequence[int],
    stage: str,
    now: datetime,
    *,
    is_replay: bool = False,
    states: Sequence[EntryState] = ENDS,
) -> list[int]:
    """Put finished entries back into a stage, remembering the end state to fall back to. Returns those put back."""
    values = {
        "kept_state": entry.c.state,
        "state": EntryState.DUE.value,
        "stage": stage,
        "due_at": now,
        "rung_at": None,
        "is_replay": is_replay,
        "finished_at": None,
    }
    if not ids:
        return []
    back = update(entry).where(entry.c.id.in_(list(ids)), entry.c.state.in_(list(states))).values(**values)
    return sorted(connection.execute(back.returning(entry.c.id)).scalars())


def follow_parts(connection: Connection, row: Mapping[str, Any], urls: Sequence[str], now: datetime) -> None:
    """Poll the latest parts of an index of sitemaps as feeds of their own, and leave those that it names no more.

    Only parts on the same host, and not the parts of a part: an index must not grow a forest.
    """
    if not urls or row["part_of"] is not None:
        return
    here = [url for url in urls if _host(url) == row["host"] and url != row["url"]][:MOST_PARTS]
    mine, is_here = feed.c.part_of == row["id"], feed.c.url.in_(here)
    left = update(feed).where(mine, ~is_here, feed.c.state == FeedState.ACTIVE)
    connection.execute(left.values(state=FeedState.REMOVED.value))
    back = update(feed).where(mine, is_here, feed.c.state == FeedState.REMOVED)
    connection.execute(back.values(state=FeedState.ACTIVE.value, next_poll_at=now))
    fresh = [_fresh(FeedLink(url, row["title"], row["group_name"]), now) for url in here]
    part = {"part_of": row["id"], "publisher": row["publisher"]}
    known = set(connection.execute(select(feed.c.url).where(is_here)).scalars())
    insert_new(connection, feed, [one | part for one in fresh if one["url"] not in known], ["url"])


def parts_of(connection: Connection, feed_ids: Sequence[int]) -> list[int]:
    """The feeds that are parts of these indexes."""
    query = select(feed.c.id).where(feed.c.part_of.in_(list(feed_ids)), feed.c.state == FeedState.ACTIVE)
    return sorted(connection.execute(query).scalars())
