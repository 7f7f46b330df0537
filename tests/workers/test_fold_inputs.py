"""Which date serves for an article that has none."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from schemas.document import Document
from tests.lane import lane
from workers.store import ledger, migrate
from workers.store.database import Database
from workers.store.fold_inputs import fold_input, neighbour_dates
from workers.store.tables import article, document, entry, fingerprint

NOW = datetime(2026, 11, 22, 13, 50, tzinfo=UTC)
JUNE = datetime(2025, 6, 9, tzinfo=UTC)


def row_of(number: int, url: str) -> dict[str, Any]:
    return {"key": f"key{number}", "url": url, "stage": "fold", "due_at": NOW, "accepted_at": NOW}


def test_undated_local_files_are_of_the_time_of_their_folder(tmp_path: Path) -> None:
    urls = ["file:///a/1.txt", "file:///a/2.txt", "file:///a/3.txt", "file:///a/b/4.txt", "http://x.test/a/5"]
    dates = [JUNE, JUNE + timedelta(days=2), None, JUNE - timedelta(days=400), None]
    with closing(Database(f"sqlite:///{tmp_path / 'x.db'}")) as database:
        migrate.upgrade(database)
        with database.write() as connection:
            ids = ledger.accept(connection, [row_of(number, url) for number, url in enumerate(urls)])
            common = {
                "revision": 1,
                "text": "t",
                "text_hash": "h",
                "method": "plain_text",
                "fetched_at": NOW,
                "created_at": NOW,
            }
            pages = [
                {**common, "article_id": one, "url": url, "published_at": at, "is_truncated": False}
                for one, url, at in zip(ids, urls, dates, strict=True)
            ]
            connection.execute(insert(document), pages)
            rows = [
                row_of(number, url) | {"id": one, "published_at": None}
                for number, (one, url) in enumerate(zip(ids, urls, strict=True))
            ]
            found = neighbour_dates(connection, rows, {one["article_id"]: one for one in pages})
    assert found == {ids[2]: JUNE + timedelta(days=2)}


@pytest.mark.parametrize("seed", range(3))
def test_the_date_of_undated_local_files_depends_on_no_order(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [JUNE + timedelta(days=n) for n in (0, 2, 4)]
    dates = {"1": days[0], "2": None, "3": days[1], "4": None, "5": days[2], "b/6": JUNE - timedelta(days=400)}
    arrived = [
        Document(f"file:///a/{name}", None, f"text of file {name}", published_at=at, method="test")
        for name, at in dates.items()
    ]
    random.Random(seed).shuffle(arrived)
    with lane(Database(f"sqlite:///{tmp_path / 'x.db'}"), monkeypatch) as running:
        for start in range(0, len(arrived), 2):
            running.fold(running.take(arrived[start : start + 2]))
        with running.database.read() as connection:
            columns = select(entry.c.url, article.c.published_at, fingerprint.c.published_at)
            joined = columns.join(article, article.c.id == entry.c.id).join(
                fingerprint, fingerprint.c.article_id == entry.c.id
            )
            found = {row[0].removeprefix("file:///a/"): row[1:] for row in connection.execute(joined)}
    assert found == {name: (at or days[1], at or days[1]) for name, at in dates.items()}


def test_without_any_date_the_day_of_acceptance_serves() -> None:
    page = {"title": None, "text": "t", "published_at": None, "publisher": None, "language": "en"} | {
        "canonical_url": None,
        "url": "u",
        "owner": None,
        "dateline": None,
        "authors": [],
    }
    row = {"id": 1, "key": "k", "published_at": None, "publisher": None, "accepted_at": NOW}
    assert fold_input(row, page).published_at == NOW.replace(hour=0, minute=0)
    assert fold_input(row, page, stand_in=JUNE).published_at == JUNE
    assert fold_input(row, {**page, "published_at": JUNE}, stand_in=NOW).published_at == JUNE
