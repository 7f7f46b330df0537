"""`fivefold dead`, `trace` and `replay`: what died is told and can come back; a replay changes only what is different."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from typer.testing import CliRunner

from tests.plain_plant import STAGES, pages, plant, run_stage
from workers.cli.main import app
from workers.deriving import derive_facts
from workers.store import migrate
from workers.store.database import Database
from workers.store.intake import take_in
from workers.store.tables import entry, fact
from workers.tasks.cleaner import Cleaner


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    with plant(f"sqlite:///{tmp_path / 'own.db'}", monkeypatch) as database:
        migrate.upgrade(database)
        take_in(database, pages(3), lambda _: None)
        yield database


def say(database: Database, *arguments: str) -> tuple[int, Any]:
    """The exit code of a command and what it printed, from JSON where it is JSON."""
    found = CliRunner().invoke(app, [*arguments, "--database", database.url])
    return found.exit_code, json.loads(found.stdout) if "--json" in arguments else found.stdout


def fail(*_: Any) -> None:
    raise ValueError("no such word")


def finish(database: Database) -> None:
    for runner in STAGES:
        run_stage(database, runner)
    derive_facts()


def test_what_died_is_told_and_goes_through_when_it_is_mended(own: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.read() as connection:
        guilty = connection.execute(select(entry.c.id).order_by(entry.c.id)).scalars().all()[1]
        url = connection.execute(select(entry.c.url).where(entry.c.id == guilty)).scalar_one()
    with monkeypatch.context() as patched:
        patched.setattr(Cleaner, "work", fail)
        patched.setattr(Cleaner, "is_filled_up", False)
        for _ in range(3):
            Cleaner().run([guilty])
            with own.write() as connection:
                connection.execute(update(entry).values(due_at=datetime(2000, 1, 1, tzinfo=UTC)))
    code, dead = say(own, "dead", "list", "--json")
    assert code == 1
    assert [(one["id"], one["stage"], one["reason"], one["detail"]) for one in dead] == [
        (guilty, "clean", "bug", "ValueError: no such word")
    ]
    code, shown = say(own, "dead", "show", url, "--json")
    assert code == 0
    assert shown["payload_bytes"] > 500
    assert [one["status"] for one in shown["visits"]] == ["retry", "retry", "dead"]
    assert "no such word" in json.dumps(say(own, "trace", url, "--json")[1])
    assert say(own, "dead", "replay", str(guilty)) == (0, "1 entries sent back\n")
    Cleaner().run([guilty])
    finish(own)
    assert say(own, "dead", "list", "--json") == (0, [])


def test_a_replay_says_what_would_change_and_changes_nothing_else(own: Database) -> None:
    finish(own)
    assert say(own, "replay", "--from", "publish", "--diff", "--json") == (0, [])
    with own.write() as connection:
        connection.execute(delete(fact))
    assert say(own, "replay", "--from", "publish", "--diff", "--json")[1] != []
    assert say(own, "replay", "--from", "publish") == (0, "3 entries sent back to publish\n")
    finish(own)
    assert say(own, "replay", "--from", "publish", "--diff", "--json") == (0, [])
    with own.read() as connection:
        assert set(connection.execute(select(entry.c.state)).scalars()) == {"stored"}
