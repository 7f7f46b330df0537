"""Measurements of the ledger, kept for plots and alarms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from schemas.feed import FeedState
from workers.store.positions import IN_FLIGHT, count_states
from workers.store.tables import change, entry, feed, gauge


def backlog(connection: Connection, now: datetime) -> dict[str, tuple[int, float]]:
    """Per stage: entries in flight, and seconds the oldest of them is overdue."""
    query = select(entry.c.stage, func.count(), func.min(entry.c.due_at)).where(IN_FLIGHT).group_by(entry.c.stage)
    found = {row[0]: (int(row[1]), max(0.0, (now - row[2]).total_seconds())) for row in connection.execute(query)}
    due = select(func.count(), func.min(feed.c.next_poll_at)).where(
        feed.c.state == FeedState.ACTIVE, feed.c.next_poll_at <= now
    )
    n_feeds, oldest = connection.execute(due).one()
    found["poll"] = (int(n_feeds), max(0.0, (now - oldest).total_seconds()) if oldest else 0.0)
    return found


def unsequenced(connection: Connection, now: datetime) -> tuple[int, float]:
    """Changes without a number yet, and the age of the oldest in seconds: the lag of the change feed."""
    n_changes, oldest = connection.execute(
        select(func.count(), func.min(change.c.at)).where(change.c.seq.is_(None))
    ).one()
    return int(n_changes), max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def take_measures(connection: Connection, now: datetime, queue_lengths: Mapping[str, int | None]) -> None:
    """Write one row for each measurement."""
    rows: list[dict[str, Any]] = []
    for stage, (n_entries, age) in backlog(connection, now).items():
        rows += [
            {"at": now, "name": "backlog", "stage": stage, "value": n_entries},
            {"at": now, "name": "oldest_seconds", "stage": stage, "value": age},
        ]
    rows += [
        {"at": now, "name": "queue_messages", "stage": stage, "value": length}
        for stage, length in queue_lengths.items()
        if length is not None
    ]
    n_changes, lag = unsequenced(connection, now)
    rows += [
        {"at": now, "name": "changes_waiting", "stage": "", "value": n_changes},
        {"at": now, "name": "change_lag_seconds", "stage": "", "value": lag},
    ]
    rows += [
        {"at": now, "name": f"entries_{state}", "stage": "", "value": n_entries}
        for state, n_entries in count_states(connection).items()
    ]
    connection.execute(insert(gauge), rows)
