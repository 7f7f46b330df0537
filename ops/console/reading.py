"""How a page opens the store: one read transaction for each request, at the database's time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from fastapi import Request

from workers.store.database import Database


@contextmanager
def reading(request: Request) -> Iterator[tuple[Any, datetime]]:
    """A read-only view of the database and its clock."""
    database: Database = request.app.state.database
    with database.read() as connection:
        yield connection, database.now(connection)
