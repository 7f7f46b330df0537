"""Brings a database to the schema of this version, and says when it cannot."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine.reflection import ObjectKind

import schemas.migrations
from pipeline.errors import Misconfigured
from schemas.contract import VIEWS
from schemas.reading import column_types
from workers.store.database import Database
from workers.store.tables import metadata

MIGRATION_LOCK = 0x5F1F_0002
"""Advisory lock key: two processes that start at once must not migrate at once."""


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(schemas.migrations.__file__).parent))
    config.attributes.update(connection=connection, metadata=metadata)
    return config


def current_revision(connection: Connection) -> str | None:
    """The schema the database has; null when it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The schema this version of the software writes."""
    config = Config()
    config.set_main_option("script_location", str(Path(schemas.migrations.__file__).parent))
    head = ScriptDirectory.from_config(config).get_current_head()
    assert head is not None
    return head


def is_known(revision: str | None) -> bool:
    """Whether this version of the software has heard of that schema."""
    config = Config()
    config.set_main_option("script_location", str(Path(schemas.migrations.__file__).parent))
    return revision is None or revision in {
        one.revision for one in ScriptDirectory.from_config(config).walk_revisions()
    }


def upgrade(database: Database, target: str = "head") -> str:
    """Migrate upwards. Raises Misconfigured when the database belongs to a newer version of the software."""
    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        refuse_newer(connection, database)
        if current_revision(connection) != newest_revision() or target != "head":
            command.upgrade(_config(connection), target)
        return current_revision(connection) or ""


def downgrade(database: Database, target: str) -> str:
    """Migrate downwards to a revision, or to `base`."""
    with database.write() as connection:
        command.downgrade(_config(connection), target)
        return current_revision(connection) or ""


def refuse_newer(connection: Connection, database: Database) -> None:
    """Raise Misconfigured for a schema that only a newer version knows."""
    have = current_revision(connection)
    if not is_known(have):
        where = database.engine.url.render_as_string(hide_password=True)
        raise Misconfigured(
            f"database {where} has schema {have}, newer than this version knows ({newest_revision()}); upgrade Fivefold"
        )


def problems(database: Database) -> list[str]:
    """What is wrong with the database's schema, one line each; empty when it is right."""
    with database.read() as connection:
        refuse_newer(connection, database)
        have, want = current_revision(connection), newest_revision()
        if have is None:
            return ["the database is empty: run `fivefold db upgrade`"]
        found = [] if have == want else [f"the schema is {have}, this version writes {want}: run `fivefold db upgrade`"]
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
