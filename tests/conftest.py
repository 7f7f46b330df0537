"""Fixtures for all tests. Unit tests open no sockets: what needs servers is in integration/, faults/ and hostile/."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import text

from tests.servers import PostgresServer, postgres_server
from workers.store import migrate
from workers.store.database import Database
from workers.store.tables import metadata

# Machines are shared and noisy: a slow example is no failure.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings or the data of the person who runs it."""
    for name in [name for name in os.environ if name.startswith("FIVEFOLD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FIVEFOLD_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the whole run, started when first asked for."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with our schema, to copy."""
    path = tmp_path_factory.mktemp("pattern") / "fivefold.db"
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_for_all(postgres: PostgresServer) -> Iterator[Database]:
    """A PostgreSQL database with our schema, for one test after another: emptying it is faster than making one."""
    database = Database(postgres.create_database("for_all"))
    migrate.upgrade(database)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database with our schema, of either kind."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("sqlite_pattern"), tmp_path / "fivefold.db")
        yield f"sqlite:///{path}"
        return
    database: Database = request.getfixturevalue("postgres_for_all")
    yield database.url
    with database.write() as connection:
        names = [name for name in metadata.tables if name != "epoch"]
        connection.execute(text(f"TRUNCATE {', '.join(names)} RESTART IDENTITY"))
