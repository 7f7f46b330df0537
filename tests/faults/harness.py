"""A production pipeline on real servers that faults are thrown at, and the invariants that must hold afterwards."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any, Protocol

from sqlalchemy import func, select, text

from pipeline.errors import Misconfigured, Transient
from tests.faults import invariants
from tests.processes import descendants
from tests.servers import PostgresServer
from workers.settings import Settings
from workers.store import migrate
from workers.store.changes import sequence
from workers.store.database import Database
from workers.store.intake import take_in
from workers.store.positions import conservation, count_due
from workers.store.status import dead_by_reason
from workers.store.stories import dirty_stories
from workers.store.tables import article, entry, outcome
from workers.supervisor import ProcessSpec, Supervisor, embedded_specs


@dataclass(slots=True)
class Report:
    """One line for each run, and one for each problem."""

    name: str
    accepted: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    dead: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def line(self) -> str:
        base = f"RUN: accepted {self.accepted}, kills {self.kills}, lost {self.lost}, doubled {self.doubled}, dead {self.dead}"
        about = f"{base}  ({self.name}, {self.seconds:.0f} s, {self.cpu_seconds:.0f} CPU s)"
        return about + "".join(f"\n  {one}" for one in self.notes) + "".join(f"\n  ! {one}" for one in self.problems)

    @property
    def is_good(self) -> bool:
        return not (self.problems or self.lost or self.doubled)


class Broker(Protocol):
    """All that a plant needs to know of its broker."""

    @property
    def url(self) -> str: ...


class Plant:
    """The process tree under test, and what was accepted, kept outside of it."""

    def __init__(
        self,
        postgres: PostgresServer,
        broker: Broker,
        folder: Path,
        *,
        application: str = "workers.app",
        specs: Sequence[ProcessSpec] | None = None,
        **settings: Any,
    ) -> None:
        self.postgres, self.broker = postgres, broker
        name = f"plant_{os.getpid()}_{random.getrandbits(40):x}"
        url = postgres.create_database(name)
        values = {"lease_scale": 0.15, "sweep_seconds": 1.0, "log_level": "ERROR", "data_dir": folder, **settings}
        self.settings = Settings(database_url=url, broker_url=broker.url, **values)
        os.environ["FIVEFOLD_CRASH_AT"] = self.settings.crash_at
        self.database = Database(url)
        migrate.upgrade(self.database)
        chosen = [_with_application(one, application) for one in specs or embedded_specs()]
        self.supervisor = Supervisor(self.settings, chosen)
        self.keys: set[str] = set()
        self.cpu_before = cpu_of_children()

    def __enter__(self) -> Plant:
        self.supervisor.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        if self.supervisor.running:
            self.supervisor.stop(patience=3)
        self.database.close()
        os.environ.pop("FIVEFOLD_CRASH_AT", None)

    def accept(self, pages: Sequence) -> None:
        """Accept articles, patiently: the database may be away just now."""
        for start in range(0, len(pages), 200):
            batch = pages[start : start + 200]
            while True:
                try:
                    take_in(self.database, batch, lambda _: None)
                    break
                except Transient:
                    time.sleep(0.5)
            self.keys |= {one.key for one in batch}

    def victims(self) -> list[int]:
        """Worker processes, their children and the scheduler."""
        mains = [one.process.pid for one in self.supervisor.running if one.process.poll() is None]
        return mains + [pid for main in mains for pid in descendants(main)]

    def kill_one(self, dice: random.Random) -> bool:
        """kill -9 of one process of the tree, chosen by the dice; one time in ten, of all of them at once."""
        found = sorted(self.victims())
        if not found:
            return False
        chosen = found if dice.random() < 0.1 else [dice.choice(found)]
        n_killed = 0
        for pid in chosen:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                n_killed += 1
        return n_killed > 0

    def is_quiet(self) -> bool:
        try:
            with self.database.read() as connection:
                return not count_due(connection) and not dirty_stories(connection, 1)
        except (Transient, Misconfigured):
            return False

    def n_steps(self) -> int:
        """How many stages were passed so far, by all entries together."""
        try:
            with self.database.read() as connection:
                return int(connection.execute(select(func.count()).select_from(outcome)).scalar_one())
        except Transient:
            return 0

    def run(self, seconds: float, disturb: Callable[[float], None] = lambda _: None) -> float:
        """Tend the tree until the ledger is quiet. `disturb` is called often, with the seconds since the start."""
        started, n_quiet = time.monotonic(), 0
        while n_quiet < 3:
            elapsed = time.monotonic() - started
            if elapsed > seconds:
                raise AssertionError(f"not quiet after {seconds:.0f} s: {self.waiting()}")
            disturb(elapsed)
            self.supervisor.tend()
            time.sleep(0.1)
            n_quiet = n_quiet + 1 if self.is_quiet() else 0
        while sequence(self.database):
            pass
        return time.monotonic() - started

    def resumed(self, since: float, n_steps: int, seconds: float = 300.0) -> float:
        """Tend until some stage was passed again. Returns the seconds since `since`."""
        while self.n_steps() <= n_steps and time.monotonic() - since < seconds and not self.is_quiet():
            self.supervisor.tend()
            time.sleep(0.1)
        return time.monotonic() - since

    def add_columns_of_later(self) -> None:
        """What a migration of the next version does while workers of this one run."""
        waiting = ["entry", "article", "document", "change"]
        while waiting:
            with suppress(Transient), self.database.write() as connection:
                connection.execute(text(f"ALTER TABLE {waiting[-1]} ADD COLUMN IF NOT EXISTS later text"))
                waiting.pop()

    def stories(self) -> list[list[str]]:
        """The articles of each story, by the entries' keys."""
        with self.database.read() as connection:
            query = select(article.c.story_id, entry.c.key).join(entry, entry.c.id == article.c.id)
            members: dict[int, list[str]] = {}
            for story_id, key in connection.execute(query):
                members.setdefault(story_id, []).append(key)
        return sorted(sorted(some) for some in members.values())

    def dead_by_reason(self) -> dict[str, int]:
        with self.database.read() as connection:
            return dead_by_reason(connection)

    def healthy_seconds(self) -> float:
        """From the first acceptance until the last entry that did not die was through."""
        with self.database.read() as connection:
            times = select(func.min(entry.c.accepted_at), func.max(entry.c.finished_at)).where(entry.c.state != "dead")
            first, last = connection.execute(times).one()
        return float((last - first).total_seconds())

    def waiting(self) -> dict[str, int]:
        with self.database.read() as connection:
            return count_due(connection)

    def check(self, report: Report, expected_dead: int = 0) -> Report:
        """The invariants of the ledger, the articles and the change feed. Ends the processes: their CPU time counts."""
        self.supervisor.stop(patience=10)
        report.cpu_seconds = cpu_of_children() - self.cpu_before
        with self.database.read() as connection:
            counts = conservation(connection)
            ended = set(connection.execute(select(entry.c.key).where(entry.c.state != "due")).scalars())
            report.problems += invariants.broken(connection)
            report.doubled = invariants.count_doubled(connection)
        report.accepted, report.dead = len(self.keys), counts["dead"]
        report.lost = len(self.keys - ended)
        if counts["accepted"] != sum(count for name, count in counts.items() if name != "accepted"):
            report.problems.append(f"conservation {counts}")
        if counts["dead"] != expected_dead:
            report.problems.append(f"{counts['dead']} dead, expected {expected_dead}")
        return report


def cpu_of_children() -> float:
    """CPU seconds of all processes that ended below this one."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _with_application(spec: ProcessSpec, application: str) -> ProcessSpec:
    return replace(spec, arguments=tuple(application if one == "workers.app" else one for one in spec.arguments))


@contextmanager
def plant(postgres: PostgresServer, broker: Broker, folder: Path, **options: Any) -> Iterator[Plant]:
    """A running plant."""
    with Plant(postgres, broker, folder, **options) as running:
        yield running
