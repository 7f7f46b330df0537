"""What a feed document claims, written into the ledger: new entries, changed claims, parts of an index of sitemaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from pipeline.canonical import without_userinfo
from pipeline.identity import entry_key
from schemas.entry import ParsedEntry, ParsedFeed
from workers.store import claims, feeds
from workers.store.ledger import accept

NO_LINK = "urn:fivefold:guid:"
"""Stands for the address of an entry whose feed gives none; the entry's own key follows. It is never fetched."""


def take_in(
    connection: Connection, row: Mapping[str, Any], parsed: ParsedFeed, now: datetime
) -> tuple[list[int], list[int]]:
    """Accept the new entries and send those whose claim changed back to the fetcher. Returns the ids of both."""
    feeds.follow_parts(connection, row, parsed.sitemap_urls, now)
    found = {entry_key(one, row["url"], parsed.url): one for one in parsed.entries}
    known = claims.known_entries(connection, found)
    strange = {key: one for key, one in found.items() if key not in known}
    moved = claims.known_by_guid(connection, row["id"], strange) if strange else {}
    fresh = accept(
        connection, [_entry_row(row, parsed, key, one, now) for key, one in strange.items() if key not in moved]
    )
    if moved:
        known |= claims.known_entries(connection, moved.values())
    said = {moved.get(key, key): one for key, one in found.items()}
    return fresh, claims.take_changes(connection, row["id"], said, known.values(), now)


def _entry_row(row: Mapping[str, Any], parsed: ParsedFeed, key: str, one: ParsedEntry, now: datetime) -> dict[str, Any]:
    return {
        "key": key,
        "feed_id": row["id"],
        "guid": without_userinfo(one.guid),
        "url": one.url or f"{NO_LINK}{key}",
        "title": one.title,
        "title_as_given": one.title_as_given,
        "link_as_given": one.link_as_given,
        "authors": list(one.authors),
        "summary": one.summary,
        "content_html": one.content_html,
        "published_at": one.published_at,
        "publisher": row["publisher"] or row["title"] or parsed.title,
        "claim_hash": claims.claim_hash(one),
        "accepted_at": now,
        "due_at": now,
        "rung_at": now,
        "stage": "fetch",
    }
