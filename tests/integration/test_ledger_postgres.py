"""The ledger on PostgreSQL under rivals: one message five times at once, opposite orders of locks, clocks that are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Connection, func, select, text, update

from pipeline.errors import Transient
from pipeline.stages import BY_NAME
from schemas.entry import EntryState
from schemas.outcome import DONE, Reason
from tests.servers import PostgresServer
from workers.store import database as store
from workers.store import ledger, migrate
from workers.store.database import Database
from workers.store.ledger import Claim, Settlement
from workers.store.tables import entry, outcome

CLEAN = BY_NAME["clean"]
LEASE = timedelta(minutes=1)
PATIENCE = 600.0


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:
    return postgres.create_database("ledger_rivals")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    migrate.upgrade(opened)
    yield opened
    with opened.write() as connection:
        connection.execute(text("TRUNCATE entry, outcome RESTART IDENTITY CASCADE"))
    opened.close()


def add(database: Database, count: int) -> list[int]:
    with database.write() as connection:
        now = database.now(connection)
        rows = [
            {"key": f"k{n}", "url": f"http://a.test/{n}", "stage": "clean", "due_at": now, "accepted_at": now}
            for n in range(count)
        ]
        return ledger.accept(connection, rows)


def take(database: Database, ids: Sequence[int], token: str) -> list[Claim]:
    with database.write() as connection:
        return ledger.claim(connection, CLEAN, ids, token, database.now(connection), LEASE)


def finish(database: Database, claims: Sequence[Claim]) -> int:
    with database.write() as connection:
        held = ledger.still_held(connection, claims)
        done = [Settlement(one, DONE, "fold", EntryState.DUE) for one in claims if one.entry_id in held]
        ledger.settle(connection, done, database.now(connection), "test")
        return len(done)


def test_a_message_delivered_five_times_at_once_has_one_effect(database: Database) -> None:
    ids, together = add(database, 64), Barrier(5)

    def deliver(number: int) -> int:
        together.wait(PATIENCE)
        return finish(database, take(database, ids, f"worker{number}"))

    with ThreadPoolExecutor(5) as workers:
        assert sum(workers.map(deliver, range(5))) == 64
    with database.read() as connection:
        per_entry = select(outcome.c.entry_id, func.count()).group_by(outcome.c.entry_id)
        assert {row[1] for row in connection.execute(per_entry)} == {1}


def test_a_deadlock_is_the_worlds_doing_and_worth_another_try(database: Database) -> None:
    ids, together = add(database, 2), Barrier(2)

    def touch(connection: Connection, one: int) -> None:
        connection.execute(update(entry).where(entry.c.id == one).values(detail="touched"))

    def touch_both(first: int, second: int) -> str:
        try:
            with database.write() as connection:
                touch(connection, first)
                together.wait(PATIENCE)
                touch(connection, second)
        except Transient as error:
            return error.reason
        return "done"

    with ThreadPoolExecutor(2) as workers:
        ends = [workers.submit(touch_both, *ids), workers.submit(touch_both, *reversed(ids))]
        assert sorted(one.result() for one in ends) == [Reason.DATABASE, "done"]


def test_a_serialization_failure_is_worth_another_try(database: Database) -> None:
    """Some managed servers default to stricter transactions than ours need."""
    (one,) = add(database, 1)
    change = update(entry).where(entry.c.id == one).values(detail="touched")

    def touch_after_another() -> None:
        with database.write() as connection:
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            connection.execute(select(entry.c.id)).all()
            with database.write() as other:
                other.execute(change)
            connection.execute(change)

    with pytest.raises(Transient) as raised:
        touch_after_another()
    assert raised.value.reason is Reason.DATABASE


@pytest.mark.parametrize("hours", [-1, 1])
def test_leases_run_by_the_clock_of_the_database(
    database: Database, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    """A worker an hour off leases for as long as all others, and takes nothing that is held."""

    class Skewed(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + timedelta(hours=hours)

    ids = add(database, 2)
    assert len(take(database, ids[:1], "right")) == 1
    monkeypatch.setattr(store, "datetime", Skewed)
    assert [one.entry_id for one in take(database, ids, "skewed")] == ids[1:]
    left = select(func.extract("epoch", entry.c.lease_until - func.clock_timestamp())).order_by(entry.c.id)
    with database.read() as connection:
        assert all(-PATIENCE < seconds <= LEASE.total_seconds() for seconds in connection.execute(left).scalars())
