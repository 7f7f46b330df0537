"""Migrations: they make what the models say, go down and up again with data in them, and drift is noticed."""

from __future__ import annotations

import importlib
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from pipeline.errors import IngestError, Misconfigured
from schemas import contract
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


NEXT = '''
"""What a next version may do: add a column, a table, an index, and a column at the end of a view."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{newest}", None, None
OLD = """{view}"""


def upgrade():
    op.add_column("article", sa.Column("n_words", sa.Integer(), nullable=True))
    op.add_column("change", sa.Column("why", sa.String(), nullable=False, server_default="none"))
    op.create_table("topic", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String()))
    op.create_index("ix_article_n_words", "article", ["n_words"])
    op.execute("DROP VIEW v1_article")
    op.execute(OLD.replace("a.updated_at", "a.updated_at, a.n_words"))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT ON v1_article TO fivefold_reader")


def downgrade():
    op.execute("DROP VIEW v1_article")
    op.drop_index("ix_article_n_words", "article")
    op.drop_table("topic")
    op.drop_column("change", "why")
    op.drop_column("article", "n_words")
    op.execute(OLD)
'''


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """The migrations of a version after this one."""
    scripts = tmp_path / "next"
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    view = importlib.import_module("schemas.migrations.versions.0002_views").VIEWS["v1_article"]
    text_of_next = NEXT.replace("{newest}", migrate.newest_revision()).replace(
        "{view}", f"CREATE VIEW v1_article AS {view}"
    )
    (scripts / "versions/9999_next.py").write_text(text_of_next)
    return scripts


class Busy(threading.Thread):
    """Does something again and again until it is stopped; keeps the first error."""

    def __init__(self, work: Callable[[int], None]) -> None:
        super().__init__()
        self.work, self.is_stopped, self.n_done = work, threading.Event(), 0
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            while not self.is_stopped.is_set():
                self.work(self.n_done)
                self.n_done += 1
        except (IngestError, SQLAlchemyError, AssertionError) as error:
            self.error = error

    def wait_for(self, n_more: int) -> None:
        """Let it work, whatever the speed of the machine."""
        wanted = self.n_done + n_more
        while self.n_done < wanted and self.is_alive():
            self.join(0.01)


def test_this_version_works_while_the_next_one_migrates(
    empty: Database, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Up and down again under a writer and a reader that know nothing of it; no error, no gap, nothing missed."""
    migrate.upgrade(empty)
    fill(empty, 40)
    followed: list[int] = []

    def write(number: int) -> None:
        first = 41 + 40 * number
        fill(empty, first + 39, first=first)

    def read(_: int) -> None:
        with empty.read() as connection:
            followed.extend(one.seq for one in contract.read_changes(connection, len(followed)))
            latest = contract.read_rows(connection, contract.Article, "ORDER BY article_id DESC LIMIT 5")
            assert len(list(latest)) == 5

    busy = [Busy(write), Busy(read)]
    for one in busy:
        one.start()
    ours, newest, other = migrate.SCRIPTS, migrate.newest_revision(), Database(empty.url)
    for _ in range(3):
        monkeypatch.setattr(migrate, "SCRIPTS", next_version)
        assert migrate.upgrade(other) == "9999"
        monkeypatch.setattr(migrate, "SCRIPTS", ours)
        assert migrate.problems(other) == [], "this version is content with the next one's schema"
        assert migrate.upgrade(other) == "9999", "and leaves it alone"
        for one in busy:
            one.wait_for(3)
        monkeypatch.setattr(migrate, "SCRIPTS", next_version)
        assert migrate.downgrade(other, "-1") == newest
        for one in busy:
            one.wait_for(3)
    for one in busy:
        one.is_stopped.set()
        one.join()
    assert [one.error for one in busy] == [None, None]
    other.close()
    while (before := len(followed)) == 0 or (read(0), len(followed))[1] > before:
        pass
    n_changes = 40 * (1 + busy[0].n_done) // 4 * 7
    assert followed == list(range(1, n_changes + 1))


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE gauge RENAME COLUMN value TO number",
        "ALTER TABLE gauge ADD COLUMN unit integer NOT NULL",
        "DROP VIEW v1_date",
    ],
)
def test_a_newer_schema_that_we_cannot_serve_is_left_alone(empty: Database, change: str) -> None:
    migrate.upgrade(empty)
    if empty.is_sqlite and "NOT NULL" in change:
        pytest.skip("SQLite adds no such column")
    with empty.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.exec_driver_sql(change)
    for attempt in (migrate.upgrade, migrate.problems):
        with pytest.raises(Misconfigured, match="newer than this version knows"):
            attempt(empty)


def test_the_commands(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert fivefold(env, "db", "check").returncode == 1
    assert fivefold(env, "db", "upgrade").stdout == f"schema {migrate.newest_revision()}\n"
    assert fivefold(env, "db", "check").returncode == 0
    assert fivefold(env, "db", "new-epoch").stdout.startswith("epoch ")
