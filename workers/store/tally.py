"""Visits to stages, counted for the exporter by outcome and duration, without reading the whole ledger each time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, select

from workers.store.tables import outcome

BUCKETS_MS = (
    1.0,
    2.5,
    5.0,
    10.0,
    25.0,
    50.0,
    100.0,
    250.0,
    500.0,
    1000.0,
    2500.0,
    5000.0,
    10_000.0,
    30_000.0,
    60_000.0,
)
"""Upper edges of the duration histogram, in milliseconds; a value on an edge belongs below it."""
SETTLED_AFTER = timedelta(minutes=3)
"""Rows older than this are counted once and for all: no transaction stays open longer, so none appears later."""
FIRST_ROWS = 500_000
"""Newest rows that count when the exporter starts. Counters may start anywhere; this bounds the first answer."""

Visit = tuple[str, str, str]
"""Stage, status, reason; an empty reason is none."""


@dataclass(slots=True)
class Tally:
    """Numbers that only grow: visits, time spent, and visits by duration."""

    visits: Counter[Visit] = field(default_factory=Counter)
    buckets: Counter[tuple[str, int]] = field(default_factory=Counter)
    """(stage, index of the bucket); the last index is beyond every edge."""
    milliseconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        spent = defaultdict(float, self.milliseconds)
        for stage, milliseconds in other.milliseconds.items():
            spent[stage] += milliseconds
        return Tally(self.visits + other.visits, self.buckets + other.buckets, spent)


class Counting:
    """Remembers what is settled, and counts the newest rows anew each time."""

    def __init__(self) -> None:
        self._settled = Tally()
        self._upto: int | None = None

    def read(self, connection: Connection, now: datetime) -> Tally:
        """All visits since the counting began. Rows are read twice at most."""
        newest: int = connection.execute(select(func.max(outcome.c.id))).scalar() or 0
        if self._upto is None:
            self._upto = max(0, newest - FIRST_ROWS)
        edge = _last_before(connection, now - SETTLED_AFTER)
        if edge > self._upto:
            self._settled = self._settled.plus(_count(connection, self._upto, edge))
            self._upto = edge
        return self._settled.plus(_count(connection, self._upto, newest))


def _last_before(connection: Connection, at: datetime) -> int:
    query = select(outcome.c.id).where(outcome.c.at <= at).order_by(outcome.c.at.desc(), outcome.c.id.desc()).limit(1)
    found: int | None = connection.execute(query).scalar()
    return found or 0


def _count(connection: Connection, after: int, upto: int) -> Tally:
    bucket = case(
        *((outcome.c.duration_ms <= edge, index) for index, edge in enumerate(BUCKETS_MS)), else_=len(BUCKETS_MS)
    )
    keys = (outcome.c.stage, outcome.c.status, outcome.c.reason, bucket.label("bucket"))
    query = select(*keys, func.count().label("n"), func.sum(outcome.c.duration_ms).label("ms"))
    query = query.where(outcome.c.id > after, outcome.c.id <= upto)
    tally = Tally()
    for row in connection.execute(query.group_by(*keys)).mappings():
        _add(tally, row)
    return tally


def _add(tally: Tally, row: Mapping[Any, Any]) -> None:
    tally.visits[row["stage"], row["status"], row["reason"] or ""] += row["n"]
    tally.buckets[row["stage"], row["bucket"]] += row["n"]
    tally.milliseconds[row["stage"]] += row["ms"] or 0.0
