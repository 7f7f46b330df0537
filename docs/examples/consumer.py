"""A service that keeps a table of contested facts up to date, and survives being killed at any moment.

    python consumer.py RESULTS OWN [--follow]

RESULTS is a results database (`postgresql://...` or a SQLite file), read with a reader's rights. OWN is this service's
own SQLite file. The cursor lives in OWN and moves in the transaction that writes what was made of the changes: killed
before the commit, nothing has happened; killed after it, nothing is done again. Without --follow it ends when it is up
to date; with it, it waits for the wake-up of PostgreSQL, or looks once a second.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from schemas.contract import Change, EpochChanged, Fact, Support, read_changes, read_epoch, read_rows

BATCH = 500
SCHEMA = """
    CREATE TABLE IF NOT EXISTS cursor (epoch TEXT NOT NULL, seq INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS contested (fact_id INTEGER PRIMARY KEY, label TEXT, hint TEXT, says TEXT);
"""


def open_results(address: str) -> Any:
    """A connection that reads. Every statement sees the newest state."""
    if address.startswith("postgresql"):
        import psycopg

        return psycopg.connect(address, autocommit=True)
    return sqlite3.connect(f"file:{address}?mode=ro", uri=True)


def open_own(path: str, epoch: str) -> sqlite3.Connection:
    """This service's own database, with a cursor that begins at 0."""
    own = sqlite3.connect(path)
    own.executescript(SCHEMA)
    with own:
        own.execute("INSERT INTO cursor SELECT ?, 0 WHERE NOT EXISTS (SELECT 1 FROM cursor)", [epoch])
    return own


def take_over(results: Any, own: sqlite3.Connection) -> int:
    """Deal with the next changes, in one transaction. Returns how many there were."""
    epoch, seq = own.execute("SELECT epoch, seq FROM cursor").fetchone()
    try:
        changes = list(read_changes(results, seq, BATCH, epoch=epoch))
    except EpochChanged as restored:
        with own:
            own.execute("DELETE FROM contested")
            own.execute("UPDATE cursor SET epoch = ?, seq = 0", [restored.found])
        return 1
    if changes:
        with own:
            apply(results, own, changes)
            own.execute("UPDATE cursor SET seq = ?", [changes[-1].seq])
    return len(changes)


def apply(results: Any, own: sqlite3.Connection, changes: Iterable[Change]) -> None:
    """Look at each fact that a change names as it is now. What is not there, or not contested any more, goes."""
    for fact_id in sorted({one.fact_id for one in changes if one.fact_id is not None}):
        own.execute("DELETE FROM contested WHERE fact_id = ?", [fact_id])
        for fact in read_rows(results, Fact, "WHERE fact_id = ? AND status = 'conflicting'", [fact_id]):
            values = {quote.text for quote in read_rows(results, Support, "WHERE fact_id = ?", [fact_id])}
            row = [fact_id, fact.label, fact.hint, " | ".join(sorted(values))]
            own.execute("INSERT INTO contested VALUES (?, ?, ?, ?)", row)


def wait(results: Any) -> None:
    """Until something may have changed. A wake-up can be lost, so the wait ends by itself."""
    if isinstance(results, sqlite3.Connection):
        time.sleep(1)
        return
    for _ in results.notifies(timeout=10, stop_after=1):
        pass


def main(address: str, path: str, *options: str) -> None:
    """Read to the end, and with --follow for ever."""
    with closing(open_results(address)) as results, closing(open_own(path, read_epoch(results))) as own:
        # Before the first look, so that nothing falls between the look and the wait.
        if not isinstance(results, sqlite3.Connection):
            results.execute("LISTEN fivefold_change")
        while True:
            while take_over(results, own):
                pass
            if "--follow" not in options:
                return
            wait(results)


if __name__ == "__main__":
    main(*sys.argv[1:])
