"""What the console's pages cost on many articles: server time and weight of each page, with generated data.

`python -m tests.bench.console [ARTICLES [DATABASE_URL]]` fills a SQLite file of its own, or the empty database given,
and prints a table. The floor of the project: below 100 ms and 200 kB on 100,000 articles.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import text

from ops.console.app import make_console
from ops.console.warming import warm
from pipeline.stages import PIPELINE
from tests.results import fill
from workers.settings import Settings
from workers.store import migrate
from workers.store.database import Database

N_FEEDS = 500
ROUNDS = 9
STEP = 20_000
TEXT = "The port stayed shut until noon, and ferries waited outside.\n" * 40
DAY = timedelta(days=1)


def fill_ledger(database: Database, n_articles: int) -> None:
    """Articles on many feeds, five visits each, and a day of measurements every ten seconds."""
    for first in range(1, n_articles, STEP):
        fill(database, min(first + STEP - 1, n_articles), first=first, filler=TEXT)
    now = datetime.now(UTC)
    with database.write() as connection:
        series = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < :last) "
        connection.execute(text(series + _FEEDS), {"last": N_FEEDS, "now": _stamp(now), "no": False})
        connection.execute(text(f"UPDATE entry SET feed_id = 1 + id % {N_FEEDS}"))
        connection.execute(text(f"UPDATE article SET feed_id = 1 + id % {N_FEEDS}"))
        for stage in PIPELINE[1:]:
            connection.execute(text(_VISITS), {"stage": stage.name, "now": _stamp(now - DAY / 24)})
        rows = [
            {"at": _stamp(now - DAY + timedelta(seconds=10 * i)), "name": name, "stage": stage, "value": float(i % 97)}
            for i in range(8640)
            for name, stage in (
                *(("backlog", one.name) for one in PIPELINE),
                *(("oldest_seconds", one.name) for one in PIPELINE),
                *((f"entries_{end}", "") for end in ("stored", "duplicate", "rejected", "dead", "due")),
            )
        ]
        connection.execute(text("INSERT INTO gauge (at, name, stage, value) VALUES (:at, :name, :stage, :value)"), rows)


_FEEDS = """
    INSERT INTO feed (id, url, title, state, host, next_poll_at, interval_seconds, n_failures, n_tries, n_gone, n_moved,
        hints, created_at, last_success_at, last_new_entry_at, usual_gap_seconds)
    SELECT i, 'https://news.example/feed/' || i, 'Paper ' || i, 'active', 'news.example', :now, 3600, 0, 0, 0, 0, '{}',
        :now, :now, :now, 3600 FROM n"""
_VISITS = """
    INSERT INTO outcome (entry_id, feed_id, stage, attempt, status, at, duration_ms, worker)
    SELECT id, feed_id, :stage, 1, 'done', :now, id % 300, 'host:' || (id % 8) FROM entry"""


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def pages(n_articles: int) -> dict[str, str]:
    """The pages measured, by what they are."""
    middle = n_articles // 2 // 4 * 4 + 1
    return {
        "health": "/", "health, a day": "/?span=1d", "stories": "/stories", "most contested": "/stories?order=contested",
        "stories found": "/stories?q=harbour+77", "stories not found": "/stories?q=nothing+of+the+kind",
        "a later page": f"/stories?after=2026-01-20T00:00:00%2B00:00~{middle}", "story": f"/story/{middle}",
        "article": f"/article/{middle}", "feeds": "/feeds", "feed": "/feed/77", "dead letters": "/dead",
        "metrics": "/metrics",
    }  # fmt: skip


def measure(client: TestClient, path: str) -> tuple[float, float, int]:
    """(first and median milliseconds of CPU time, bytes); what a PostgreSQL server spends is not in them"""
    took = []
    for _ in range(ROUNDS):
        started = time.process_time()
        answer = client.get(path)
        took.append((time.process_time() - started) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    return took[0], statistics.median(took), len(answer.content)


def report(database: Database, n_articles: int) -> None:
    app = make_console(Settings(), database)
    warm(app)
    client = TestClient(app, base_url="http://127.0.0.1")
    client.get("/healthz")
    print(f"{n_articles:,} articles, {database.engine.dialect.name}, CPU time\n")
    print(f"| page | first | median of {ROUNDS} | weight |\n|---|---|---|---|")
    for name, path in pages(n_articles).items():
        first, median, weight = measure(client, path)
        print(f"| {name} | {first:.0f} ms | {median:.0f} ms | {weight / 1000:.0f} kB |", flush=True)


def main(n_articles: int, url: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(url or f"sqlite:///{Path(folder) / 'bench.db'}")
        migrate.upgrade(database)
        fill_ledger(database, n_articles)
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        report(database, n_articles)
        database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2] if len(sys.argv) > 2 else None)
