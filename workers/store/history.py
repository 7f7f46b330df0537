"""How the ledger stood over the last hours: some of the measurements that maintenance wrote, evenly spread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, column, select, text

from schemas.columns import UtcDateTime
from workers.store.tables import gauge

Series = dict[tuple[str, str], list[tuple[datetime, float]]]
"""(name, stage) to its values in order of time."""

N_SAMPLES = 72
"""Points of a plot: enough for the eye, and 72 index look-ups instead of every measurement of the day."""

_PART = "(SELECT min(at) FROM gauge WHERE at >= :t{0} AND at < :t{1}) AS c{0}"
_FIRSTS = (
    text("SELECT " + ", ".join(_PART.format(i, i + 1) for i in range(N_SAMPLES)))
    .bindparams(*(bindparam(f"t{i}", type_=UtcDateTime()) for i in range(N_SAMPLES + 1)))
    .columns(*(column(f"c{i}", UtcDateTime()) for i in range(N_SAMPLES)))
)
"""The first measurement in each part of the span. As text: built of expressions, it takes longer to say than to do."""


def sample_gauges(
    connection: Connection, now: datetime, span: timedelta, names: Sequence[str]
) -> tuple[list[datetime], Series]:
    """The times of the sampled measurements, and the values of these names; a name may be absent at a time: 0."""
    since, step = now - span, span / N_SAMPLES
    edges = {f"t{i}": since + step * i for i in range(N_SAMPLES + 1)}
    times = [at for at in connection.execute(_FIRSTS, edges).one() if at is not None]
    query = select(gauge.c.at, gauge.c.name, gauge.c.stage, gauge.c.value)
    query = query.where(gauge.c.at.in_(times), gauge.c.name.in_(list(names))).order_by(gauge.c.at)
    found: Series = defaultdict(list)
    for at, name, stage, value in connection.execute(query):
        found[name, stage].append((at, float(value)))
    return times, dict(found)
