"""One database, two dialects: connections, transactions and the database's clock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import finalize

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool

from pipeline.errors import Misconfigured, Transient
from schemas.outcome import Reason

BUSY_SECONDS = 60
"""How long a SQLite writer waits for its turn; writers hold the file for milliseconds."""


class Database:
    """Opens transactions. `write` takes the write lock at once, so that SQLite never has to upgrade a read lock."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # Python 3.13 warns of a SQLite connection that is forgotten open. A process that ends needs no tidying.
        finalize(self, self.engine.dispose).atexit = False

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, committed on leaving, rolled back on error."""
        with translated(), self.engine.connect().execution_options(write=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read-only view of the database."""
        with translated(), self.engine.connect() as connection, connection.begin():
            yield connection

    def now(self, connection: Connection) -> datetime:
        """The database's clock: the workers' clocks may disagree. SQLite has the one clock of its machine."""
        if self.is_sqlite:
            return datetime.now(UTC)
        value: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return value.astimezone(UTC)

    def close(self) -> None:
        """Give all connections back; needed before a fork."""
        self.engine.dispose()


@contextmanager
def translated() -> Iterator[None]:
    """Turn a database that is away, full or busy into Transient: worth another try, never a dead letter."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, OperationalError) or error.connection_invalidated or _is_serialization(error):
            cause = str(error.orig).strip().splitlines()
            raise Transient(f"database: {cause[0] if cause else 'no answer'}", Reason.DATABASE) from error
        raise


def _is_serialization(error: DBAPIError) -> bool:
    """Deadlock, serialization failure and disk full are the world's doing, not the item's."""
    return getattr(error.orig, "sqlstate", None) in (
        "40P01",
        "40001",
        "53100",
        "53200",
        "53300",
        "57P01",
        "57P02",
        "57P03",
    )


def _make_engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise Misconfigured("setting FIVEFOLD_DATABASE_URL: not a database URL") from error
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed.database or ":memory:", url)
    if parsed.get_backend_name() == "postgresql":
        options: dict[str, Any] = {"connect_args": {"connect_timeout": 5, "application_name": "fivefold"}}
        return create_engine(url, poolclass=QueuePool, pool_size=4, max_overflow=16, pool_pre_ping=True, **options)
    raise Misconfigured(f"setting FIVEFOLD_DATABASE_URL: {parsed.get_backend_name()} is neither sqlite nor postgresql")


def _sqlite_engine(path: str, url: str) -> Engine:
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(f"database {path}: {error.strerror}") from error
    engine = create_engine(
        url, poolclass=NullPool if path == ":memory:" else QueuePool, connect_args={"timeout": BUSY_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _: object) -> None:
        # The driver's own transaction handling delays BEGIN; ours is explicit.
        connection.isolation_level = None
        connection.executescript(
            f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA foreign_keys=OFF; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_writer = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    return engine
