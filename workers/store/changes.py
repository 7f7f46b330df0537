"""The change feed: written with what it reports, numbered after the commit by one sequencer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import BigInteger, Connection, bindparam, func, insert, select, text, update

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
    if rows:
        connection.execute(insert(change), rows)


def sequence(database: Database) -> int:
    """Number the changes that are committed, without gaps. Returns how many. Costs one short read if there are none.

    Only the holder of the lock numbers, and only rows it can see, so what a reader has seen up to a number is complete:
    whatever commits later gets a higher one, however long its transaction ran. Nobody waits for open transactions.
    Within a batch the order is that of the inserts. Whoever acts on a committed result inserts after it, and no
    snapshot shows an effect without its cause, so causes come first.
    """
    with database.read() as connection:
        if not has_unnumbered(connection):
            return 0
    total = 0
    while (numbered := _number_batch(database)) == BATCH:
        total += numbered
    return total + numbered


def has_unnumbered(connection: Connection) -> bool:
    """Whether committed changes wait for their numbers."""
    return connection.execute(select(change.c.id).where(change.c.seq.is_(None)).limit(1)).first() is not None


def _number_batch(database: Database) -> int:
    with database.write() as connection:
        if not _is_only_sequencer(connection):
            return 0
        last = connection.execute(select(epoch.c.last_seq).where(epoch.c.id == 1)).scalar_one()
        n_rows: int = connection.execute(_NUMBER, {"last": last}).rowcount
        if n_rows:
            values = {"last_seq": last + n_rows, "sequenced_at": database.now(connection)}
            connection.execute(update(epoch).where(epoch.c.id == 1).values(values))
            if not database.is_sqlite:
                connection.execute(text("NOTIFY fivefold_change"))
        return n_rows


_WAITING = select(change.c.id).where(change.c.seq.is_(None)).order_by(change.c.id).limit(BATCH).subquery()
_RANKED = select(_WAITING.c.id, func.row_number().over(order_by=_WAITING.c.id).label("rank")).subquery()
_NEXT = bindparam("last", type_=BigInteger) + _RANKED.c.rank
_NUMBER = update(change).where(change.c.id == _RANKED.c.id).values(seq=_NEXT)


def _is_only_sequencer(connection: Connection) -> bool:
    """Take the sequencer's lock until the end of this transaction; a second one leaves the work to the first."""
    if connection.dialect.name != "postgresql":
        return True
    lock = text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool(connection.execute(lock, {"key": SEQUENCER_LOCK}).scalar_one())


def begin_epoch(connection: Connection) -> str:
    """Start a new epoch: after a restore, numbers that readers have seen may be given again."""
    fresh = str(uuid4())
    connection.execute(update(epoch).where(epoch.c.id == 1).values(epoch=fresh))
    return fresh
