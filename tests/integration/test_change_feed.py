"""The promise of the change feed, under writers that hold transactions open and processes that are killed."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from ops.console.metrics import Exporter
from schemas.change import ChangeKind
from schemas.contract import EpochChanged, read_changes, read_epoch
from tests.integration.feed_process import Victim, cursor, metadata, read_on, seen
from tests.servers import PostgresServer
from workers.store import migrate
from workers.store.changes import SEQUENCER_LOCK, Event, add_changes, begin_epoch, sequence
from workers.store.database import Database
from workers.store.gauges import read_gauges
from workers.store.status import take_status

N_WRITERS = 8
N_KILLS = 20
PER_WRITER = 1_000_000
LEAST_CHANGES = 500


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/feed.db"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.create_database(f"feed_{random.randrange(10**9)}")
    made = Database(url)
    migrate.upgrade(made)
    with made.write() as connection:
        metadata.create_all(connection)
        connection.execute(insert(cursor).values(after=0))
    yield made
    made.close()


class Writer(threading.Thread):
    """Commits transactions of a few changes each; some stay open for a while, some are rolled back."""

    def __init__(self, database: Database, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.database, self.stop = database, stop
        self.base = number * PER_WRITER
        self.random = random.Random(number)
        self.committed_at: dict[int, float] = {}

    def run(self) -> None:
        n_written = 0
        while not self.stop.is_set():
            ids = [self.base + n_written + step for step in range(self.random.randint(1, 5))]
            n_written += len(ids)
            if self._write(ids):
                self.committed_at |= dict.fromkeys(ids, time.monotonic())
            time.sleep(self.random.uniform(0, 0.2))

    def _write(self, ids: list[int]) -> bool:
        is_undone = self.random.random() < 0.1
        try:
            with self.database.write() as connection:
                events = [Event(ChangeKind.ARTICLE_CREATED, article_id=one) for one in ids]
                add_changes(connection, events, datetime.now(UTC))
                # One in fifty holds its transaction open; SQLite's writers would only make each other wait.
                is_long = self.random.random() < 0.02 and not self.database.is_sqlite
                time.sleep(self.random.uniform(0.5, 2.0) if is_long else 0.002)
                if is_undone:
                    raise InterruptedError
        except InterruptedError:
            return False
        return True


class Watcher(threading.Thread):
    """Notes when each change can first be read."""

    def __init__(self, database: Database, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.database, self.stop = database, stop
        self.seen_at: dict[int, float] = {}

    def run(self) -> None:
        after = 0
        while not self.stop.is_set():
            with self.database.read() as connection:
                for one in read_changes(connection, after):
                    assert one.article_id is not None
                    self.seen_at[one.article_id] = time.monotonic()
                    after = one.seq
            time.sleep(0.01)


def start_processes(database: Database) -> list[Victim]:
    """Two sequencers that compete, and one reader."""
    running = [Victim(kind, database.url) for kind in ("sequencer", "sequencer", "reader")]
    for one in running:
        one.wait()
    return running


def kill_and_restart(running: list[Victim], n_kills: int) -> float:
    """One of the processes dies again and again, and is replaced. Returns the seconds of the slowest start."""
    dice, slowest = random.Random(7), 0.0
    for _ in range(n_kills):
        victim = dice.randrange(len(running))
        running[victim].kill(after=dice.uniform(0, 0.4))
        started = time.monotonic()
        running[victim] = Victim(running[victim].kind, running[victim].url)
        running[victim].wait()
        slowest = max(slowest, time.monotonic() - started)
    for one in running:
        one.kill(after=0)
    return slowest


def test_nothing_is_missed_or_repeated_through_kills(database: Database) -> None:
    stop, stop_watching = threading.Event(), threading.Event()
    writers = [Writer(database, number, stop) for number in range(N_WRITERS)]
    watcher = Watcher(database, stop_watching)
    running = start_processes(database)
    for thread in (*writers, watcher):
        thread.start()
    slowest_start = kill_and_restart(running, N_KILLS)
    while sum(len(writer.committed_at) for writer in writers) <= LEAST_CHANGES:
        time.sleep(0.1)
    stop.set()
    for writer in writers:
        writer.join()
    sequence(database)
    stop_watching.set()
    watcher.join()

    committed = {one: at for writer in writers for one, at in writer.committed_at.items()}
    rows = drain(database)
    assert len(committed) > LEAST_CHANGES
    assert [seq for seq, _ in rows] == list(range(1, len(committed) + 1))
    assert sorted(article_id for _, article_id in rows) == sorted(committed)
    for number in range(N_WRITERS):
        mine = [article_id for _, article_id in rows if article_id // PER_WRITER == number]
        assert mine == sorted(mine), "an effect came before its cause"
    lags = sorted(watcher.seen_at[one] - at for one, at in committed.items() if one in watcher.seen_at)
    p95 = lags[int(len(lags) * 0.95)]
    print(f"{len(committed)} changes, lag p50 {lags[len(lags) // 2]:.3f} s, p95 {p95:.3f} s, most {lags[-1]:.3f} s")
    # The contract's two seconds are for a machine with time to spare, and are printed above. A loaded machine that takes
    # seconds to start a process takes as many here; a sequencer that waits for a poll or a lock takes far longer.
    assert p95 <= max(10.0, 3 * slowest_start)


def drain(database: Database) -> list[tuple[int, int]]:
    """Let the reader finish, and tell what it has seen."""
    with database.read() as connection:
        epoch = read_epoch(connection)
    while read_on(database, epoch):
        pass
    with database.read() as connection:
        return [(row.seq, row.article_id) for row in connection.execute(select(seen).order_by(seen.c.seq))]


def test_an_open_transaction_holds_nobody_up(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    created = [Event(ChangeKind.ARTICLE_CREATED, article_id=number) for number in (1, 2)]
    with database.write() as slow:
        add_changes(slow, created[:1], datetime.now(UTC))
        with database.write() as quick:
            add_changes(quick, created[1:], datetime.now(UTC))
        assert sequence(database) == 1
    assert sequence(database) == 1
    with database.read() as connection:
        assert [(one.seq, one.article_id) for one in read_changes(connection)] == [(1, 2), (2, 1)]


def test_who_holds_the_sequencer_up_is_noticed(database: Database) -> None:
    """A session that hangs with the sequencer's lock: readers see nothing new, and the lag that the alarm watches rises."""
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time: its lock is the sequencer's")
    now = datetime.now(UTC)
    with database.write() as hanging:
        hanging.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SEQUENCER_LOCK})
        with database.write() as connection:
            add_changes(connection, [Event(ChangeKind.ARTICLE_CREATED, article_id=1)], now)
        assert sequence(database) == 0
        with database.read() as connection:
            assert list(read_changes(connection)) == []
            lags = [read_gauges(connection, now + timedelta(seconds=age))["change_lag"] for age in (0, 59, 90)]
            page = Exporter().export(connection, now + timedelta(seconds=90))
            problems = take_status(connection, now + timedelta(seconds=90))["problems"]
    assert lags == [0.0, 59.0, 90.0]
    assert "fivefold_change_lag_seconds 90" in page
    assert "the change feed lags 90 s behind" in problems
    assert sequence(database) == 1
    with database.read() as connection:
        assert read_gauges(connection, now + timedelta(seconds=91))["change_lag"] == 0.0


def test_a_reader_learns_of_a_new_epoch(database: Database) -> None:
    with database.read() as connection:
        epoch = read_epoch(connection)
        assert list(read_changes(connection, epoch=epoch)) == []
    with database.write() as connection:
        fresh = begin_epoch(connection)
    with database.read() as connection, pytest.raises(EpochChanged) as caught:
        list(read_changes(connection, 5, epoch=epoch))
    assert (caught.value.known, caught.value.found) == (epoch, fresh)


def test_many_changes_are_numbered_in_batches(database: Database) -> None:
    with database.write() as connection:
        events = [Event(ChangeKind.STORY_UPDATED, story_id=number) for number in range(12_000)]
        add_changes(connection, events, datetime.now(UTC))
    assert sequence(database) == 12_000
    with database.read() as connection:
        last = list(read_changes(connection, 11_998))
        assert [one.seq for one in last] == [11_999, 12_000]
        assert connection.execute(select(func.count()).select_from(seen)).scalar() == 0
