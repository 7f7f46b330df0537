"""What PostgreSQL knows of the v1 views beside their columns: comments, and the group role that may read them.

SQLite has neither; there the file's permissions decide who reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, inspect, text

from schemas.contract import VIEWS
from schemas.reading import describe_columns

READER = "fivefold_reader"
"""A group without login. Roles belong to the whole cluster, so other databases of it may use the same one."""


def comment_views(connection: Connection) -> None:
    """Put the contract's descriptions on the views and columns that are there."""
    if connection.dialect.name != "postgresql":
        return
    for view in sorted(set(VIEWS) & set(inspect(connection).get_view_names())):
        row_type = VIEWS[view]
        _comment(connection, f"VIEW {view}", row_type.__doc__ or "")
        said = describe_columns(row_type)
        for column in inspect(connection).get_columns(view):
            if column["name"] in said:
                _comment(connection, f"COLUMN {view}.{column['name']}", said[column["name"]])


def _comment(connection: Connection, what: str, words: str) -> None:
    quoted = words.replace("'", "''").replace(":", r"\:")
    connection.execute(text(f"COMMENT ON {what} IS '{quoted}'"))


def create_reader(connection: Connection, views: Sequence[str]) -> None:
    """Create the role if the rights allow, and let it read these views.

    Without the right to create roles the migration goes on: an administrator creates the role and runs it again, or
    grants SELECT on the views by hand. PUBLIC loses the temporary tables of this database, which every role would have.
    """
    if connection.dialect.name != "postgresql":
        return
    _try(connection, f"CREATE ROLE {READER} NOLOGIN")
    if not _has_reader(connection):
        return
    _try(connection, f"GRANT USAGE ON SCHEMA public TO {READER}")
    connection.execute(text(f"GRANT SELECT ON {', '.join(views)} TO {READER}"))
    _try(connection, f"REVOKE TEMPORARY ON DATABASE {_database(connection)} FROM PUBLIC")
    _try(connection, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def drop_reader(connection: Connection, views: Sequence[str]) -> None:
    """Take the rights in this database back, and the role too if no other database of the cluster uses it."""
    if connection.dialect.name != "postgresql" or not _has_reader(connection):
        return
    connection.execute(text(f"REVOKE SELECT ON {', '.join(views)} FROM {READER}"))  # noqa: S608  our own names
    _try(connection, f"REVOKE USAGE ON SCHEMA public FROM {READER}")
    _try(connection, f"GRANT TEMPORARY ON DATABASE {_database(connection)} TO PUBLIC")
    _try(connection, f"DROP ROLE {READER}")


def _has_reader(connection: Connection) -> bool:
    query = text("SELECT count(*) FROM pg_roles WHERE rolname = :name")
    return bool(connection.execute(query, {"name": READER}).scalar_one())


def _database(connection: Connection) -> str:
    name: str = connection.execute(text("SELECT quote_ident(current_database())")).scalar_one()
    return name.replace(":", r"\:")


def _try(connection: Connection, statement: str) -> None:
    """Do what needs rights that not every owner of a database has, or what somebody else may just have done."""
    connection.execute(
        text(
            rf"DO $$ BEGIN {statement}; EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation"
            r" OR dependent_objects_still_exist THEN RAISE NOTICE 'fivefold\: %', SQLERRM; END $$"
        )
    )
