"""How the ledger stood over the last hours: some of the measurements that maintenance wrote, evenly spread."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from workers.store.tables import gauge

Series = dict[tuple[str, str], list[tuple[datetime, float]]]
"""(name, stage) to its values in order of time."""

N_SAMPLES = 72
"""Points of a plot: enough for the eye, and 72 index look-ups instead of every measurement of the day."""


def sample_gauges(connection: Connection, now: datetime, span: timedelta) -> tuple[list[datetime], Series]:
    """The times of the sampled measurements, and each measured name's values; a name may be absent at a time: 0."""
    step = span / N_SAMPLES
    since = now - span
    firsts = [
        select(func.min(gauge.c.at))
        .where(gauge.c.at >= since + step * i, gauge.c.at < since + step * (i + 1))
        .scalar_subquery()
        for i in range(N_SAMPLES)
    ]
    times = [at for at in connection.execute(select(*firsts)).one() if at is not None]
    found: Series = defaultdict(list)
    for row in connection.execute(select(gauge).where(gauge.c.at.in_(times)).order_by(gauge.c.at)):
        found[row.name, row.stage].append((row.at, float(row.value)))
    return times, dict(found)
