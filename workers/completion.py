"""Runs the process tree until nothing is left to do, showing how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.errors import Transient
from workers.store import feeds, positions, stories
from workers.store.changes import sequence
from workers.store.database import Database
from workers.supervisor import Supervisor

QUIET_STOP = 1.5
"""Seconds to stop in when the ledger is quiet: nothing is held, so nothing has to be finished."""
PAUSE = 0.15
"""Seconds between two looks at a small ledger."""
QUIET_LOOKS = 2
"""Looks in a row that must find nothing to do: a worker between two transactions is not seen in one."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far the pipeline is: entries in flight per stage, and entries that are retried only later."""

    accepted: int
    finished: int
    waiting: dict[str, int]
    is_quiet: bool
    n_later: int


def look(database: Database, feed_ids: Sequence[int], patience: float) -> Position:
    """Read the position. Entries due only after `patience` seconds do not keep a run waiting; they are counted."""
    with database.read() as connection:
        counts = positions.conservation(connection)
        now = database.now(connection)
        soon, later = positions.count_by_due(connection, now, patience)
        is_busy = (
            bool(soon)
            or bool(stories.dirty_stories(connection, 1))
            or bool(feeds.count_waiting_feeds(connection, feed_ids))
        )
        waiting = positions.count_due(connection)
    return Position(counts["accepted"], counts["accepted"] - counts["in_flight"], waiting, not is_busy, later)


def run_to_completion(
    supervisor: Supervisor,
    database: Database,
    feed_ids: Sequence[int],
    show: Callable[[Position], None],
    patience: float = 45.0,
) -> Position:
    """Tend the tree until the ledger is quiet. Raises nothing of the workers' errors: they are in the ledger."""
    n_quiet, position, pause = 0, look(database, feed_ids, patience), PAUSE
    while n_quiet < QUIET_LOOKS:
        supervisor.tend()
        time.sleep(pause)
        started = time.monotonic()
        try:
            position = look(database, feed_ids, patience)
        except Transient:
            continue
        # The looks count the whole ledger: on a large one they come less often, and never cost a tenth of the time.
        pause = max(PAUSE, 10 * (time.monotonic() - started))
        show(position)
        n_quiet = n_quiet + 1 if position.is_quiet else 0
    while sequence(database):
        pass
    return position
