"""Finding one entry by its address through the unique keys, without reading the ledger."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pipeline.errors import Poison
from pipeline.identity import page_key
from workers.store.tables import entry, entry_alias


def seek_entry(connection: Connection, url: str) -> int | None:
    """The id of the entry with this address or one that means the same; null when there is none."""
    try:
        key = page_key(url)
    except Poison:
        return None
    found: int | None = connection.execute(select(entry.c.id).where(entry.c.key == key)).scalar()
    if found is None:
        found = connection.execute(select(entry_alias.c.entry_id).where(entry_alias.c.key == key)).scalar()
    return found
