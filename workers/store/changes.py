"""The change feed: written with what it reports, numbered after the commit by one sequencer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, insert, select, text, update

from schemas.change import ChangeKind
from workers.store.database import Database
from workers.store.tables import change, epoch

SEQUENCER_LOCK = 0x5F1F_0001
"""Advisory lock key of the sequencer; any fixed number of our own does."""
BATCH = 5000


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, before it has a number."""

    kind: ChangeKind
    article_id: int | None = None
    story_id: int | None = None
    fact_id: int | None = None
    revision: int | None = None


def add_changes(connection: Connection, events: Iterable[Event], now: datetime) -> None:
    """Write events in the transaction of what they report. They get their numbers after it."""
    rows: list[dict[str, Any]] = [
        {
            "kind": one.kind.value,
            "article_id": one.article_id,
            "story_id": one.story_id,
            "fact_id": one.fact_id,
            "revision": one.revision,
            "at": now,
        }
        for one in events
    ]
    if not rows:
        return
    xid = None
    if connection.dialect.name == "postgresql":
        xid = connection.execute(text("SELECT pg_current_xact_id()::text::bigint")).scalar_one()
    connection.execute(insert(change), [{**row, "xid": xid} for row in rows])


def sequence(database: Database) -> int:
    """Number the changes whose transactions have ended, without gaps, in commit-safe order. Returns how many.

    On PostgreSQL only transactions below the snapshot's xmin are final, and (xid, id) orders them for ever; a second
    sequencer finds the lock taken and leaves. On SQLite writers take turns, so the row order is the commit order.
    """
    with database.write() as connection:
        if not _is_only_sequencer(connection):
            return 0
        ids = _final_ids(connection)
        if not ids:
            return 0
        state = connection.execute(select(epoch.c.last_seq).where(epoch.c.id == 1).with_for_update()).scalar_one()
        numbered = [{"b_id": row_id, "b_seq": state + step} for step, row_id in enumerate(ids, start=1)]
        connection.execute(
            update(change).where(change.c.id == bindparam("b_id")).values(seq=bindparam("b_seq")), numbered
        )
        now = database.now(connection)
        connection.execute(update(epoch).where(epoch.c.id == 1).values(last_seq=state + len(ids), sequenced_at=now))
        if not database.is_sqlite:
            connection.execute(text("NOTIFY fivefold_change"))
        return len(ids)


def _is_only_sequencer(connection: Connection) -> bool:
    if connection.dialect.name != "postgresql":
        return True
    lock = text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool(connection.execute(lock, {"key": SEQUENCER_LOCK}).scalar_one())


def _final_ids(connection: Connection) -> list[int]:
    query = select(change.c.id).where(change.c.seq.is_(None)).order_by(change.c.xid, change.c.id).limit(BATCH)
    if connection.dialect.name == "postgresql":
        query = query.where(change.c.xid < text("pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))
    return list(connection.execute(query).scalars())


def begin_epoch(connection: Connection) -> str:
    """Start a new epoch: after a restore, numbers that readers have seen may be given again."""
    fresh = str(uuid4())
    connection.execute(update(epoch).where(epoch.c.id == 1).values(epoch=fresh))
    return fresh
