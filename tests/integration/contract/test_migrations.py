"""Migrations: they make what the models say, go down and up again with data in them, and drift is noticed."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from pipeline.errors import IngestError, Misconfigured
from schemas.contract import VIEWS
from tests.commands import environment, fivefold
from tests.integration.contract.conftest import N_ARTICLES, make_results
from tests.results import fill
from tests.servers import PostgresServer
from workers.store import migrate
from workers.store.database import Database
from workers.store.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/migrated.db")
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        database = Database(server.create_database(f"migrated_{random.randrange(10**9)}"))
    yield database
    database.close()


def test_migrations_make_what_the_models_say(empty: Database) -> None:
    migrate.upgrade(empty)
    with empty.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def names(database: Database) -> set[str]:
    with database.read() as connection:
        seen = inspect(connection)
        return {*seen.get_table_names(), *seen.get_view_names()}


def test_down_and_up_again(empty: Database) -> None:
    assert migrate.problems(empty) == ["the database is empty: run `fivefold db upgrade`"]
    migrate.upgrade(empty)
    everything = names(empty)
    assert migrate.downgrade(empty, "base") == ""
    assert names(empty) <= {"alembic_version"}
    migrate.upgrade(empty)
    assert names(empty) == everything
    assert migrate.problems(empty) == []


def test_one_step_down_keeps_the_data(empty: Database) -> None:
    database = make_results(empty.url)
    migrate.downgrade(database, "-1")
    assert not names(database) & set(VIEWS)
    assert migrate.problems(database)[0].startswith("the schema is 0001")
    migrate.upgrade(database)
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM v1_article")).scalar() == N_ARTICLES - 2
    database.close()


def test_views_come_and_go_while_workers_write(empty: Database) -> None:
    migrate.upgrade(empty)
    fill(empty, 400)
    stop, errors = threading.Event(), []

    def keep_writing() -> None:
        first = 401
        while not stop.is_set() and first < 20_000:
            try:
                fill(empty, first + 39, first=first)
            except (IngestError, SQLAlchemyError) as error:
                errors.append(error)
                return
            first += 40

    worker = threading.Thread(target=keep_writing)
    worker.start()
    other = Database(empty.url)
    for _ in range(3):
        migrate.downgrade(other, "0001")
        migrate.upgrade(other)
    stop.set()
    worker.join()
    other.close()
    assert errors == []
    assert migrate.problems(empty) == []


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ("DROP VIEW v1_mention", "view v1_mention is missing"),
        ("DROP TABLE gauge", "table gauge is missing"),
        ("ALTER TABLE progress DROP COLUMN n_finished", "table progress has no column n_finished"),
        ("DROP VIEW v1_feed; CREATE VIEW v1_feed AS SELECT id AS feed_id FROM feed", "view v1_feed has no column"),
    ],
)
def test_drift_is_noticed(empty: Database, damage: str, complaint: str) -> None:
    migrate.upgrade(empty)
    with empty.write() as connection:
        for statement in damage.split("; "):
            connection.exec_driver_sql(statement)
    assert migrate.problems(empty)[0].startswith(complaint)


def test_a_newer_schema_is_left_alone(empty: Database) -> None:
    migrate.upgrade(empty)
    with empty.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for attempt in (migrate.upgrade, migrate.problems):
        with pytest.raises(Misconfigured, match="newer than this version"):
            attempt(empty)


def test_the_commands(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert fivefold(env, "db", "check").returncode == 1
    assert fivefold(env, "db", "upgrade").stdout == f"schema {migrate.newest_revision()}\n"
    assert fivefold(env, "db", "check").returncode == 0
    assert fivefold(env, "db", "new-epoch").stdout.startswith("epoch ")
