"""What folding reads of an entry and its document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from pipeline.fold import FoldInput
from workers.store.tables import document, entry

MOST_NEIGHBOURS = 1000


def fold_input(
    row: Mapping[str, Any], page: Mapping[str, Any], side: int = 0, stand_in: datetime | None = None
) -> FoldInput:
    """What folding needs of an entry and its document.

    Without any date `stand_in` serves, see `neighbour_dates`, and without that the day it was accepted.
    """
    return FoldInput(
        article_id=row["id"],
        key=row["key"],
        title=page["title"],
        text=page["text"],
        published_at=page["published_at"] or row["published_at"] or stand_in or _day_of(row["accepted_at"]),
        publisher=page["publisher"] or row["publisher"],
        language=page["language"],
        url=page["canonical_url"] or page["url"],
        owner=page["owner"],
        side=side,
        signed=tuple(name for name in (page["dateline"], *page["authors"]) if name),
    )


def neighbour_dates(
    connection: Connection, rows: Iterable[Mapping[str, Any]], documents: Mapping[int, Mapping[str, Any]]
) -> dict[int, datetime]:
    """Dates for undated local files, by entry id: the median date of the dated files in their folder.

    Files that were saved together are of one time; the day of their ingestion may be years later.
    """
    undated = [row for row in rows if not (documents[row["id"]]["published_at"] or row["published_at"])]
    local = {row["id"]: row["url"].rpartition("/")[0] + "/" for row in undated if row["url"].startswith("file:")}
    medians = {folder: _median_date(connection, folder) for folder in set(local.values())}
    return {entry_id: found for entry_id, folder in local.items() if (found := medians[folder]) is not None}


def _median_date(connection: Connection, folder: str) -> datetime | None:
    """The median date of the files directly in a folder; null when none is dated."""
    query = (
        select(document.c.published_at, entry.c.url)
        .join(entry, entry.c.id == document.c.article_id)
        .where(entry.c.url.startswith(folder, autoescape=True), document.c.published_at.is_not(None))
        .order_by(document.c.published_at)
        .limit(MOST_NEIGHBOURS)
    )
    dates = [row.published_at for row in connection.execute(query) if "/" not in row.url.removeprefix(folder)]
    return dates[len(dates) // 2] if dates else None


def _day_of(at: datetime) -> datetime:
    """The day, so that the order in which undated entries arrive within it says nothing."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
