"""What feeds claim of entries that are known: under a new link, under the link of another feed, or in new words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select, update

from pipeline.identity import is_same_by_guid, second_key
from schemas.document import Document
from schemas.entry import EntryState, ParsedEntry
from schemas.outcome import Status
from workers.store.feeds import reopen
from workers.store.ledger import insert_new
from workers.store.tables import entry, entry_alias, outcome

RESTLESS = timedelta(hours=6)
"""How soon a page is fetched again because its feed says `updated` and nothing else: some say so at every poll."""

_COMPARED = (
    entry.c.id,
    entry.c.key,
    entry.c.feed_id,
    entry.c.claim_hash,
    entry.c.title,
    entry.c.state,
    entry.c.finished_at,
)


def claim_hash(one: ParsedEntry) -> str:
    """What tells a feed's edit of an entry: headline, declared time of change, and the text where there is no page."""
    text = "" if one.url else f"\0{one.content_html or one.summary}"
    return sha256(f"{one.title}\0{one.updated_at}{text}".encode("utf-8", "surrogatepass")).hexdigest()


def known_entries(connection: Connection, keys: Iterable[str]) -> dict[str, Any]:
    """The entries with these keys, as far as the claims of a feed are compared with them."""
    query = select(*_COMPARED).where(entry.c.key.in_(list(keys)))
    return {row.key: row for row in connection.execute(query)}


def known_by_guid(connection: Connection, feed_id: int, strange: Mapping[str, ParsedEntry]) -> dict[str, str]:
    """New keys of entries that the feed had before under another link and the same guid: new key to known key.

    `strange` are the claims whose keys no entry has. The new key becomes an alias, so that the next poll knows it at
    once.
    """
    found = _aliased(connection, list(strange))
    by_guid = {one.guid: (key, one) for key, one in strange.items() if key not in found}
    query = select(entry.c.id, entry.c.key, entry.c.guid, entry.c.title, entry.c.url).where(
        entry.c.feed_id == feed_id, entry.c.guid.in_(list(by_guid))
    )
    for row in connection.execute(query).all() if by_guid else ():
        key, one = by_guid[row.guid]
        if is_same_by_guid(row.title, row.url, one):
            insert_new(connection, entry_alias, [{"key": key, "entry_id": row.id}], ["key"])
            found[key] = row.key
    return found


def _aliased(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    query = select(entry_alias.c.key, entry.c.key).join(entry, entry.c.id == entry_alias.c.entry_id)
    return {row[0]: row[1] for row in connection.execute(query.where(entry_alias.c.key.in_(list(keys))))}


def note_second_keys(connection: Connection, cleaned: Iterable[tuple[Mapping[str, Any], Document]]) -> None:
    """Write down where pages were found, by their entries, unless an entry is known there."""
    found = {key: row["id"] for row, one in cleaned if (key := second_key(row["url"], row["title"], one))}
    if found:
        known = set(connection.execute(select(entry.c.key).where(entry.c.key.in_(list(found)))).scalars())
        aliases = [{"key": key, "entry_id": entry_id} for key, entry_id in found.items() if key not in known]
        insert_new(connection, entry_alias, aliases, ["key"])


def take_changes(
    connection: Connection, feed_id: int, claims: Mapping[str, ParsedEntry], rows: Iterable[Any], now: datetime
) -> list[int]:
    """Write down what the feed says anew of its entries: `claims` by key, `rows` as they are known.

    Returns the ids sent back to the fetcher. Only the feed that brought an entry may change its claim: two feeds with
    two headlines for one article would take turns for ever. The last headline stays in the visits of the entry, where
    `fivefold trace` shows it.
    """
    changed = [row for row in rows if row.feed_id == feed_id and _is_news(row, claims[row.key], now)]
    if not changed:
        return []
    for row in changed:
        connection.execute(update(entry).where(entry.c.id == row.id).values(**_claim(row, claims[row.key], now)))
    retold = [row for row in changed if row.title != claims[row.key].title]
    if retold:
        connection.execute(insert(outcome), [_record(row, feed_id, now) for row in retold])
    ids = sorted(row.id for row in changed if row.state != EntryState.DEAD)
    return reopen(connection, ids, "fetch", now, states=(EntryState.STORED, EntryState.DUPLICATE, EntryState.REJECTED))


def _is_news(row: Any, one: ParsedEntry, now: datetime) -> bool:
    if row.claim_hash is None or row.claim_hash == claim_hash(one):
        return False
    is_settled = row.finished_at is None or row.finished_at <= now - RESTLESS
    return bool(row.title != one.title or one.url is None or is_settled)


def _claim(row: Any, one: ParsedEntry, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"claim_hash": claim_hash(one), "title_as_given": one.title_as_given}
    said = {"title": one.title, "summary": one.summary, "content_html": one.content_html}
    values |= {name: value for name, value in said.items() if value}
    return values | ({"claim_changed_at": now} if one.title and row.title != one.title else {})


def _record(row: Any, feed_id: int, now: datetime) -> dict[str, Any]:
    return {
        "entry_id": row.id,
        "feed_id": feed_id,
        "stage": "poll",
        "attempt": 1,
        "status": Status.DONE.value,
        "detail": f"the feed has a new headline; it was: {row.title}"[:300],
        "at": now,
        "duration_ms": 0.0,
        "worker": "feed",
    }
