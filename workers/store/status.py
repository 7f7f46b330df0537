"""The truth about the pipeline, from the ledger: what waits, what finished last, what needs a person."""

from __future__ import annotations

import http.client
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from pipeline.stages import PIPELINE
from workers.store import positions
from workers.store.measures import backlog, unsequenced
from workers.store.tables import entry, gauge, progress

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


def XX
    return select(entry.c.reason, func.count()).where(entry.c.state == "dead").group_by(entry.c.reason)


def stalled(connection: Connection, kind: str, now: datetime, patience: float) -> str | None:
    """Why a service does not look alive: work waits and none was finished for `patience` seconds. Null if it does."""
    if kind == "scheduler":
        ticked: datetime | None = connection.execute(select(func.max(gauge.c.at))).scalar()
        if ticked is not None and (now - ticked).total_seconds() > patience:
            return f"scheduler: the last measurement is {(now - ticked).total_seconds():.0f} s old"
        return None
    waiting = backlog(connection, now)
    for stage in (one for one in PIPELINE if one.kind == kind):
        age = waiting.get(stage.name, (0, 0.0))[1]
        last = connection.execute(
            select(func.max(progress.c.last_finished_at)).where(progress.c.stage == stage.name)
        ).scalar()
        if age > patience and (last is None or (now - last).total_seconds() > patience):
            return f"{kind}: stage {stage.name} has had work waiting for {age:.0f} s and finished none"
    return None


def console_answers(port: int) -> str | None:
    """Why the console on this machine does not look alive; null if it answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except OSError as error:
        return f"console: {error}"
    finally:
        connection.close()
    return None if status == 200 else f"console: answers {status}"
