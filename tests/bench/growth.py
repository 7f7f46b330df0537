"""What an article costs as the store grows: `python -m tests.bench.growth SIZE ...`. SQLite; minutes.

A few hundred articles pass the real pipeline. Their rows are then copied, with other keys, ids and dates, until the
store has the size that is asked for, and new articles pass the pipeline on top of it. Copies lie in their own days, as
older news would; pages are copied without their bodies, which nothing reads by more than their key.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from schemas.page import FetchedPage
from tests.bench.corpus import BEGIN, recombined_text
from tests.bench.inline import Inline
from workers.sources import LocalPage
from workers.store import tables

N_REAL = 96
N_NEW = 32
N_SENTENCES = 12
SPAN = timedelta(days=6)
"""Days between a copy and the next: more than the story window, so that copies are strangers."""
REPORT = Path(__file__).resolve().parents[2] / "build" / "growth.json"
COPIED = (
    tables.entry, tables.outcome, tables.page, tables.document, tables.article, tables.story, tables.mention,
    tables.role, tables.figure, tables.date_span, tables.fingerprint, tables.band, tables.posting, tables.fact,
    tables.support, tables.change,
)  # fmt: skip
SHIFTED = {
    "entry_id",
    "article_id",
    "story_id",
    "duplicate_of",
    "parent_id",
    "origin_id",
    "block_id",
    "fact_id",
    "page_id",
}
STRIDE = 1_000_000
KEEPS_ID = {"entry", "article", "story", "fact", "page"}


def texts(count: int, seed: int) -> list[LocalPage]:
    """New articles of plain text."""
    found = []
    for number in range(count):
        dice = random.Random(f"growth/{seed}/{number}")
        title, body = recombined_text(dice, N_SENTENCES)
        url = f"https://outlet{number % 53}.test/{seed}/{number}"
        at = BEGIN + timedelta(minutes=10 * number)
        page = FetchedPage(url, url, 200, f"{title}\n\n{body}".encode(), {"content-type": "text/plain"}, at)
        found.append(LocalPage(sha256(url.encode()).hexdigest(), url, page, title, at, url))
    return found


class Copier:
    """Copies of the first rows of every table."""

    def __init__(self, path: str) -> None:
        self.database = sqlite3.connect(path, timeout=120)
        self.rows = {table.name: self._read(table) for table in COPIED}

    def _read(self, table: Table) -> list[tuple[Any, ...]]:
        columns = ", ".join(map(_quoted, table.c.keys()))
        return self.database.execute(f"SELECT {columns} FROM {table.name}").fetchall()

    def copy(self, numbers: range) -> None:
        """Write these copies, one transaction for each table."""
        for table in COPIED:
            names = [one.name for one in table.c if one.name != "id" or table.name in KEEPS_ID]
            marks = ", ".join("?" * len(names))
            columns = ", ".join(map(_quoted, names))
            statement = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"
            self.database.executemany(statement, self._copies(table, names, numbers))
            self.database.commit()

    def _copies(self, table: Table, names: list[str], numbers: range) -> Iterator[list[Any]]:
        places = {one.name: place for place, one in enumerate(table.c)}
        for number in numbers:
            for row in self.rows[table.name]:
                yield [_changed(name, row[places[name]], number) for name in names]


def _quoted(name: str) -> str:
    return f'"{name}"'


def _changed(name: str, value: Any, number: int) -> Any:
    """One value of a copy."""
    if value is None:
        return None
    if name == "id" or name in SHIFTED:
        return value + number * STRIDE
    if name == "body":
        return b""
    if name == "seq":
        return value + number * STRIDE
    if name in ("band", "posting"):
        return (value + number * 2_654_435_761) % 2**32
    if name == "key":
        return f"{number:x}:{value}"[:300]
    if name == "published_at" and isinstance(value, str):
        return (datetime.fromisoformat(value) - number * SPAN).isoformat(" ", "microseconds")
    if name == "stand":
        return f"{int(value[:16], 16) - number * (SPAN // timedelta(microseconds=1)):016x}{value[16:]}"
    return value


def main(sizes: list[int]) -> None:
    """Measure at each size, smallest first, and store CPU milliseconds an article."""
    plant = Inline()
    plant.run(texts(N_REAL, 0))
    copier = Copier(plant.database.engine.url.database or "")
    found, done = [], 1
    for size in sizes:
        copier.copy(range(done, size // N_REAL + 1))
        done = size // N_REAL + 1
        rounds = [plant.run(texts(N_NEW, size + step)) for step in (1, 2, 3)]
        best = {stage: sorted(one[stage] for one in rounds)[1] * 1000 / N_NEW for stage in rounds[0]}
        found.append({"articles": done * N_REAL, "cpu_ms": sum(best.values()), "stages_ms": best})
        print(json.dumps(found[-1]), flush=True)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps({"sqlite": found}, indent=1) + "\n")


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [10_000, 100_000])
