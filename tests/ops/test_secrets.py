"""Six planted secrets appear in no page, metric, log, error or screen, at debug level too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ops.console.app import make_console
from tests.commands import environment, fivefold
from tests.ops.conftest import TOKEN
from tests.ops.test_pages import PAGES
from tests.ops.world import HUB_SECRET, SECRET
from workers.settings import Settings
from workers.store.database import Database
from workers.telemetry import configure_logging, get_logger

DATABASE_PASSWORD = "s3cr3t-of-the-database"  # planted
BROKER_PASSWORD = "s3cr3t-of-the-broker"  # planted
PROXY_PASSWORD = "s3cr3t-of-a-page"  # planted
SECRETS = (DATABASE_PASSWORD, BROKER_PASSWORD, TOKEN, SECRET, HUB_SECRET, PROXY_PASSWORD)
DATABASE_URL = f"postgresql://fivefold:{DATABASE_PASSWORD}@127.0.0.1:1/fivefold"
BROKER_URL = f"redis://:{BROKER_PASSWORD}@127.0.0.1:1/0"


def found_in(text: str) -> list[str]:
    return [one for one in SECRETS if one in text]


@pytest.fixture
def settings() -> Settings:
    return Settings(database_url=DATABASE_URL, broker_url=BROKER_URL, console_token=TOKEN, log_level="DEBUG")


@pytest.fixture
def visitor(settings: Settings, database: Database) -> TestClient:
    return TestClient(make_console(settings, database), headers={"Authorization": f"Bearer {TOKEN}"})


@pytest.mark.parametrize(
    "path", [*PAGES, "/metrics", "/healthz", "/login", "/nowhere", "/api/v1/feeds", "/api/v1/articles"]
)
def test_no_page_shows_one(visitor: TestClient, path: str) -> None:
    answer = visitor.get(path)
    assert found_in(answer.text + str(answer.headers)) == []


def test_wrong_logins_are_not_repeated(visitor: TestClient) -> None:
    answer = visitor.post("/login", data={"token": SECRET}, headers={"Authorization": ""})
    assert found_in(answer.text) == []


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        assert json.loads(line)["event"]
        yield line


def test_no_log_line_shows_one(settings: Settings, database: Database, capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging(settings.model_copy(update={"log_format": "json"}))
    log = get_logger("test")
    log.debug("settings_read", settings=str(settings), database=DATABASE_URL, nested={"broker": [BROKER_URL]})
    log.warning("feed_failed", url=f"https://user:{SECRET}@b.example/feed")
    try:
        raise ValueError(f"cannot reach {DATABASE_URL}")
    except ValueError:
        log.exception("connection_failed")
    visitor = TestClient(make_console(settings, database), headers={"Authorization": f"Bearer {TOKEN}"})
    for path in PAGES:
        visitor.get(path)
    said = capfd.readouterr().err
    lines = list(_lines(said))
    assert len(lines) >= 3
    assert found_in(said) == []


@pytest.mark.parametrize(
    "arguments",
    [("status",), ("db", "check"), ("feeds", "list"), ("console", "--port", "0"), ("ingest", f"https://u:{PROXY_PASSWORD}@h.example/")],
)  # fmt: skip
def test_no_error_of_a_command_shows_one(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    env = environment(
        tmp_path, database_url=DATABASE_URL, broker_url=BROKER_URL, console_token=TOKEN, log_level="DEBUG"
    )
    found = fivefold(env, *arguments)
    assert found.returncode != 0
    assert found_in(found.stdout + found.stderr) == []
    assert not re.search(r"Traceback", found.stderr) or arguments[0] == "ingest"


def test_settings_do_not_print_them(settings: Settings) -> None:
    assert found_in(f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}") == []
