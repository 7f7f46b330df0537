"""The v1 views as the read API needs them: pages by cursor, and single rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import inspect

from schemas.contract import Article, Change, Fact, SchemaVersion, Story, read_changes, read_rows
from workers.store.database import Database

Row = TypeVar("Row")


def has_contract(database: Database) -> bool:
    """Whether the v1 views are there for this user to see."""
    with database.read() as connection:
        return "v1_schema_version" in inspect(connection).get_view_names()


@dataclass(frozen=True, slots=True)
class Listing:
    """How a view is listed: newest first, by a time that never is null and the id, both in the cursor."""

    row_type: Any
    id_name: str
    time_name: str
    filters: Sequence[str]
    """Columns that may be asked for. Each has an index, so that no question costs more than its answer."""


STORIES = Listing(Story, "story_id", "last_published_at", ())
ARTICLES = Listing(Article, "article_id", "published_at", ("story_id", "feed_id"))
FACTS = Listing(Fact, "fact_id", "updated_at", ("story_id", "status"))


def list_page(
    database: Database, listing: Listing, wanted: Mapping[str, Any], before: tuple[str, int] | None, limit: int
) -> list[Any]:
    """One page of rows, newest first, beginning after the row at `before`: its (time as stored, id)."""
    names = [name for name in listing.filters if wanted.get(name) is not None]
    conditions, parameters = [f"{name} = ?" for name in names], [wanted[name] for name in names]
    if before is not None:
        # The first condition alone lets the index of the time do the work; CAST tells PostgreSQL what the text is.
        moment = "?" if database.is_sqlite else "CAST(? AS timestamptz)"
        time_name, id_name = listing.time_name, listing.id_name
        conditions.append(f"{time_name} <= {moment} AND ({time_name} < {moment} OR {id_name} < ?)")
        parameters += [before[0], before[0], before[1]]
    where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
    order = f"ORDER BY {listing.time_name} DESC, {listing.id_name} DESC LIMIT ?"
    with database.read() as connection:
        return list(read_rows(connection, listing.row_type, where + order, [*parameters, limit]))


def position_of(database: Database, listing: Listing, row: Any) -> tuple[str, int]:
    """Where a page ended: what `list_page` begins the next one after."""
    at = getattr(row, listing.time_name)
    told = at.strftime("%Y-%m-%d %H:%M:%S.%f") if database.is_sqlite else at.isoformat()
    return told, getattr(row, listing.id_name)


def find_rows(database: Database, row_type: type[Row], column: str, value: int, limit: int = 10_000) -> list[Row]:
    """The rows of a view that have this value in a column of ours."""
    with database.read() as connection:
        return list(read_rows(connection, row_type, f"WHERE {column} = ? LIMIT ?", [value, limit]))


def change_page(database: Database, after: int, limit: int) -> tuple[SchemaVersion, list[Change]]:
    """Changes after a cursor, with where the feed stands, both from one snapshot of the epoch."""
    with database.read() as connection:
        (version,) = read_rows(connection, SchemaVersion)
        return version, list(read_changes(connection, after, limit, epoch=version.epoch))
