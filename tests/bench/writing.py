"""Ways of writing many rows to PostgreSQL, on the tables that take most of them: `python -m tests.bench.writing`.

Rows a second, CPU seconds of this process for 100,000 rows; docs/decisions/0014 is drawn from it.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, text, update

from tests.servers import postgres_server
from workers.store import migrate
from workers.store.database import Database
from workers.store.tables import entry, mention

N_ROWS = 20_000
ROUNDS = 3
Rows = Sequence[dict[str, Any]]
NAMES = ("article_id", "revision", "start_char", "end_char", "surface", "type", "entity_id")


def mentions(n_rows: int, first: int) -> list[dict[str, Any]]:
    """As extraction writes them: some 25 an article."""
    return [
        {"article_id": first + n // 25, "revision": 1, "start_char": n, "end_char": n + 9, "surface": "Port Aldis", "type": "place",
         "entity_id": n % 997}
        for n in range(n_rows)
    ]  # fmt: skip


def one_by_one(connection: Connection, rows: Rows) -> None:
    for row in rows:
        connection.execute(insert(mention), row)


def many(connection: Connection, rows: Rows) -> None:
    connection.execute(insert(mention), list(rows))


def values(connection: Connection, rows: Rows) -> None:
    for start in range(0, len(rows), 500):
        connection.execute(insert(mention).values(list(rows[start : start + 500])))


def copy(connection: Connection, rows: Rows) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor().copy(f"COPY mention ({', '.join(NAMES)}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row([row[name] for name in NAMES])


def update_many(connection: Connection, rows: Rows) -> None:
    statement = update(entry).where(entry.c.id == bindparam("b_id")).values(detail=bindparam("b_detail"))
    connection.execute(statement, [{"b_id": row["id"], "b_detail": row["detail"]} for row in rows])


def update_from(connection: Connection, rows: Rows) -> None:
    statement = (
        "UPDATE entry SET detail = new.detail FROM unnest(:ids ::bigint[], :details ::text[]) AS new (id, detail)"
    )
    given = {"ids": [row["id"] for row in rows], "details": [row["detail"] for row in rows]}
    connection.execute(text(statement + " WHERE entry.id = new.id"), given)


def main() -> None:
    with postgres_server() as server:
        database = Database(server.create_database("writing"))
        migrate.upgrade(database)
        made = {
            "one by one": one_by_one,
            "execute(insert, rows)": many,
            "insert().values(rows), 500 each": values,
            "COPY": copy,
        }
        for batch in (400, 2_000):
            for name, write in made.items():
                _tell(f"{batch} mentions a transaction, {name}", database, write, mentions, batch)
        _fill_entries(database)
        for name, write in {"execute(update, rows)": update_many, "UPDATE … FROM unnest": update_from}.items():
            _tell(f"64 entries settled, {name}", database, write, _settled, 64)
        database.close()


def _fill_entries(database: Database) -> None:
    with database.write() as connection:
        connection.execute(
            text(
                "INSERT INTO entry (key, url, authors, accepted_at, stage, state, n_tries, n_errors, n_crashes, is_suspect,"
                " due_at, n_refetches, is_replay) SELECT n::text, '', '[]', now(), 'clean', 'due', 0, 0, 0, false, now(), 0,"
                " false FROM generate_series(1, :n) AS n"
            ),
            {"n": N_ROWS},
        )


def _settled(n_rows: int, first: int) -> list[dict[str, Any]]:
    return [{"id": (first + n) % N_ROWS + 1, "detail": f"{first}"} for n in range(n_rows)]


def _tell(
    name: str,
    database: Database,
    write: Callable[[Connection, Rows], None],
    make: Callable[[int, int], Rows],
    batch: int,
) -> None:
    rates, cpu = [], []
    for turn in range(ROUNDS):
        total = min(N_ROWS, batch * 5)
        batches = [make(batch, turn * N_ROWS + start) for start in range(0, total, batch)]
        started, cpu_started = time.perf_counter(), time.process_time()
        for rows in batches:
            with database.write() as connection:
                write(connection, rows)
        rates.append(total / (time.perf_counter() - started))
        cpu.append((time.process_time() - cpu_started) / total * 100_000)
    print(f"| {name} | {statistics.median(rates):,.0f} rows/s | {statistics.median(cpu):.1f} s |", flush=True)


if __name__ == "__main__":
    main()
