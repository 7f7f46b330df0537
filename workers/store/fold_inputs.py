"""What folding reads of an entry and its document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from pipeline.fold import FoldInput
from schemas.entry import EntryState
from workers.store.documents import latest_documents
from workers.store.tables import article, document, entry

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
    local = {row["id"]: _folder_of(row["url"]) for row in undated if row["url"].startswith("file:")}
    medians = {folder: _median_date(connection, folder) for folder in set(local.values())}
    return {entry_id: found for entry_id, folder in local.items() if (found := medians[folder]) is not None}


def dated_anew(
    connection: Connection, rows: Iterable[Mapping[str, Any]]
) -> dict[int, tuple[Mapping[str, Any], FoldInput]]:
    """Undated local files whose date is another now, with their entries' rows, by id; those of this batch too.

    When the last files of a folder are folded, the batch of these `rows`, the median of its dates stands. Those folded
    before had the median of what was there then, and where they are would depend on the order of arrival.
    """
    batch = {row["id"]: row["url"] for row in rows}
    medians: dict[int, datetime] = {}
    for folder in {_folder_of(url) for url in batch.values() if url.startswith("file:")}:
        median = None if _is_awaited(connection, folder, batch) else _median_date(connection, folder)
        if median is not None:
            own = [entry_id for entry_id, url in batch.items() if _folder_of(url) == folder]
            medians |= dict.fromkeys([*own, *_undated(connection, folder, median)], median)
    documents = latest_documents(connection, list(medians))
    entries = connection.execute(select(entry).where(entry.c.id.in_(sorted(medians)))).mappings() if medians else ()
    undated = [row for row in map(dict, entries) if not (documents[row["id"]]["published_at"] or row["published_at"])]
    return {row["id"]: (row, fold_input(row, documents[row["id"]], stand_in=medians[row["id"]])) for row in undated}


def _folder_of(url: str) -> str:
    return url.rpartition("/")[0] + "/"


def _is_awaited(connection: Connection, folder: str, batch: Collection[int]) -> bool:
    """Whether a file of the folder, besides these, is still to be folded."""
    is_waiting = (entry.c.state == EntryState.DUE) & entry.c.stage.in_(("fetch", "clean", "fold"))
    inside = entry.c.url.startswith(folder, autoescape=True)
    query = select(entry.c.id).where(is_waiting, inside, entry.c.id.not_in(sorted(batch)))
    return connection.execute(query.limit(1)).first() is not None


def _undated(connection: Connection, folder: str, median: datetime) -> list[int]:
    """Articles directly in a folder with a revision without a date, and not dated like this; the first thousand."""
    query = (
        select(article.c.id, entry.c.url)
        .join(entry, entry.c.id == article.c.id)
        .join(document, document.c.article_id == article.c.id)
        .where(
            entry.c.url.startswith(folder, autoescape=True),
            entry.c.published_at.is_(None),
            document.c.published_at.is_(None),
            article.c.published_at != median,
            article.c.is_withdrawn.is_(False),
        )
        .order_by(article.c.id)
        .limit(MOST_NEIGHBOURS)
    )
    return [row.id for row in connection.execute(query) if "/" not in row.url.removeprefix(folder)]


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
