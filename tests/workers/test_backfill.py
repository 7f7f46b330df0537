"""A back-fill that is stopped anywhere and begun again ends with what one that ran through has."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.workers.test_archive import several
from workers.sources import LocalPage, read_pages
from workers.store import intake, migrate
from workers.store.database import Database
from workers.store.intake import take_in
from workers.store.tables import entry, page

N_RECORDS = 9
Taken = list[tuple[str, str, str]]
"""Key, address and hash of the page of each entry."""


def archive(folder: Path) -> Path:
    path = folder / "news.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, several(N_RECORDS))))
    return path


def lines(folder: Path) -> Path:
    path = folder / "news.jsonl"
    records = [{"id": str(n), "url": f"https://outlet.test/{n}", "text": f"News {n}."} for n in range(N_RECORDS)]
    path.write_text("".join(json.dumps(one) + "\n" for one in records))
    return path


def database_at(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database)
    return database


def taken(database: Database) -> Taken:
    with database.read() as connection:
        query = select(entry.c.key, entry.c.url, page.c.sha256).join(page, page.c.entry_id == entry.c.id)
        return [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(entry.c.key, page.c.id))]


def cut(pages: Iterator[LocalPage], after: int) -> Iterator[LocalPage]:
    """The beginning, and then the power fails."""

    def fails() -> Iterator[LocalPage]:
        raise KeyboardInterrupt
        yield

    return chain(islice(pages, after), fails())


@pytest.mark.parametrize("make", [archive, lines])
def test_stopped_anywhere_it_goes_on(make: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(make)
    monkeypatch.setattr(intake, "BATCH", 2)
    path = make(tmp_path)
    whole, parts = database_at(tmp_path / "whole.db"), database_at(tmp_path / "parts.db")
    take_in(whole, read_pages(path, []), lambda _: None)
    for after in range(N_RECORDS):
        with pytest.raises(KeyboardInterrupt):
            take_in(parts, cut(read_pages(path, []), after), lambda _: None)
    assert len(taken(parts)) == N_RECORDS - 1
    assert take_in(parts, read_pages(path, []), lambda _: None) == (1, 0)
    assert taken(parts) == taken(whole)
    assert take_in(parts, read_pages(path, []), lambda _: None) == (0, 0)
    whole.close()
    parts.close()
