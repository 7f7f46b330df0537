"""What the exporter reads besides the visits: sizes, ages and lags, as the ledger has them now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from workers.store.feed_alarms import feed_alarms
from workers.store.measures import backlog, unsequenced
from workers.store.positions import conservation
from workers.store.status import dead_by_reason
from workers.store.tables import article, epoch, fingerprint, gauge, progress, story


def read_gauges(connection: Connection, now: datetime) -> dict[str, Any]:
    """Everything the exporter shows but the visits."""
    n_waiting, lag = unsequenced(connection, now)
    feeds = feed_alarms(connection, now)
    return {
        "backlog": backlog(connection, now),
        "conservation": conservation(connection),
        "dead": dead_by_reason(connection),
        "feeds": feeds,
        "change_lag": lag,
        "n_unsequenced": n_waiting,
        "last_seq": connection.execute(select(func.max(epoch.c.last_seq))).scalar() or 0,
        "progress": _progress(connection, now),
        "fold_index": _count(connection, fingerprint),
        "n_articles": _count(connection, article),
        "n_stories": _count(connection, story),
        "scheduler_age": _age(connection.execute(select(func.max(gauge.c.at))).scalar(), now),
    }


def _count(connection: Connection, table: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _progress(connection: Connection, now: datetime) -> dict[str, tuple[int, float]]:
    """By stage: workers that were seen lately, and seconds since any of them finished something."""
    query = select(progress.c.stage, func.count(), func.max(progress.c.last_finished_at)).group_by(progress.c.stage)
    return {row[0]: (int(row[1]), _age(row[2], now) or 0.0) for row in connection.execute(query)}


def _age(at: datetime | None, now: datetime) -> float | None:
    return None if at is None else max(0.0, (now - at).total_seconds())
