"""What got in the way and was overcome: bells that the broker refused, work that the database put off. Counted.

Kept in memory, because the trouble may be the database itself, and written with the next thing that this process
writes: as outcomes without an entry, so that `fivefold_outcomes_total` counts them by stage and reason. What a process
had not written when it died is not counted; nothing else depends on it.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime

from sqlalchemy import Connection, insert

from schemas.outcome import Reason, Status
from workers.store.tables import outcome
from workers.telemetry import mask

MOST = 1000
"""More than that between two writes say nothing new."""
_met: deque[tuple[str, Reason, str]] = deque(maxlen=MOST)  # appending and popping are atomic: threads share it


def meet_trouble(stage: str, reason: Reason, detail: str) -> None:
    """Remember one trouble of a stage."""
    _met.append((stage, reason, mask(detail)[:300]))


def write_troubles(connection: Connection, now: datetime, worker: str) -> None:
    """Write what was met since the last time. Call it last in a transaction: what is rolled back is not counted."""
    rows = []
    while _met:
        try:
            stage, reason, detail = _met.popleft()
        except IndexError:
            break
        rows.append({"stage": stage, "status": Status.RETRY.value, "reason": reason.value, "detail": detail})
    common = {"attempt": 1, "at": now, "duration_ms": 0.0, "worker": worker}
    if rows:
        connection.execute(insert(outcome), [{**row, **common} for row in rows])
