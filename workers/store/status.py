"""The truth about the pipeline, from the ledger: what waits, what finished last, what needs a person."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from pipeline.stages import PIPELINE
from workers.store import positions
from workers.store.browse import is_dead
from workers.store.feed_alarms import feed_alarms
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
    feeds = feed_alarms(connection, now)
    dead = dead_by_reason(connection)
    problems = [*_stuck(waiting), *_dead(dead), *_unbalanced(counts), *_lagging(lag), *_feed_problems(feeds)]
    return {
        "problems": problems,
        "conservation": counts,
        "stages": stages,
        "workers": workers(connection),
        "feeds": feeds,
        "dead": dead,
        "change_lag_seconds": lag,
        "at": now,
    }


def _stuck(waiting: Mapping[str, tuple[int, float]]) -> Iterator[str]:
    for stage, (count, age) in waiting.items():
        if age > STUCK_SECONDS:
            yield f"stage {stage}: {count} waiting, the oldest for {age:.0f} s; is a worker running?"


def _dead(dead: Mapping[str, int]) -> Iterator[str]:
    if dead:
        yield "dead: " + ", ".join(f"{count} {reason}" for reason, count in dead.items()) + " (fivefold dead list)"


def _unbalanced(counts: Mapping[str, int]) -> Iterator[str]:
    if counts["accepted"] != sum(count for name, count in counts.items() if name != "accepted"):
        yield "the conservation check fails: entries are in no known state"


def _lagging(lag: float) -> Iterator[str]:
    if lag > LAG_SECONDS:
        yield f"the change feed lags {lag:.0f} s behind"


def _feed_problems(feeds: Mapping[str, Any]) -> Iterator[str]:
    for one in feeds["silent"]:
        days, gap = one["silent_seconds"] / 86_400, one["usual_gap_seconds"] / 3600
        yield f"feed {one['feed_id']} {one['title']}: silent for {days:.1f} d, usually something new every {gap:.1f} h"
    for one in feeds["failing"]:
        since = one["last_success"] or "it was added"
        yield f"feed {one['feed_id']} {one['title']}: no good answer since {since}: {one['last_error']}"
    for one in feeds["odd"]:
        yield f"feed {one['feed_id']} {one['title']}: {one['what']}"


def workers(connection: Connection) -> list[dict[str, Any]]:
    """Who finished what, and when last: by stage, the latest first."""
    query = (
        select(progress).order_by(progress.c.stage, progress.c.last_finished_at.desc(), progress.c.worker).limit(200)
    )
    order = [stage.name for stage in PIPELINE]
    rows = [
        {
            "worker": row["worker"],
            "stage": row["stage"],
            "n_finished": int(row["n_finished"]),
            "last_finished": row["last_finished_at"],
        }
        for row in connection.execute(query).mappings()
    ]
    return sorted(rows, key=lambda one: order.index(one["stage"]) if one["stage"] in order else len(order))


def dead_by_reason(connection: Connection) -> dict[str, int]:
    """Dead entries by reason, most first."""
    n_entries = func.count()
    query = select(entry.c.reason, n_entries).where(is_dead()).group_by(entry.c.reason)
    return {row[0] or "unknown": int(row[1]) for row in connection.execute(query.order_by(n_entries.desc()))}


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
