"""A filled results database on each of the two databases, made once; these tests only read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select, update

from tests.results import fill
from tests.servers import PostgresServer
from workers.store import migrate
from workers.store.changes import sequence
from workers.store.database import Database
from workers.store.tables import article, document, story
from workers.store.withdrawal import withdraw_articles

N_ARTICLES = 400
WITHDRAWN, UNPUBLISHED, EDITED, UNSEEN_STORY = 6, 7, 8, 9


def make_results(url: str) -> Database:
    """400 articles, of which one was withdrawn, one is not published yet and one was edited; one story is not seen yet."""
    database = Database(url)
    migrate.upgrade(database)
    fill(database, N_ARTICLES)
    with database.write() as connection:
        connection.execute(update(article).where(article.c.id == UNPUBLISHED).values(revision=0))
        connection.execute(update(story).where(story.c.id == UNSEEN_STORY).values(first_published_at=None))
        old = connection.execute(select(document).where(document.c.article_id == EDITED)).mappings().one()
        edited = {"revision": 2, "text": f"Corrected. {old['text']}", "text_hash": "edited"}
        connection.execute(insert(document).values({**old, **edited}))
        connection.execute(insert(document).values({**old, **edited, "revision": 3}))
        connection.execute(update(article).where(article.c.id == EDITED).values(revision=2))
        withdraw_articles(connection, [WITHDRAWN], datetime.now(UTC))
    sequence(database)
    return database


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def results(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    if request.param == "sqlite":
        database = make_results(f"sqlite:///{tmp_path_factory.mktemp('results')}/results.db")
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        database = make_results(server.create_database("results"))
    yield database
    database.close()
