"""Puts what is here already into the ledger: local pages, in batches, resumable because the keys are natural."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice

from sqlalchemy import select

from schemas.entry import EntryState
from workers.sources import LocalPage
from workers.store import feeds
from workers.store.database import Database
from workers.store.ledger import accept
from workers.store.pages import Known, latest_validators, save_older_pages, save_pages
from workers.store.tables import entry

BATCH = 200
NOW = datetime.max.replace(tzinfo=UTC)


def take_in(database: Database, pages: Iterable[LocalPage], on_batch: Callable[[int], None]) -> tuple[int, int]:
    """Accept pages. Returns how many were new and how many had changed; known and equal ones cost one look-up."""
    n_new = n_changed = 0
    for batch in _batches(pages):
        new, changed = _take_batch(database, batch)
        n_new, n_changed = n_new + new, n_changed + changed
        on_batch(len(batch))
    return n_new, n_changed


def _batches(pages: Iterable[LocalPage]) -> Iterator[list[LocalPage]]:
    stream = iter(pages)
    while batch := list(islice(stream, BATCH)):
        yield sorted(batch, key=_taken_at)


def _taken_at(one: LocalPage) -> datetime:
    """When a page was as it is. One that does not say is as it is now."""
    return one.page.fetched_at or NOW


def _take_batch(database: Database, batch: list[LocalPage]) -> tuple[int, int]:
    """Take pages in, oldest first. Of several of one entry the newest counts, in whatever order they come."""
    newest = {one.key: one for one in batch}
    with database.write() as connection:
        now = database.now(connection)
        fresh = set(accept(connection, [_row(one) | {"due_at": now, "accepted_at": now} for one in newest.values()]))
        query = select(entry.c.key, entry.c.id, entry.c.state).where(entry.c.key.in_(list(newest)))
        known = {row.key: row for row in connection.execute(query)}
        here = [(known[one.key], one) for one in batch if one.key in known]
        there = latest_validators(connection, [row.id for row, _ in here if row.id not in fresh])
        older = [
            (row.id, one.page) for row, one in here if one is not newest[one.key] or _is_older(one, there.get(row.id))
        ]
        arrived = [(row.id, one.page) for row, one in here if one is newest[one.key] and row.id in fresh]
        changed = [
            (row.id, one.page)
            for row, one in here
            if one is newest[one.key] and row.id not in fresh and _is_change(row.state, one, there.get(row.id, Known()))
        ]
        save_pages(connection, [*arrived, *changed], now)
        save_older_pages(connection, older, now)
        feeds.reopen(connection, [entry_id for entry_id, _ in changed], "clean", now)
    return len(arrived), len(changed)


def _is_older(one: LocalPage, there: Known | None) -> bool:
    return there is not None and there.fetched_at is not None and _taken_at(one) < there.fetched_at


def _is_change(state: str, one: LocalPage, there: Known) -> bool:
    is_other = there.sha256 != sha256(one.page.body).hexdigest()
    return is_other and state in (EntryState.STORED, EntryState.DUPLICATE) and not _is_older(one, there)


def _row(one: LocalPage) -> dict[str, object]:
    return {
        "key": one.key,
        "url": one.url,
        "guid": one.guid,
        "title": one.title,
        "published_at": one.published_at,
        "stage": "clean",
    }
