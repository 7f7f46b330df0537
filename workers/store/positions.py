"""Where the entries are: counts per stage and state, and the conservation check."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, case, func, select

from pipeline.stages import PIPELINE
from schemas.entry import EntryState
from workers.store.tables import entry

IN_FLIGHT = and_(entry.c.stage.in_([stage.name for stage in PIPELINE]), entry.c.state == EntryState.DUE)
"""Entries that are not at their end. The stages are named because the index begins with them: for the state alone
every entry there ever was would be looked at, every two seconds."""


def count_due(connection: Connection) -> dict[str, int]:
    """Entries in flight per stage."""
    query = select(entry.c.stage, func.count()).where(IN_FLIGHT).group_by(entry.c.stage)
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def count_by_due(connection: Connection, now: datetime, patience: float) -> tuple[int, int]:
    """Entries in flight: those due within `patience` seconds, and those due only later."""
    is_soon = entry.c.due_at <= now + timedelta(seconds=patience)
    soon, later = (
        func.coalesce(func.sum(case((is_soon, 1), else_=0)), 0),
        func.coalesce(func.sum(case((is_soon, 0), else_=1)), 0),
    )
    row = connection.execute(select(soon, later).where(IN_FLIGHT)).one()
    return int(row[0]), int(row[1])


def next_due_at(connection: Connection) -> datetime | None:
    """When the earliest entry in flight may be worked on; null when nothing is in flight."""
    found: datetime | None = connection.execute(select(func.min(entry.c.due_at)).where(IN_FLIGHT)).scalar()
    return found


def count_states(connection: Connection) -> Counter[str]:
    """All entries there are, by state. Reads an index from end to end: ask seldom."""
    # By stage too, which is the order of the index: no row is read.
    query = select(entry.c.stage, entry.c.state, func.count()).group_by(entry.c.stage, entry.c.state)
    rows: Counter[str] = Counter()
    for _, state, n_entries in connection.execute(query):
        rows[state] += int(n_entries)
    return rows


def conservation(connection: Connection) -> dict[str, int]:
    """Every accepted entry is in exactly one state: the first number equals the sum of the rest."""
    rows = count_states(connection)
    counts = {state.value: rows[state.value] for state in EntryState}
    counts["in_flight"] = counts.pop("due")
    total = int(connection.execute(select(func.count()).select_from(entry)).scalar_one())
    return {"accepted": total, **counts}
