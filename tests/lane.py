"""The fold lane on a real store: documents in, folded by several workers at once, published, and read back."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select, update

from schemas.document import Document
from workers import doorbell, resources
from workers.store import ledger, migrate
from workers.store.database import Database
from workers.store.documents import latest_documents, save_documents
from workers.store.feeds import reopen
from workers.store.tables import article, entry
from workers.tasks.deduplicator import Deduplicator
from workers.tasks.writer import Publisher

Places = dict[str, tuple[str | None, str | None, str]]
"""URL of an article to that of its original, the first of its story, and the state of its entry."""


class Lane:
    """A database with documents that wait to be folded."""

    def __init__(self, database: Database) -> None:
        self.database = database
        migrate.upgrade(database)

    def take(self, documents: Sequence[Document]) -> list[int]:
        """Let documents arrive in this order. Returns their entries."""
        with self.database.write() as connection:
            now = self.database.now(connection)
            ids: list[int] = []
            for one in documents:
                ids += ledger.accept(connection, [_entry(one, now)])
            rows = [(entry_id, None, one, now) for entry_id, one in zip(ids, documents, strict=True)]
            save_documents(connection, rows, now)
        return ids

    def fold(self, ids: Sequence[int]) -> None:
        """Fold one batch and publish it."""
        done = Deduplicator().run(ids)
        with self.database.write() as connection:
            connection.execute(update(entry).where(entry.c.id.in_(done)).values(stage="publish"))
        Publisher().run(done)

    def rewrite(self, url: str, text: str) -> None:
        """Give an article a new revision, and fold it again."""
        with self.database.write() as connection:
            now = self.database.now(connection)
            found = connection.execute(select(entry.c.id).where(entry.c.url == url)).scalar_one()
            old = latest_documents(connection, [found])[found]
            new = Document(
                url,
                old["title"],
                text,
                published_at=old["published_at"],
                language=old["language"],
                method="test",
            )
            save_documents(connection, [(found, None, new, now)], now)
            reopen(connection, [found], "fold", now)
        self.fold([found])

    def fold_all(self, ids: Sequence[int], n_workers: int, size: int) -> None:
        """Fold batches by several workers, each with its own connection."""
        batches = [ids[start : start + size] for start in range(0, len(ids), size)]
        with ThreadPoolExecutor(n_workers) as pool:
            list(pool.map(self.fold, batches))

    def places(self) -> Places:
        """Where every article ended."""
        columns = (entry.c.id, entry.c.url, entry.c.state, article.c.duplicate_of, article.c.story_id)
        with self.database.read() as connection:
            rows = connection.execute(select(*columns).join(article, article.c.id == entry.c.id)).all()
        urls = {row.id: row.url for row in rows}
        return {row.url: (urls.get(row.duplicate_of), urls.get(row.story_id), row.state) for row in rows}


@contextmanager
def lane(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lane]:
    """A lane whose workers use this database and ring no bells."""
    monkeypatch.setattr(resources, "database", lambda: database)
    monkeypatch.setattr(doorbell, "ring", lambda *_, **__: True)
    yield Lane(database)
    database.close()


def folded(running: Lane, documents: Sequence[Document], seed: int, n_workers: int) -> Places:
    """The places of documents that arrive in an order chosen by the seed."""
    shuffled = list(documents)
    random.Random(seed).shuffle(shuffled)
    running.fold_all(running.take(shuffled), n_workers, (16, 7, 3)[seed % 3])
    return running.places()


def _entry(one: Document, now: datetime) -> dict[str, Any]:
    key = sha256(one.url.encode()).hexdigest()
    return {"key": key, "url": one.url, "stage": "fold", "due_at": now, "accepted_at": now}
