"""The invariants of a run hold for a healthy database, and each sees the damage that it is there for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from tests.faults.invariants import BROKEN, broken, count_doubled
from tests.plain_plant import plant, run_all
from tests.servers import postgres_server
from workers.store import migrate
from workers.store.database import Database

DAMAGE = {
    "I1 an": "UPDATE entry SET state = 'due' WHERE id = 1",
    "I2 a stored": "UPDATE article SET revision = 0 WHERE id = 1",
    "I2 a published": "UPDATE entry SET state = 'rejected' WHERE id = 1",
    "I3": "UPDATE article SET duplicate_of = 999 WHERE id = 1",
    "I4 an entry is dead without": "UPDATE entry SET state = 'dead', reason = NULL WHERE id = 1",
    "I4 an entry is dead and": "UPDATE entry SET state = 'dead' WHERE id = 1; DELETE FROM page WHERE entry_id = 1",
    "I5": "ALTER TABLE entry DROP CONSTRAINT entry_key_key; UPDATE entry SET key = 'same'",
    "I6 a published": "DELETE FROM change WHERE kind = 'article_created' AND article_id = 1",
    "I6 a story": "INSERT INTO change (kind, story_id, at) SELECT kind, story_id, at FROM change WHERE kind = 'story_created'",
    "I6 a fact": "DELETE FROM change WHERE kind = 'fact_created'",
    "I6 the last": "UPDATE fact SET is_withdrawn = NOT is_withdrawn",
    "I6 the change": "DELETE FROM change WHERE seq = 2",
    "I9": "UPDATE entry SET lease_until = now() WHERE id = 1",
    "I10": "DELETE FROM outcome WHERE entry_id = 1",
}
TWICE = (
    "INSERT INTO change (kind, article_id, at) SELECT kind, article_id, at FROM change WHERE kind = 'article_created'",
    "INSERT INTO outcome (entry_id, stage, attempt, status, at, duration_ms, worker) VALUES (1, 'clean', 1, 'done', now(), 0, 'x')",
    "INSERT INTO figure SELECT (jsonb_populate_record(f, jsonb_build_object('id', f.id + 100000))).* FROM figure AS f",
)


@pytest.fixture(scope="module")
def healthy() -> Iterator[Database]:
    with postgres_server() as server, pytest.MonkeyPatch.context() as patch:
        url = server.create_database("invariants")
        migrate.upgrade(made := Database(url))
        made.close()
        with plant(url, patch) as database:
            run_all(database, 4)
            yield database


def test_a_healthy_database_breaks_none(healthy: Database) -> None:
    with healthy.read() as connection:
        assert (broken(connection), count_doubled(connection)) == ([], 0)


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_seen(healthy: Database, name: str) -> None:
    with healthy.engine.connect() as connection, connection.begin() as transaction:
        for statement in DAMAGE[name].split("; "):
            connection.execute(text(statement))
        assert any(one.startswith(name) for one in broken(connection))
        transaction.rollback()


def test_every_invariant_has_its_damage() -> None:
    assert all(sum(one.startswith(name) for name in DAMAGE) == 1 for one in BROKEN)


@pytest.mark.parametrize("statement", TWICE)
def test_what_happened_twice_is_counted(healthy: Database, statement: str) -> None:
    with healthy.engine.connect() as connection, connection.begin() as transaction:
        connection.execute(text(statement))
        assert count_doubled(connection) > 0
        transaction.rollback()
