"""A small database for each test, made once a run and copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ops.console.app import make_console
from tests.ops.world import build
from workers.settings import Settings
from workers.store import migrate
from workers.store.database import Database

LOOPBACK = "http://127.0.0.1:8760"
TOKEN = "a-token-that-nobody-guesses"  # of these tests alone
MakeClient = Callable[..., TestClient]


def make_database(path: Path, *, is_empty: bool = False) -> Database:
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database)
    if not is_empty:
        build(database)
    return database


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files that are copied: one with a world, one without."""
    folder = tmp_path_factory.mktemp("template")
    for name in ("world", "empty"):
        make_database(folder / f"{name}.db", is_empty=name == "empty").close()
    return {name: folder / f"{name}.db" for name in ("world", "empty")}


def _copied(template: Path, folder: Path) -> Iterator[Database]:
    path = Path(shutil.copy(template, folder / template.name))
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def database(template: dict[str, Path], tmp_path: Path) -> Iterator[Database]:
    yield from _copied(template["world"], tmp_path)


@pytest.fixture
def empty(template: dict[str, Path], tmp_path: Path) -> Iterator[Database]:
    yield from _copied(template["empty"], tmp_path)


@pytest.fixture
def client(database: Database) -> TestClient:
    """A visitor on loopback of a console without a token."""
    return TestClient(make_console(Settings(), database), base_url=LOOPBACK, follow_redirects=False)


@pytest.fixture
def guarded(database: Database) -> TestClient:
    """A visitor of a console with a token."""
    app = make_console(Settings(console_token=TOKEN), database)
    return TestClient(app, base_url="http://console.example", follow_redirects=False)
