"""Pages are stored so that they can be read again, also when many threads store at once."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, cast

import zstandard
from sqlalchemy import Connection

from schemas.page import FetchedPage
from workers.store.pages import save_pages

N_THREADS, N_PAGES = 8, 60


class Recorder:
    """Stands in for a connection: SQLite would let one thread in after the other."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def execute(self, _: object, rows: list[dict[str, Any]] | None = None) -> None:
        self.rows += rows or []


def test_threads_that_store_at_once_spoil_nothing() -> None:
    dice = random.Random(3)
    bodies = [bytes(dice.choices(b"abcdefgh <>", k=200_000)) for _ in range(N_THREADS)]

    def store(thread: int) -> list[bytes]:
        connection = Recorder()
        pages = [(n, FetchedPage("http://a.test/", "http://a.test/", 200, bodies[thread])) for n in range(N_PAGES)]
        save_pages(cast(Connection, connection), pages, datetime.now(UTC))
        return [zstandard.decompress(row["body"]) for row in connection.rows]

    with ThreadPoolExecutor(N_THREADS) as threads:
        for thread, read in enumerate(threads.map(store, range(N_THREADS))):
            assert set(read) == {bodies[thread]}
