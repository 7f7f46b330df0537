"""The whole history of one article, gathered from the ledger."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from pipeline.errors import Misconfigured
from pipeline.fold import near_duplicates
from workers.store.browse import find_story, revisions, stories_named
from workers.store.fold import SqlIndex
from workers.store.results import entries_of, find_entry, visits
from workers.store.seek import seek_entry
from workers.store.stories import articles_of
from workers.store.tables import fingerprint


def take_trace(connection: Connection, article: str) -> dict[str, Any]:
    """Everything known of an article named by URL or id. Raises Misconfigured if it was never seen."""
    known = seek_entry(connection, article)
    row = entries_of(connection, [known]).get(known) if known is not None else find_entry(connection, article)
    if row is None:
        raise Misconfigured(f"{article}: never seen")
    found = articles_of(connection, [row["id"]]).get(row["id"])
    story = find_story(connection, found["story_id"]) if found and found["story_id"] else None
    return {
        "entry": row,
        "article": found,
        "story": story,
        "related": stories_named(connection, story["related"]) if story else [],
        "near_duplicates": alike_to(connection, row["id"]),
        "is_moved_by_hand": is_moved_by_hand(connection, row["id"]),
        "revisions": revisions(connection, row["id"]),
        "visits": visits(connection, row["id"]),
    }


def alike_to(connection: Connection, article_id: int) -> list[dict[str, Any]]:
    """Articles that are the same text again, whether or not they are of one group: id, URL and likeness."""
    found = near_duplicates([article_id], SqlIndex(connection)).get(article_id, [])
    rows = entries_of(connection, [one for one, _ in found])
    return [{"article_id": one, "url": rows[one]["url"], "similarity": alike} for one, alike in found]


def is_moved_by_hand(connection: Connection, article_id: int) -> bool:
    """Whether an operator took the article out of a story."""
    query = select(fingerprint.c.side).where(fingerprint.c.article_id == article_id)
    return (connection.execute(query).scalar() or 0) > 0
