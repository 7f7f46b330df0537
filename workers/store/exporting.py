"""Streams rows of the v1 views, in an order that can be resumed, with memory that does not grow.

What changes is exported by the change feed: an article, story or fact comes once for each run, at the place of its last
change, so the number of that change is the cursor, and whatever changes later comes with the next run. A cursor over
`updated_at` or an id would lose rows whose transactions end late. Entities have no changes; their id is the cursor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from schemas.contract import Article, Change, Entity, Fact, Figure, Story, Support, read_rows

CHUNK = 500
"""Articles fetched at once: some 2 MB of text."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What can be exported: rows of a view, found by the subject of their changes."""

    row_type: type
    subject: str
    """The id column that the rows are found by."""
    kinds: str = ""
    """How the kinds of changes begin that concern them; empty: rows are read in the order of the subject itself."""


EXPORTS: Mapping[str, Exported] = {
    "articles": Exported(Article, "article_id", "article"),
    "stories": Exported(Story, "story_id", "story"),
    "entities": Exported(Entity, "entity_id"),
    "figures": Exported(Figure, "article_id", "article"),
    "facts": Exported(Fact, "fact_id", "fact"),
    "changes": Exported(Change, "seq"),
}


def stream(connection: Connection, name: str, after: int) -> Iterator[tuple[int, list[Any]]]:
    """Chunks of rows as (cursor, rows). Resuming after a chunk's cursor goes on with the next chunk."""
    wanted = EXPORTS[name]
    return _by_change(connection, wanted, after) if wanted.kinds else _by_id(connection, wanted, after)


def _by_id(connection: Connection, wanted: Exported, after: int) -> Iterator[tuple[int, list[Any]]]:
    where = f"WHERE {wanted.subject} > ? ORDER BY {wanted.subject} LIMIT ?"
    row_type: Any = wanted.row_type
    while rows := list(read_rows(connection, row_type, where, [after, CHUNK * 10])):
        after = getattr(rows[-1], wanted.subject)
        yield after, rows


def _by_change(connection: Connection, wanted: Exported, after: int) -> Iterator[tuple[int, list[Any]]]:
    row_type: Any = wanted.row_type
    for chunk in _last_changes(connection, wanted, after):
        found: dict[int, list[Any]] = {subject: [] for subject, _ in chunk}
        marks = ", ".join("?" * len(chunk))
        where = f"WHERE {wanted.subject} IN ({marks})"
        for row in read_rows(connection, row_type, where, list(found)):
            found[getattr(row, wanted.subject)].append(row)
        yield chunk[-1][1], [row for rows in found.values() for row in rows]


def _last_changes(connection: Connection, wanted: Exported, after: int) -> Iterator[Sequence[tuple[int, int]]]:
    """(id, number of its last change) in the order of the numbers, from a cursor that the server holds."""
    query = text(
        f"SELECT {wanted.subject}, max(seq) AS last FROM v1_change"  # noqa: S608  our own names
        f" WHERE seq > :after AND kind LIKE '{wanted.kinds}\\_%' ESCAPE '\\' GROUP BY {wanted.subject} ORDER BY last"
    )
    streaming = {"stream_results": True, "max_row_buffer": CHUNK}
    found = connection.execute(query, {"after": after}, execution_options=streaming)
    for chunk in found.partitions(CHUNK):
        yield [(row[0], row[1]) for row in chunk]


@dataclass(frozen=True, slots=True)
class QuotedFact:
    """A fact with the quotes behind it, and the articles they stand in by id."""

    fact: Fact
    quotes: tuple[Support, ...]
    articles: Mapping[int, Article]


def quote_facts(connection: Connection, facts: Sequence[Fact]) -> list[QuotedFact]:
    """Look up what stands behind a chunk of facts."""
    quotes = defaultdict(list)
    for one in _rows_by(connection, Support, "fact_id", [one.fact_id for one in facts], "article_id, start_char"):
        quotes[one.fact_id].append(one)
    wanted = sorted({one.article_id for several in quotes.values() for one in several})
    articles = {one.article_id: one for one in _rows_by(connection, Article, "article_id", wanted, "article_id")}
    return [QuotedFact(one, tuple(quotes[one.fact_id]), articles) for one in facts]


def _rows_by(connection: Connection, row_type: Any, name: str, ids: Sequence[int], order: str) -> Iterator[Any]:
    marks = ", ".join("?" * len(ids))
    return read_rows(connection, row_type, f"WHERE {name} IN ({marks}) ORDER BY {order}", ids) if ids else iter(())
