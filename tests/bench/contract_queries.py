"""What the documented queries of the contract cost on PostgreSQL, with generated data.

`python -m tests.bench.contract_queries [ARTICLES]` fills a database of its own and prints a table and the plans in
Markdown; `docs/contract-performance.md` is such a run.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from pathlib import Path

from sqlalchemy import Connection, text

from tests.bench.bulk import fill_all
from tests.servers import postgres_server
from workers.store import migrate
from workers.store.database import Database

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5


def queries(n_articles: int) -> dict[str, str]:
    """The questions of docs/contract.md and of the read API."""
    conflicts, story, changes = re.findall(r"^```sql\n(.*?)^```", (ROOT / "docs/contract.md").read_text(), re.M | re.S)
    middle = n_articles // 2 // 4 * 4 + 1
    return {
        "Where do sources conflict?": conflicts,
        "What do the sources of one story say?": story.replace("story_id = 1", f"story_id = {middle}"),
        "What has happened since? (1,000 changes)": changes.replace("41", str(n_articles)),
        "The latest 50 stories": "SELECT * FROM v1_story ORDER BY last_published_at DESC, story_id DESC LIMIT 50",
        "The latest 50 articles": "SELECT * FROM v1_article ORDER BY published_at DESC, article_id DESC LIMIT 50",
        "The articles of one story": f"SELECT * FROM v1_article WHERE story_id = {middle}",
        "One article by its address": f"SELECT * FROM v1_article WHERE url = 'https://news.example/{middle}'",
        "One article by its canonical address": "SELECT * FROM v1_article WHERE canonical_url ="
        f" 'https://news.example/story/{middle}'",
        "The figures of one article": f"SELECT * FROM v1_figure WHERE article_id = {middle}",
        "The latest 20 articles that mention a person": "SELECT DISTINCT a.published_at, a.article_id, a.title"
        " FROM v1_mention m JOIN v1_article a ON a.article_id = m.article_id AND a.revision = m.revision"
        " WHERE m.entity_id = 77 ORDER BY a.published_at DESC LIMIT 20",
        "Stories by conflict, last day": "SELECT story_id, title, n_conflicts FROM v1_story WHERE last_published_at >="
        " (SELECT max(last_published_at) FROM v1_story) - interval '1 day' ORDER BY n_conflicts DESC LIMIT 20",
        "The dashboard of docs/examples": re.sub(r"--.*", "", (ROOT / "docs/examples/dashboard.sql").read_text()),
    }


def measure(connection: Connection, query: str) -> tuple[float, float, int, str]:
    """(milliseconds of the first run, median of the next ones, rows, plan)"""
    asked = query.rstrip().rstrip(";")
    took = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        n_rows = len(connection.execute(text(asked)).all())
        took.append((time.perf_counter() - started) * 1000)
    plan = connection.execute(text(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY OFF) {asked}"))
    return took[0], statistics.median(took[1:]), n_rows, "\n".join(row[0] for row in plan)


def main(n_articles: int) -> None:
    with postgres_server() as server:
        database = Database(server.create_database("bench"))
        migrate.upgrade(database)
        fill_all(database, n_articles)
        database.close()
        server.stop()
        server.start()
        report(database, n_articles)
        database.close()


def report(database: Database, n_articles: int) -> None:
    with database.read() as connection:
        size = connection.execute(text("SELECT pg_size_pretty(pg_database_size(current_database()))")).scalar_one()
        version = connection.execute(text("SHOW server_version")).scalar_one()
        found = {name: (query, *measure(connection, query)) for name, query in queries(n_articles).items()}
    print(f"{n_articles:,} articles, database of {size}, PostgreSQL {version}, shared_buffers 128 MB\n")
    print("| question | rows | first run | median of the next 5 |\n|---|---|---|---|")
    for name, (_, first, took, n_rows, _) in found.items():
        print(f"| {name} | {n_rows} | {first:.1f} ms | {took:.1f} ms |")
    for name, (query, *_, plan) in found.items():
        print(f"\n### {name}\n\n```sql\n{query.strip()}\n```\n\n```\n{plan}\n```")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
