"""Fills a PostgreSQL of its own with generated results, as fast as the disk takes them: indexes come after the rows."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from tests.results import fill
from workers.store.database import Database

STEP = 200_000
TEXT = "The port stayed shut until noon, and ferries waited outside. " * 40
"""Brings a text to 2,500 characters, as long as the news is."""
PLAIN = "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON oid = indrelid"
PLAIN += " WHERE relnamespace = 'public'::regnamespace AND NOT indisprimary AND NOT indisunique"


def fill_all(database: Database, n_articles: int) -> None:
    """Articles one second apart, numbered changes, indexes, statistics."""
    started = time.perf_counter()

    def tell(what: str) -> None:
        print(f"{what}, {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)

    with without_indexes(database):
        for first in range(1, n_articles, STEP):
            last = min(first + STEP - 1, n_articles)
            fill(database, last, first=first, filler=TEXT, is_numbered=False, spacing="second")
            tell(f"{last:,} articles")
        with database.write() as connection:
            number_all(connection)
        tell("changes numbered")
    tell("indexes made")
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM (ANALYZE)")
    tell("statistics taken")


@contextmanager
def without_indexes(database: Database) -> Iterator[None]:
    """Take the indexes away that keep no promise, and make them again at the end."""
    with database.write() as connection:
        indexes = connection.execute(text(PLAIN)).all()
        for name, _ in indexes:
            connection.exec_driver_sql(f"DROP INDEX {name}")
        connection.exec_driver_sql("ALTER TABLE change DROP CONSTRAINT change_seq_key")
    yield
    with database.write() as connection:
        connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '1GB'")
        for _, definition in indexes:
            connection.exec_driver_sql(definition)
        connection.exec_driver_sql("ALTER TABLE change ADD CONSTRAINT change_seq_key UNIQUE (seq)")


def number_all(connection: Connection) -> None:
    """What the sequencer does, in one step: nobody else writes here."""
    connection.exec_driver_sql("UPDATE change SET seq = id")
    connection.exec_driver_sql("UPDATE epoch SET last_seq = (SELECT max(id) FROM change), sequenced_at = now()")
