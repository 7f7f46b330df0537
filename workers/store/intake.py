"""Puts what is here already into the ledger: local pages, in batches, resumable because the keys are natural."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import islice

from sqlalchemy import select

from schemas.entry import EntryState
from workers.sources import LocalPage
from workers.store import feeds
from workers.store.database import Database
from workers.store.ledger import accept
from workers.store.pages import latest_validators, save_pages
from workers.store.tables import entry

BATCH = 200


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
        yield list({one.key: one for one in batch}.values())


def _take_batch(database: Database, batch: list[LocalPage]) -> tuple[int, int]:
    with database.write() as connection:
        now = database.now(connection)
        fresh = accept(connection, [_row(one) | {"due_at": now, "accepted_at": now} for one in batch])
        query = select(entry.c.key, entry.c.id, entry.c.state).where(entry.c.key.in_([one.key for one in batch]))
        known = {row.key: row for row in connection.execute(query)}
        new_ids = set(fresh)
        arrived = [(known[one.key].id, one.page) for one in batch if one.key in known and known[one.key].id in new_ids]
        old = [(known[one.key], one.page) for one in batch if one.key in known and known[one.key].id not in new_ids]
        digests = latest_validators(connection, [row.id for row, _ in old])
        changed = [
            (row.id, page)
            for row, page in old
            if row.state in (EntryState.STORED, EntryState.DUPLICATE)
            and digests.get(row.id, ("", "", ""))[2] != sha256(page.body).hexdigest()
        ]
        save_pages(connection, [*arrived, *changed], now)
        feeds.reopen(connection, [entry_id for entry_id, _ in changed], "clean", now)
    return len(arrived), len(changed)


def _row(one: LocalPage) -> dict[str, object]:
    return {
        "key": one.key,
        "url": one.url,
        "guid": one.guid,
        "title": one.title,
        "published_at": one.published_at,
        "stage": "clean",
    }
