"""What the sweeper asks of the ledger: who was not heard, who kills workers, who gets another life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, insert, or_, select, update

from pipeline.stages import Stage
from schemas.entry import EntryState
from schemas.outcome import Reason, Status
from workers.store.ledger import MAX_CRASHES
from workers.store.positions import IN_FLIGHT
from workers.store.tables import entry, outcome


def bury_crashed(connection: Connection, now: datetime) -> list[int]:
    """Dead-letter the entries that crashed their worker MAX_CRASHES times when tried alone."""
    gone = and_(
        IN_FLIGHT,
        entry.c.n_crashes >= MAX_CRASHES,
        or_(entry.c.lease_until.is_(None), entry.c.lease_until <= now),
    )
    rows = (
        connection.execute(select(entry.c.id, entry.c.feed_id, entry.c.stage, entry.c.n_tries).where(gone))
        .mappings()
        .all()
    )
    if not rows:
        return []
    ids = [row["id"] for row in rows]
    detail = f"the worker died {MAX_CRASHES} times while it held this entry alone"
    values = {
        "state": EntryState.DEAD,
        "reason": Reason.CRASH,
        "detail": detail,
        "finished_at": now,
        "lease_until": None,
    }
    connection.execute(update(entry).where(entry.c.id.in_(ids), gone).values(**values, lease_token=None))
    common = {
        "status": Status.DEAD,
        "reason": Reason.CRASH,
        "detail": detail,
        "at": now,
        "duration_ms": 0.0,
        "worker": "sweep",
    }
    records = [
        {"entry_id": row["id"], "feed_id": row["feed_id"], "stage": row["stage"], "attempt": row["n_tries"]}
        for row in rows
    ]
    connection.execute(insert(outcome), [{**record, **common} for record in records])
    return ids


def revive(connection: Connection, ids: Sequence[int] | None, now: datetime) -> int:
    """Send dead entries (all, when no ids are given) back into the stage they died in. Returns how many."""
    chosen = entry.c.state == EntryState.DEAD
    if ids is not None:
        chosen = and_(chosen, entry.c.id.in_(list(ids)))
    fresh = {"n_tries": 0, "n_errors": 0, "n_crashes": 0, "is_suspect": True, "rung_at": None, "finished_at": None}
    again = {"state": EntryState.DUE.value, "due_at": now, "reason": None, "detail": None, "lease_until": None}
    return int(connection.execute(update(entry).where(chosen).values(**fresh, **again)).rowcount)


def overdue(
    connection: Connection, stage: Stage, now: datetime, ring_again: timedelta, limit: int
) -> list[tuple[int, bool]]:
    """Mark as rung, and return, entries that nobody holds and no bell was heard for: (id, is_suspect).

    The token of a lease that ran out stays until somebody else claims: whoever is late and alive may still settle.
    """
    silent = and_(
        entry.c.stage == stage.name,
        entry.c.state == EntryState.DUE,
        entry.c.due_at <= now,
        or_(entry.c.lease_until.is_(None), entry.c.lease_until <= now),
        or_(entry.c.rung_at.is_(None), entry.c.rung_at <= now - ring_again, entry.c.lease_until <= now),
    )
    chosen = (
        select(entry.c.id)
        .where(silent)
        .order_by(entry.c.due_at, entry.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = (
        update(entry)
        .where(entry.c.id.in_(chosen.scalar_subquery()))
        .values(rung_at=now, lease_until=None)
        .returning(entry.c.id, entry.c.is_suspect)
    )
    return sorted((row.id, row.is_suspect) for row in connection.execute(statement))
