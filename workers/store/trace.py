"""The whole history of one article, gathered from the ledger."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from pipeline.errors import Misconfigured
from workers.store.browse import find_story, revisions
from workers.store.results import entries_of, find_entry, visits
from workers.store.seek import seek_entry
from workers.store.stories import articles_of


def take_trace(connection: Connection, article: str) -> dict[str, Any]:
    """Everything known of an article named by URL or id. Raises Misconfigured if it was never seen."""
    known = seek_entry(connection, article)
    row = entries_of(connection, [known]).get(known) if known is not None else find_entry(connection, article)
    if row is None:
        raise Misconfigured(f"{article}: never seen")
    found = articles_of(connection, [row["id"]]).get(row["id"])
    story = find_story(connection, found["story_id"]) if found and found["story_id"] else None
    kept = revisions(connection, row["id"])
    return {"entry": row, "article": found, "story": story, "revisions": kept, "visits": visits(connection, row["id"])}
