"""Brings a database to the schema of this version, and says when it cannot."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine.reflection import ObjectKind

import schemas.migrations
from pipeline.errors import Misconfigured, Transient
from schemas.contract import VIEWS
from schemas.reading import column_types
from workers.store.database import Database
from workers.store.tables import metadata

MIGRATION_LOCK = 0x5F1F_0002
"""Advisory lock key: two processes that start at once must not migrate at once."""
SCRIPTS = Path(schemas.migrations.__file__).parent
YIELD_AFTER_MS = 500
"""A migration that waits longer for a table lets go of all and tries anew: whoever comes after it in the queue for the
table would wait, too, and in a deadlock (found after 1,000 ms) a worker or a reader might be the one who pays."""
TRIES = 240


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes.update(connection=connection, metadata=metadata)
    return config


def current_revision(connection: Connection) -> str | None:
    """The schema the database has; null when it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The schema this version of the software writes."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def is_known(revision: str | None) -> bool:
    """Whether this version of the software has heard of that schema."""
    return revision is None or revision in {
        one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()
    }


def upgrade(database: Database, target: str = "head") -> str:
    """Migrate upwards, while workers write and readers read. Returns the schema the database has then.

    A newer schema with all that this version needs is left as it is. Raises Misconfigured for one without.
    """

    def step(connection: Connection) -> None:
        refuse_newer(connection, database)
        have = current_revision(connection)
        if is_known(have) and (have != newest_revision() or target != "head"):
            command.upgrade(_config(connection), target)

    return _migrate(database, step)


def downgrade(database: Database, target: str) -> str:
    """Migrate downwards to a revision, or to `base`."""
    return _migrate(database, lambda connection: command.downgrade(_config(connection), target))


def _migrate(database: Database, step: Callable[[Connection], None]) -> str:
    """Run a step in one transaction, again and again until the locks are to be had at once."""
    for _ in range(TRIES):
        try:
            return _migrate_once(database, step)
        except Transient as error:
            if "lock timeout" not in str(error):
                raise
        time.sleep(YIELD_AFTER_MS / 1000)
    return _migrate_once(database, step)


def _migrate_once(database: Database, step: Callable[[Connection], None]) -> str:
    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            connection.execute(text(f"SET LOCAL lock_timeout = {YIELD_AFTER_MS}"))
        step(connection)
        return current_revision(connection) or ""


def refuse_newer(connection: Connection, database: Database) -> None:
    """Raise Misconfigured for a schema that only a newer version knows, and that this one cannot work with."""
    have = current_revision(connection)
    if not is_known(have) and (lacks := _drift(connection) + _unfilled(connection)):
        where = database.engine.url.render_as_string(hide_password=True)
        raise Misconfigured(
            f"database {where} has schema {have}, newer than this version knows ({newest_revision()}), and {lacks[0]};"
            " upgrade Fivefold"
        )


def problems(database: Database) -> list[str]:
    """What is wrong with the database's schema, one line each; empty when it is right."""
    with database.read() as connection:
        refuse_newer(connection, database)
        have, want = current_revision(connection), newest_revision()
        if have is None:
            return ["the database is empty: run `fivefold db upgrade`"]
        is_older = have != want and is_known(have)
        found = [f"the schema is {have}, this version writes {want}: run `fivefold db upgrade`"] if is_older else []
        return found + _drift(connection)


def _drift(connection: Connection) -> list[str]:
    """Tables, views and columns that should be there and are not. Whatever else is there belongs to somebody else."""
    seen = inspect(connection)
    wanted = {("table", name): set(table.columns.keys()) for name, table in metadata.tables.items()}
    wanted |= {("view", name): set(column_types(row_type)) for name, row_type in VIEWS.items()}
    present = {
        name: {str(column["name"]) for column in columns}
        for (_, name), columns in seen.get_multi_columns(kind=ObjectKind.ANY).items()
    }
    found = [f"{kind} {name} is missing" for kind, name in sorted(wanted) if name not in present]
    return found + [
        f"{kind} {name} has no column {column}"
        for (kind, name), columns in sorted(wanted.items())
        for column in sorted(columns - present.get(name, columns))
    ]


def _unfilled(connection: Connection) -> list[str]:
    """Columns of our tables that need a value which this version does not know."""
    seen = inspect(connection)
    return [
        f"table {name} needs a value for {column['name']}"
        for (_, name), columns in sorted(seen.get_multi_columns(filter_names=list(metadata.tables)).items())
        for column in columns
        if column["name"] not in metadata.tables[name].columns and not column["nullable"] and not column["default"]
    ]
