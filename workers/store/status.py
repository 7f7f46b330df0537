"""The truth about the pipeline, from the ledger: what waits, what finished last, what needs a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from pipeline.stages import PIPELINE
from workers.store import positions
from workers.store.measures import backlog, unsequenced
from workers.store.tables import entry, progress

STUCK_SECONDS = 900.0
"""An item overdue for longer than this, whatever its stage, means that nobody works on it."""
LAG_SECONDS = 60.0


def take_status(connection: Connection, now: datetime) -> dict[str, Any]:
    """Everything `fivefold status` shows. `problems` is empty when nothing needs a person."""
    counts, waiting = positions.conservation(connection), backlog(connection, now)
    last = {
        row[0]: row[1]
        for row in connection.execute(
            select(progress.c.stage, func.max(progress.c.last_finished_at)).group_by(progress.c.stage)
        )
    }
    stages = [
        {
            "stage": stage.name,
            "waiting": waiting.get(stage.name, (0, 0.0))[0],
            "oldest_seconds": waiting.get(stage.name, (0, 0.0))[1],
            "last_finished": last.get(stage.name),
        }
        for stage in PIPELINE
    ]
    _, lag = unsequenced(connection, now)
    dead = {row[0]: int(row[1]) for row in connection.execute(_dead_by_reason())}
    problems = [
        f"stage {stage}: {count} waiting, the oldest for {age:.0f} s; is a worker running?"
        for stage, (count, age) in waiting.items()
        if age > STUCK_SECONDS
    ]
    if dead:
        problems.append(
            "dead: " + ", ".join(f"{count} {reason}" for reason, count in dead.items()) + " (fivefold dead list)"
        )
    if counts["accepted"] != sum(count for name, count in counts.items() if name != "accepted"):
        problems.append("the conservation check fails: entries are in no known state")
    if lag > LAG_SECONDS:
        problems.append(f"the change feed lags {lag:.0f} s behind")
    return {
        "problems": problems,
        "conservation": counts,
        "stages": stages,
        "dead": dead,
        "change_lag_seconds": lag,
        "at": now,
    }


def _dead_by_reason() -> Any:
    return select(entry.c.reason, func.count()).where(entry.c.state == "dead").group_by(entry.c.reason)
