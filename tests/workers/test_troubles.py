"""What gets in the way is said once in a while and counted each time; no traceback, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kombu.exceptions import OperationalError
from sqlalchemy import select
from structlog.testing import capture_logs

from pipeline.errors import Transient
from pipeline.stages import BY_NAME
from schemas.outcome import Reason
from workers import doorbell, telemetry
from workers.store import migrate, troubles
from workers.store.database import Database
from workers.store.tables import outcome
from workers.task import task

NOW = datetime(2025, 6, 9, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    troubles._met.clear()
    telemetry._last_said.clear()
    opened = Database(f"sqlite:///{tmp_path / 'troubles.db'}")
    migrate.upgrade(opened)
    yield opened
    opened.close()
    troubles._met.clear()


def counted(database: Database) -> list[tuple[str, str, str, int | None]]:
    """Stage, status, reason and entry of what was written just now."""
    with database.write() as connection:
        troubles.write_troubles(connection, NOW, "host:1")
        query = select(outcome.c.stage, outcome.c.status, outcome.c.reason, outcome.c.entry_id)
        return [tuple(row) for row in connection.execute(query.order_by(outcome.c.id))]


def test_a_database_that_is_away_makes_one_line_and_no_traceback(database: Database) -> None:
    @task("fivefold.clean_in_vain", soft=1, hard=2)
    def fails(_: list[int]) -> None:
        raise Transient("database: the server closed the connection", Reason.DATABASE)

    with capture_logs() as said:
        for _ in range(50):
            fails([1])
    assert [(one["event"], one["log_level"]) for one in said] == [("task_postponed", "warning")]
    assert "exc_info" not in said[0]
    assert counted(database) == [("clean_in_vain", "retry", Reason.DATABASE, None)] * 50
    assert len(counted(database)) == 50


def test_a_broker_that_takes_nothing_is_counted_and_not_raised(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def send_task(self, *_: object, **__: object) -> None:
            raise OperationalError("OOM command not allowed when used memory > 'maxmemory'. redis://:secret@h/0")

    monkeypatch.setattr(doorbell, "current_app", Full())
    with capture_logs() as said:
        assert [doorbell.ring(BY_NAME["fold"], [1, 2]) for _ in range(3)] == [False] * 3
    assert [one["event"] for one in said] == ["doorbell_failed"]
    assert counted(database) == [("fold", "retry", Reason.BROKER, None)] * 3
    with database.read() as connection:
        assert not any("secret" in one for one in connection.execute(select(outcome.c.detail)).scalars())


def test_what_is_met_without_end_is_bounded(database: Database) -> None:
    for _ in range(2 * troubles.MOST):
        troubles.meet_trouble("clean", Reason.DATABASE, "away")
    assert len(counted(database)) == troubles.MOST
