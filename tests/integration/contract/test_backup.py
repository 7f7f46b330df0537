"""`docs/backup.md` does what it says: its commands, run as they stand, bring everything back, in a new epoch."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import func, select

from schemas.change import ChangeKind
from schemas.contract import EpochChanged, read_changes, read_epoch
from tests.commands import ROOT, command, environment
from tests.integration.contract.conftest import N_ARTICLES, make_results
from tests.servers import PostgresServer
from workers.store import migrate
from workers.store.changes import Event, add_changes, sequence
from workers.store.database import Database
from workers.store.tables import metadata

BLOCKS = re.findall(r"^```sh\n(.*?)^```", (ROOT / "docs/backup.md").read_text(encoding="utf-8"), re.M | re.S)


def shell(script: str, folder: Path, **names: str) -> None:
    """Run a block of the page with `fivefold` and the tools of PostgreSQL at hand."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    python, *rest = command()
    (tools / "fivefold").write_text(f"#!/bin/sh\nPYTHONPATH={ROOT} exec {python} -c '{rest[1]}' \"$@\"\n")
    (tools / "fivefold").chmod(0o755)
    env = environment(folder) | names
    env["PATH"] = os.pathsep.join([str(tools), names.get("BINARIES", ""), env["PATH"]])
    run = subprocess.run(["sh", "-e", "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def content(database: Database) -> dict[str, int]:
    with database.read() as connection:
        tables = metadata.sorted_tables
        counts = {one.name: connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables}
        return counts | {"last_seq": len(list(read_changes(connection, 0, 10**6)))}


def write_on(database: Database) -> None:
    """What happens between the backup and the loss."""
    from datetime import UTC, datetime

    with database.write() as connection:
        add_changes(connection, [Event(ChangeKind.STORY_UPDATED, story_id=1)] * 7, datetime.now(UTC))
    sequence(database)


def check_restored(restored: Database, before: dict[str, int], epoch: str) -> None:
    assert content(restored) == before
    assert before["article"] == N_ARTICLES
    assert migrate.problems(restored) == []
    with restored.read() as connection, pytest.raises(EpochChanged):
        read_changes(connection, before["last_seq"] + 7, epoch=epoch)
    write_on(restored)
    with restored.read() as connection:
        fresh = list(read_changes(connection, before["last_seq"], epoch=read_epoch(connection)))
    assert [one.seq for one in fresh] == [before["last_seq"] + step for step in range(1, 8)]


def test_sqlite(tmp_path: Path) -> None:
    back_up, restore = BLOCKS[:2]
    database = make_results(f"sqlite:///{tmp_path}/fivefold.db")
    with database.read() as connection:
        epoch = read_epoch(connection)
    before = content(database)
    with database.write():
        # A writer is at work while the backup is taken.
        shell(back_up, tmp_path)
    write_on(database)
    database.close()
    shell(restore, tmp_path)
    restored = Database(f"sqlite:///{tmp_path}/fivefold.db")
    check_restored(restored, before, epoch)
    restored.close()


def test_postgresql(postgres: PostgresServer, tmp_path: Path) -> None:
    back_up, restore = BLOCKS[2:]
    database = make_results(postgres.create_database("backed_up"))
    restored = Database(postgres.create_database("restored"))
    names = {
        "SOURCE": database.url.replace("+psycopg", ""),
        "TARGET": restored.url.replace("+psycopg", ""),
        "BINARIES": str(postgres.binaries),
    }
    with database.read() as connection:
        epoch = read_epoch(connection)
    before = content(database)
    with database.write():
        shell(back_up, tmp_path, **names)
    write_on(database)
    shell(restore, tmp_path, **names)
    check_restored(restored, before, epoch)
    database.close()
    restored.close()
