"""Who finished what, and when: liveness by progress."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from workers.store.tables import progress


def note_progress(connection: Connection, worker: str, stage: str, n_finished: int, now: datetime) -> None:
    """Remember that this worker finished items of this stage just now."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    fresh = {"worker": worker, "stage": stage, "last_seen_at": now, "last_finished_at": now, "n_finished": n_finished}
    statement = dialect.insert(progress).values(fresh)
    again = {"last_seen_at": now, "last_finished_at": now, "n_finished": progress.c.n_finished + n_finished}
    connection.execute(statement.on_conflict_do_update(index_elements=["worker", "stage"], set_=again))
