"""How a batch leaves a stage when not all goes well: time is up, the worker stops, the database is away or refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import Connection, select

from pipeline.errors import Transient
from schemas.outcome import Outcome, Reason, Rejected
from workers import cpu, debts, doorbell, resources, stage, stopping
from workers.settings import load_settings
from workers.stage import Finished, StageRunner
from workers.store import ledger, migrate, troubles
from workers.store.database import Database
from workers.store.ledger import Claim
from workers.store.tables import entry, outcome


class Worker(StageRunner[int, int]):
    """A cleaner whose work and saving are what a test says."""

    name = "clean"
    on_work: ClassVar[Callable[[int], int]]
    on_save: ClassVar[Callable[[list[int]], None]]

    def load(self, connection: Connection, claims: Sequence[Claim]) -> Mapping[int, int]:
        return {held.entry_id: held.entry_id for held in claims}

    def work(self, claim: Claim, item: int) -> int | Rejected | Outcome:
        return type(self).on_work(item)

    def save(self, connection: Connection, done: Sequence[Finished[int]], now: datetime) -> None:
        type(self).on_save([one.claim.entry_id for one in done])


@pytest.fixture
def ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Four entries due for cleaning, in the database of this process."""
    load_settings.cache_clear()
    database = Database(f"sqlite:///{tmp_path / 'stage.db'}")
    migrate.upgrade(database)
    monkeypatch.setattr(resources, "database", lambda: database)
    monkeypatch.setattr(doorbell, "ring", lambda *_, **__: True)
    monkeypatch.setattr(stage.time, "sleep", lambda _: None)
    monkeypatch.setattr(Worker, "is_filled_up", False)
    Worker.on_work = staticmethod(lambda item: item)
    Worker.on_save = staticmethod(lambda ids: None)
    with database.write() as connection:
        now = database.now(connection)
        rows = [
            {"key": f"k{n}", "url": f"http://a.test/{n}", "stage": "clean", "due_at": now, "accepted_at": now}
            for n in range(4)
        ]
        found = ledger.accept(connection, rows)
    yield found
    stopping._told[0] = 0
    debts._owed.clear()
    troubles._met.clear()
    database.close()
    load_settings.cache_clear()


def rows() -> list[Any]:
    with resources.database().read() as connection:
        return list(connection.execute(select(entry).order_by(entry.c.id)).all())


def outcomes() -> list[tuple[str, str | None]]:
    with resources.database().read() as connection:
        query = select(outcome.c.status, outcome.c.reason).order_by(outcome.c.id)
        return [(row[0], row[1]) for row in connection.execute(query)]


def free() -> list[int]:
    return [row.id for row in rows() if row.lease_until is None and row.stage == "clean"]


def out_of_time_at(guilty: int) -> Callable[[int], int]:
    def work(item: int) -> int:
        if item == guilty:
            raise SoftTimeLimitExceeded
        return item

    return work


def test_time_that_is_up_blames_nobody_in_a_batch(ids: list[int]) -> None:
    Worker.on_work = staticmethod(out_of_time_at(ids[1]))
    assert Worker().run(ids) == ids[:1]
    done, suspect, *rest = rows()
    assert (done.stage, done.lease_until) == ("fold", None)
    assert (suspect.is_suspect, suspect.n_errors, suspect.n_tries, suspect.lease_until) == (True, 0, 0, None)
    assert [(row.is_suspect, row.n_tries, row.lease_until) for row in rest] == [(False, 0, None)] * 2
    assert outcomes() == [("done", None)]


def test_time_that_is_up_for_one_alone_is_an_error(ids: list[int]) -> None:
    Worker.on_work = staticmethod(out_of_time_at(ids[1]))
    Worker().run(ids[1:2])
    assert outcomes() == [("retry", Reason.HANG)]


def test_who_stops_saves_what_is_done_and_gives_the_rest_back(ids: list[int]) -> None:
    def work(item: int) -> int:
        stopping.begin_stopping()
        return item

    Worker.on_work = staticmethod(work)
    assert Worker().run(ids) == ids[:1]
    assert free() == ids[1:]
    assert {(row.n_tries, row.is_suspect) for row in rows()[1:]} == {(0, False)}
    stopping._told[0] = 0
    Worker.on_work = staticmethod(lambda item: item)
    assert Worker().run(ids) == ids[1:]


def test_a_database_that_stays_away_costs_no_attempt(ids: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    database, is_away = resources.database(), []
    write = database.write

    @contextmanager
    def writing() -> Iterator[Connection]:
        if is_away:
            raise Transient("database: no answer", Reason.DATABASE)
        with write() as connection:
            yield connection

    monkeypatch.setattr(database, "write", writing)
    monkeypatch.setattr(stage, "PATIENCE", 0.0)

    def work(item: int) -> int:
        is_away.append(True)
        return item

    Worker.on_work = staticmethod(work)
    for _ in range(5):
        with pytest.raises(Transient):
            Worker().run(ids[:1])
        assert rows()[0].n_crashes == 1
        with pytest.raises(Transient):
            Worker().run(ids[:1])  # it owes a claim and cannot pay: it takes no other
        is_away.clear()
        debts.repay(database)
        assert (rows()[0].n_crashes, rows()[0].n_tries, rows()[0].lease_until) == (0, 0, None)
    assert outcomes() == []


def test_a_full_disk_that_takes_claims_and_no_products_buries_nobody(
    ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: list[int]) -> None:
        raise Transient("database: could not extend file: No space left on device", Reason.DATABASE)

    Worker.on_save = staticmethod(full)
    monkeypatch.setattr(stage, "PATIENCE", 0.0)
    for _ in range(5):
        with pytest.raises(Transient):
            Worker().run(ids[:1])
    assert (rows()[0].n_crashes, free()) == (0, ids)
    Worker.on_save = staticmethod(lambda _: None)
    assert Worker().run(ids) == ids


def test_saving_is_tried_again_until_the_database_is_back(ids: list[int]) -> None:
    left = [Transient("database: starting up", Reason.DATABASE)] * 3

    def save(_: list[int]) -> None:
        if left:
            raise left.pop()

    Worker.on_save = staticmethod(save)
    assert Worker().run(ids) == ids


def test_a_save_is_tried_again_five_times_and_each_is_counted(ids: list[int]) -> None:
    left = [Transient("database: deadlock detected", Reason.DATABASE)] * 6

    def save(_: list[int]) -> None:
        if left:
            raise left.pop()

    Worker.on_save = staticmethod(save)
    with pytest.raises(Transient):
        Worker().run(ids)
    assert (left, free()) == ([], ids)
    assert Worker().run(ids) == ids
    assert outcomes() == [*[("done", None)] * 4, *[("retry", Reason.DATABASE)] * 5]


def test_a_product_that_cannot_be_stored_parts_the_batch_and_leaves_with_its_error(ids: list[int]) -> None:
    def save(found: list[int]) -> None:
        if ids[2] in found:
            raise ValueError("no such character")

    Worker.on_save = staticmethod(save)
    assert Worker().run(ids) == []
    assert {(row.is_suspect, row.n_tries, row.lease_until) for row in rows()} == {(True, 0, None)}
    assert [Worker().run([one]) for one in ids] == [ids[:1], ids[1:2], [], ids[3:]]
    assert sorted(outcomes()) == [*[("done", None)] * 3, ("retry", Reason.BUG)]
    assert rows()[2].detail == "ValueError: no such character"


def test_an_item_that_burns_cpu_time_leaves_with_a_hang_and_its_batch_goes_on(
    ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu, "ITEM_SECONDS", 0.05)

    def work(item: int) -> int:
        while item == ids[1]:
            pass
        return item

    Worker.on_work = staticmethod(work)
    assert Worker().run(ids) == [ids[0], *ids[2:]]
    assert sorted(outcomes()) == [("dead", Reason.HANG), *[("done", None)] * 3]


def test_an_item_that_cannot_be_loaded_leaves_with_its_error(ids: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def load(self: Worker, connection: Connection, claims: Sequence[Claim]) -> Mapping[int, int]:
        if ids[2] in {held.entry_id for held in claims}:
            raise ValueError("no such page")
        return {held.entry_id: held.entry_id for held in claims}

    monkeypatch.setattr(Worker, "load", load)
    assert Worker().run(ids) == []
    assert [Worker().run([one]) for one in ids] == [ids[:1], ids[1:2], [], ids[3:]]
    assert rows()[2].detail == "ValueError: no such page"


def test_one_message_takes_along_what_else_waits(ids: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worker, "is_filled_up", True)
    assert Worker().run(ids[:1]) == ids
    assert Worker().run(ids[1:]) == []


def test_a_part_that_is_ready_goes_on_before_the_rest_is_done(ids: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    class InParts(Worker):
        def work_in_parts(
            self, claims: Sequence[Claim], inputs: Mapping[int, int]
        ) -> Iterator[tuple[Sequence[Claim], list[Finished[int]]]]:
            yield claims[:3], self.work_all(claims[:2], inputs)
            assert rung == [ids[:2]]
            assert free() == ids[2:3], "what its part did not begin is given back, and the other part is not"
            raise Transient("database: no answer", Reason.DATABASE)

    rung: list[list[int]] = []
    monkeypatch.setattr(doorbell, "ring", lambda _, entry_ids, **__: rung.append(entry_ids))
    with pytest.raises(Transient):
        InParts().run(ids)
    assert free() == ids[2:]
    assert outcomes() == [("done", None)] * 2
