"""Copies of articles in bulk: the rows of a few hundred real ones, with other ids and keys, written by the database.

Each table is filled by one statement with its indexes taken away. Ids and keys are shifted by the number of the copy;
bands and postings are too, as those of other days are: the lists of the fold index are bounded by time. Pages keep
their keys and lose their bodies, which nothing reads by more than their key.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, Table, text

from workers.store import tables
from workers.store.database import Database

COPIED = (
    tables.entry, tables.outcome, tables.page, tables.document, tables.article, tables.story, tables.mention,
    tables.role, tables.figure, tables.date_span, tables.fingerprint, tables.band, tables.posting, tables.fact,
    tables.support, tables.change,
)  # fmt: skip
STRIDE = 1_000_000
"""Larger than any id of what is copied."""
KEEPS_ID = {"entry", "article", "story", "fact", "page"}
SHIFTED = {
    "entry_id", "article_id", "story_id", "duplicate_of", "parent_id", "origin_id", "block_id", "fact_id", "page_id",
    "seq",
}  # fmt: skip
"""Columns that hold ids, and the numbers of the change feed."""
HASHED = {"band", "posting"}
"""Columns that hold 32-bit hashes."""


class Copier:
    """Copies of the rows that every table has now."""

    def __init__(self, database: Database) -> None:
        self.database, self.n_copies = database, 0
        with database.write() as connection:
            for one in COPIED:
                connection.execute(text(f"CREATE TABLE pattern_{one.name} AS SELECT * FROM {one.name}"))

    def grow_to(self, n_copies: int) -> None:
        """Write copies until there are so many."""
        for one in COPIED:
            with self.database.write() as connection:
                for index in one.indexes:
                    index.drop(connection)
                self._copy(connection, one, self.n_copies + 1, n_copies)
                for index in one.indexes:
                    index.create(connection)
        self.n_copies = n_copies
        with self.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # What a bulk load leaves behind is done now, or the server would do it while it is measured.
            for statement in ("ANALYZE",) if self.database.is_sqlite else ("VACUUM (ANALYZE)", "CHECKPOINT"):
                connection.exec_driver_sql(statement)

    def _copy(self, connection: Connection, table: Table, first: int, last: int) -> None:
        columns = [one for one in table.c if one.name != "id" or table.name in KEEPS_ID]
        names = ", ".join(f'"{one.name}"' for one in columns)
        values = ", ".join(map(self._value, columns))
        # In the order of the key, or each row of the fold index would be written to another page of the file.
        order = " ORDER BY 1" if table.name in HASHED else ""
        series = "WITH RECURSIVE series(n) AS (SELECT CAST(:first AS BIGINT) UNION ALL SELECT n + 1 FROM series WHERE n < :last) "
        rows = f"SELECT {values} FROM series CROSS JOIN pattern_{table.name}{order}"
        insert = f"INSERT INTO {table.name} ({names}) "
        statement = series + insert + rows if self.database.is_sqlite else insert + series + rows
        connection.execute(text(statement), {"first": first, "last": last})

    def _value(self, column: Column[object]) -> str:
        name = f'"{column.name}"'
        if column.name == "id" or column.name in SHIFTED:
            return f"{name} + n * {STRIDE}"
        if column.name in HASHED:
            return f"({name} + n * 2654435761) % 4294967296"
        if column.name == "key":
            return f"substr(CAST(n AS TEXT) || ':' || {name}, 1, 64)"
        if column.name == "body":
            return "x''" if self.database.is_sqlite else "''::bytea"
        return name
