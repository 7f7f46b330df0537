"""The ledger on a real SQLite file: leases, attempts before the work, suspects alone, settling once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from pipeline.stages import BY_NAME
from schemas.entry import EntryState
from schemas.outcome import DONE, Outcome, Reason, Status
from workers.store import ledger, migrate, positions, sweeping
from workers.store.database import Database
from workers.store.ledger import Claim, Settlement
from workers.store.tables import entry, outcome

CLEAN = BY_NAME["clean"]
LEASE = timedelta(seconds=30)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    store = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    migrate.upgrade(store)
    yield store
    store.close()


def add(database: Database, count: int) -> list[int]:
    with database.write() as connection:
        now = database.now(connection)
        rows = [
            {
                "key": f"key{number}",
                "url": f"http://a.test/{number}",
                "stage": "clean",
                "due_at": now,
                "accepted_at": now,
            }
            for number in range(count)
        ]
        return ledger.accept(connection, rows)


def take(database: Database, ids: list[int], token: str = "one", at: datetime | None = None) -> list[Claim]:
    with database.write() as connection:
        return ledger.claim(connection, CLEAN, ids, token, at or database.now(connection), LEASE)


def finish(database: Database, claims: list[Claim], result: Outcome = DONE, state: EntryState = EntryState.DUE) -> None:
    with database.write() as connection:
        held = ledger.still_held(connection, claims)
        settlements = [Settlement(one, result, "fold", state) for one in claims if one.entry_id in held]
        ledger.settle(connection, settlements, database.now(connection), "test")


def test_accepting_twice_adds_nothing(database: Database) -> None:
    first = add(database, 3)
    assert len(first) == 3
    assert add(database, 3) == []


def test_a_lease_is_exclusive_until_it_ends(database: Database) -> None:
    ids = add(database, 3)
    assert len(take(database, ids)) == 3
    assert take(database, ids, "two") == []
    with database.read() as connection:
        later = database.now(connection) + LEASE * 2
    # The first holder may have died with them: now each is tried alone.
    assert take(database, ids, "two", later) == []
    assert [one.entry_id for one in take(database, ids[:1], "two", later)] == ids[:1]


def test_a_lost_lease_settles_nothing(database: Database) -> None:
    ids = add(database, 1)
    stale = take(database, ids)
    with database.read() as connection:
        later = database.now(connection) + LEASE * 2
    fresh = take(database, ids, "two", later)
    finish(database, stale)
    with database.read() as connection:
        assert connection.execute(select(entry.c.stage)).scalar_one() == "clean"
    finish(database, fresh)
    with database.read() as connection:
        assert connection.execute(select(entry.c.stage)).scalar_one() == "fold"
        assert len(connection.execute(select(outcome.c.id)).all()) == 1


def test_only_deaths_alone_bury(database: Database) -> None:
    ids = add(database, 2)
    with database.read() as connection:
        now = database.now(connection)
    take(database, ids, "batch", now)
    for round_ in range(1, ledger.MAX_CRASHES + 1):
        now += LEASE * 2
        with database.write() as connection:
            assert sweeping.bury_crashed(connection, now) == []
        assert len(take(database, ids[:1], f"alone{round_}", now)) == 1
    now += LEASE * 2
    with database.write() as connection:
        assert sweeping.bury_crashed(connection, now) == ids[:1]
        row = connection.execute(select(entry).where(entry.c.id == ids[0])).mappings().one()
        assert (row["state"], row["reason"]) == ("dead", Reason.CRASH)
        counts = positions.conservation(connection)
    assert counts == {"accepted": 2, "stored": 0, "duplicate": 0, "rejected": 0, "dead": 1, "in_flight": 1}


def test_success_clears_the_suspicion(database: Database) -> None:
    ids = add(database, 1)
    take(database, ids)
    with database.read() as connection:
        later = database.now(connection) + LEASE * 2
    finish(database, take(database, ids, "two", later))
    with database.read() as connection:
        row = connection.execute(select(entry)).mappings().one()
    assert (row["n_crashes"], row["is_suspect"], row["n_tries"], row["lease_token"]) == (0, False, 0, None)


def test_postponing_counts_no_attempt(database: Database) -> None:
    ids = add(database, 1)
    claims = take(database, ids)
    with database.write() as connection:
        at = database.now(connection) + timedelta(hours=1)
        ledger.postpone(connection, [(claims[0], at)])
    assert take(database, ids, "early") == []
    later = take(database, ids, "late", at + timedelta(seconds=1))
    assert later[0].n_tries == 1


def test_the_sweeper_rings_once_per_interval(database: Database) -> None:
    ids = add(database, 5)
    again = timedelta(seconds=20)
    with database.write() as connection:
        now = database.now(connection)
        assert [one for one, _ in sweeping.overdue(connection, CLEAN, now, again, 100)] == ids
        assert sweeping.overdue(connection, CLEAN, now, again, 100) == []
        assert len(sweeping.overdue(connection, CLEAN, now + again * 2, again, 100)) == 5


def test_the_dead_come_back_alone(database: Database) -> None:
    ids = add(database, 2)
    claims = take(database, ids)
    finish(database, claims, Outcome(Status.DEAD, Reason.POISON), EntryState.DEAD)
    with database.write() as connection:
        now = database.now(connection)
        assert sweeping.revive(connection, ids[:1], now) == 1
        assert positions.conservation(connection)["dead"] == 1
        assert sweeping.revive(connection, None, now) == 1
        stage = BY_NAME["fold"]
        assert [is_suspect for _, is_suspect in sweeping.overdue(connection, stage, now, LEASE, 10)] == [True, True]


def fill(database: Database, ids: list[int]) -> list[int]:
    with database.write() as connection:
        return ledger.fill_up(connection, CLEAN, ids, database.now(connection))


def test_a_batch_takes_along_what_else_waits(database: Database) -> None:
    ids = add(database, CLEAN.batch + 5)
    assert fill(database, ids[:1]) == ids[: CLEAN.batch]
    assert fill(database, ids[:3]) == ids[: CLEAN.batch]
    take(database, ids[2:])
    assert fill(database, ids[:1]) == ids[:2]


def test_a_suspect_is_neither_taken_along_nor_in_company(database: Database) -> None:
    ids = add(database, 3)
    with database.write() as connection:
        connection.execute(update(entry).where(entry.c.id == ids[1]).values(is_suspect=True))
    assert fill(database, ids[:1]) == [ids[0], ids[2]]
    assert fill(database, ids[1:2]) == [ids[1]]
