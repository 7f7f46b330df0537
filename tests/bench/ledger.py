"""What the ledger costs when it has grown: the sweeper's questions, settling, pruning. On PostgreSQL, generated rows.

`python -m tests.bench.ledger [ENTRIES]`; docs/decisions/0015 is drawn from such runs.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection, text

from pipeline.stages import BY_NAME, PIPELINE
from schemas.entry import EntryState
from schemas.outcome import DONE
from tests.servers import postgres_server
from workers.store import ledger, migrate, positions, retention, sweeping
from workers.store.database import Database
from workers.store.ledger import Settlement

ROUNDS = 7
DUE = 500
FILL = {
    "entry": "INSERT INTO entry (key, url, authors, accepted_at, stage, state, n_tries, n_errors, n_crashes, is_suspect,"
    " due_at, refetch_at, n_refetches, is_replay, finished_at) SELECT md5(n::text) || md5(n::text), 'http://a.test/' || n,"
    " '[]', at, CASE WHEN n > :n - :due THEN 'clean' ELSE 'publish' END, CASE WHEN n > :n - :due THEN 'due' ELSE 'stored' END,"
    " 0, 0, 0, false, at, now() + interval '1 day', 2, false, at FROM (SELECT n, now() - (:n - n) * interval '30 s' AS at"
    " FROM generate_series(1, :n) AS n) AS made",
    "outcome": "INSERT INTO outcome (entry_id, stage, attempt, status, at, duration_ms, worker)"
    " SELECT id, stage.name, 1, 'done', accepted_at, 5, 'host:1' FROM entry,"
    " (VALUES ('fetch'), ('clean'), ('fold'), ('extract'), ('publish')) AS stage (name) ORDER BY id",
    "page": "INSERT INTO page (entry_id, url, final_url, status, headers, body, sha256, n_bytes, is_truncated, fetched_at, superseded_at)"
    " SELECT id, url, url, 200, '{}', decode(repeat(md5(id::text || part), 64), 'hex'), key, 9000, false, accepted_at + part * interval '1 day',"
    " CASE WHEN part = 0 AND id % 5 = 0 THEN accepted_at + interval '1 day' END"
    " FROM entry, generate_series(0, 1) AS part WHERE part = 0 OR id % 5 = 0 ORDER BY id",
}


def main(n_entries: int) -> None:
    with postgres_server() as server:
        database = Database(server.create_database("ledger"))
        migrate.upgrade(database)
        for table, statement in FILL.items():
            with database.write() as connection:
                values = {"n": n_entries, "due": DUE}
                connection.execute(text(statement), values if table == "entry" else {})
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")
        _sizes(database)
        for name, question in _questions().items():
            print(f"| {name} | {_median_ms(database, question):.1f} ms |", flush=True)
        print(f"| settle 64 entries | {_settle_ms(database):.1f} ms |")
        _prune(database, n_entries)
        database.close()


def _sizes(database: Database) -> None:
    query = "SELECT relname, reltuples::bigint, pg_size_pretty(pg_total_relation_size(oid)) FROM pg_class"
    with database.read() as connection:
        for row in connection.execute(text(query + " WHERE relname IN ('entry', 'outcome', 'page')")):
            print(f"| {row[0]} | {row[1]:,} rows | {row[2]} |")


def _questions() -> dict[str, Callable[[Database, Connection], object]]:
    again, limit = timedelta(seconds=20), 2000
    found: dict[str, Callable[[Database, Connection], object]] = {
        "bury what crashed": lambda db, c: sweeping.bury_crashed(c, db.now(c)),
        "reopen for a second look": lambda db, c: retention.reopen_for_refetch(c, db.now(c), limit),
        "count what is due": lambda _, c: positions.count_due(c),
        "all states (`status`)": lambda _, c: positions.conservation(c),
    }
    for stage in PIPELINE[1:]:
        found[f"overdue at {stage.name}"] = lambda db, c, stage=stage: sweeping.overdue(
            c, stage, db.now(c), again, limit
        )
    return found


def _median_ms(database: Database, question: Callable[[Database, Connection], object]) -> float:
    took = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        with database.write() as connection:
            question(database, connection)
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


def _settle_ms(database: Database) -> float:
    """Claim and settle a batch, as a stage does it."""
    took, stage = [], BY_NAME["clean"]
    with database.read() as connection:
        ids = list(connection.execute(text("SELECT id FROM entry WHERE state = 'due' ORDER BY id")).scalars())
    for start in range(0, len(ids) - 64, 64):
        started = time.perf_counter()
        with database.write() as connection:
            now = database.now(connection)
            held = ledger.claim(connection, stage, ids[start : start + 64], f"t{start}", now, stage.lease)
        with database.write() as connection:
            done = [Settlement(one, DONE, "fold", EntryState.DUE) for one in held]
            ledger.settle(connection, done, database.now(connection), "bench")
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


def _prune(database: Database, n_entries: int) -> None:
    """Forget the older half in bites, as every hour does."""
    keep, took, gone = timedelta(seconds=30 * n_entries / 2), [], 0
    while True:
        started = time.perf_counter()
        with database.write() as connection:
            bite = retention.prune(connection, database.now(connection) - keep)
        took.append((time.perf_counter() - started) * 1000)
        gone += bite
        if not bite:
            break
    print(f"| prune {gone:,} rows | {sum(took) / 1000:.1f} s, {len(took)} bites, median {statistics.median(took):.0f} ms, "
          f"longest {max(took):.0f} ms |")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
