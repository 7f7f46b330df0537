"""The v1 views as the read API needs them: pages by cursor, and single rows with what belongs to them."""

from __future__ import annotations

from sqlalchemy import inspect

from workers.store.database import Database


def has_contract(database: Database) -> bool:
    """Whether the v1 views are there for this user to see."""
    with database.read() as connection:
        return "v1_schema_version" in inspect(connection).get_view_names()
