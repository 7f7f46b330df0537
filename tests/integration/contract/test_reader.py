"""The read-only role on PostgreSQL: what a service that is in it can and cannot do."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors, sql

from schemas.contract import VIEWS, read_changes, read_epoch
from tests.integration.contract.conftest import make_results
from tests.servers import PostgresServer
from workers.store import migrate
from workers.store.database import Database
from workers.store.exporting import EXPORTS, stream
from workers.store.tables import metadata


@pytest.fixture(scope="module")
def owned(postgres: PostgresServer) -> Iterator[Database]:
    """Results that belong to a user who is no superuser, and a service that is in the reader's role."""
    with psycopg.connect(postgres.url().replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("CREATE ROLE keeper LOGIN CREATEROLE")
        admin.execute("CREATE DATABASE kept OWNER keeper")
    database = make_results(postgres.url("kept").replace("postgres@", "keeper@"))
    with psycopg.connect(postgres.url("kept").replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("CREATE ROLE dashboard LOGIN IN ROLE fivefold_reader")
        admin.execute("ALTER ROLE dashboard SET statement_timeout = '5s'")
    yield database
    database.close()


@pytest.fixture
def service(owned: Database) -> Iterator[psycopg.Connection]:
    url = owned.url.replace("keeper@", "dashboard@").replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_views_can_be_read(service: psycopg.Connection, view: str) -> None:
    service.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(view))).fetchall()


@pytest.mark.parametrize("table", sorted({*metadata.tables, "alembic_version"}))
def test_tables_cannot(service: psycopg.Connection, table: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        service.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO v1_entity (entity_id, name, type) VALUES (1, 'x', 'person')",
        "UPDATE v1_entity SET name = 'x'",
        "DELETE FROM v1_entity",
        "TRUNCATE v1_entity",
        "INSERT INTO entity (name, type, key) VALUES ('x', 'person', 'x')",
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP VIEW v1_entity",
        "COMMENT ON VIEW v1_entity IS 'mine'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')",
        "COPY v1_entity TO PROGRAM 'cat'",
        "COPY v1_entity TO '/tmp/stolen'",
        "SELECT lo_import('/etc/passwd')",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'keeper'",
        "SET ROLE keeper",
        "SELECT nextval('change_id_seq')",
    ],
)
def test_it_cannot_do_anything_else(service: psycopg.Connection, owned: Database, statement: str) -> None:
    with owned.read(), pytest.raises((errors.InsufficientPrivilege, errors.WrongObjectType)):
        service.execute(statement)


def test_a_long_query_ends(service: psycopg.Connection) -> None:
    with pytest.raises(errors.QueryCanceled):
        service.execute("SELECT count(*) FROM v1_mention a, v1_mention b, v1_mention c, v1_mention d, v1_mention e")


def test_it_can_export(owned: Database) -> None:
    reader = Database(owned.url.replace("keeper@", "dashboard@") + "&options=-cstatement_timeout%3D0")
    with reader.read() as connection:
        n_rows = {name: sum(len(rows) for _, rows in stream(connection, name, 0)) for name in EXPORTS}
    reader.close()
    assert min(n_rows.values()) > 50


def test_it_can_follow_the_change_feed(service: psycopg.Connection) -> None:
    service.execute("LISTEN fivefold_change")
    found = list(read_changes(service, 3, 2, epoch=read_epoch(service)))
    assert [one.seq for one in found] == [4, 5]


def test_without_the_right_to_create_roles_the_views_come_all_the_same(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.url().replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("CREATE ROLE tenant LOGIN")
        admin.execute("CREATE DATABASE rented OWNER tenant")
    database = Database(postgres.url("rented").replace("postgres@", "tenant@"))
    migrate.upgrade(database)
    assert migrate.problems(database) == []
    migrate.downgrade(database, "base")
    database.close()
