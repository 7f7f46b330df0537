"""Whole plants: ours on both pairs of servers, and the naive chain. Each is warm before its clock starts."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import text

from tests.servers import PostgresServer, RedisServer
from workers.deathwatch import die_with_parent
from workers.settings import Settings
from workers.sources import LocalPage
from workers.store import migrate
from workers.store.database import Database
from workers.store.intake import take_in
from workers.store.positions import count_due
from workers.store.stories import dirty_stories
from workers.supervisor import Supervisor, embedded_specs

PATIENCE = 900.0
WARM = 8
WEIGHED_EVERY = 8
"""Looks between two at the memory: to sum up the pages of seven processes takes a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a plant took, for all its articles."""

    n_articles: int
    wall: float
    cpu: float
    peaks: dict[str, float]
    """Largest private memory of a process of each kind, MB."""
    latencies: tuple[float, ...] = ()


class Meter:
    """CPU seconds of a set of process trees, and the memory of their processes."""

    def __init__(self, roots: Iterable[tuple[str, int]]) -> None:
        self.roots = list(roots)
        self.seconds: dict[int, float] = {}
        self.peaks: dict[str, float] = {}
        self.n_looks = 0

    def look(self) -> float:
        """CPU seconds so far; processes that ended keep what was last seen of them."""
        self.n_looks += 1
        for name, pid in self.roots:
            self._look_at(name, pid)
        return sum(self.seconds.values())

    def _look_at(self, name: str, pid: int) -> None:
        try:
            root = psutil.Process(pid)
            for one in (root, *root.children(recursive=True)):
                times = one.cpu_times()
                self.seconds[one.pid] = times.user + times.system
                if self.n_looks % WEIGHED_EVERY == 0:
                    memory = one.memory_full_info().uss / 2**20
                    self.peaks[name] = max(self.peaks.get(name, 0.0), memory)
        except psutil.Error:
            return


def run_ours(
    pages: Sequence[LocalPage], postgres: PostgresServer | None, broker: RedisServer, rate: float = 0.0
) -> Run:
    """All pages through the pipeline. With a rate they come evenly, in articles a second, and their delays are kept."""
    folder = Path(tempfile.mkdtemp(prefix="fivefold-bench-"))
    url = postgres.create_database(f"bench_{os.getpid()}_{time.monotonic_ns()}") if postgres else ""
    values = {"database_url": url or f"sqlite:///{folder / 'fivefold.db'}", "broker_url": broker.url}
    settings = Settings(data_dir=folder, log_level="WARNING", **values)  # type: ignore[arg-type]
    broker.client().flushall()
    database = Database(settings.database)
    migrate.upgrade(database)
    with Supervisor(settings, embedded_specs()) as supervisor:
        roots = [(one.spec.name, one.process.pid) for one in supervisor.running]
        if postgres and postgres.process:
            roots.append(("postgres", postgres.process.pid))
        meter = Meter(roots)
        take_in(database, pages[:WARM], lambda _: None)
        _wait(lambda: _is_quiet(database), meter)
        before, started = meter.look(), time.monotonic()
        _feed(database, settings, pages[WARM:], rate)
        _wait(lambda: _is_quiet(database), meter)
        wall, cpu = time.monotonic() - started, meter.look() - before
        supervisor.stop(patience=2)
    found = Run(len(pages) - WARM, wall, cpu, meter.peaks, _latencies(database) if rate else ())
    database.close()
    return found


def _feed(database: Database, settings: Settings, pages: Sequence[LocalPage], rate: float) -> None:
    if not rate:
        take_in(database, pages, lambda _: None)
        return
    from workers.app import make_app

    app, begun = make_app(settings), time.monotonic()
    for number, one in enumerate(pages):
        time.sleep(max(0.0, begun + number / rate - time.monotonic()))
        take_in(database, [one], lambda _: None)
        with database.read() as connection:
            entry_id = connection.execute(text("SELECT max(id) FROM entry")).scalar_one()
        app.send_task("fivefold.clean", args=[[entry_id]], queue="clean")


_DELAYS = text(
    "SELECT e.accepted_at, min(c.at) FROM entry e JOIN article a ON a.id = e.id"
    " JOIN change c ON c.story_id = a.story_id AND c.kind LIKE 'story%' AND c.at >= e.accepted_at"
    " GROUP BY e.id, e.accepted_at ORDER BY e.id"
)


def _latencies(database: Database) -> tuple[float, ...]:
    """Seconds from the acceptance of each article to its story's facts."""
    with database.read() as connection:
        rows = connection.execute(_DELAYS).all()[WARM:]
    return tuple(sorted((end - start).total_seconds() for start, end in rows))


def _is_quiet(database: Database) -> bool:
    with database.read() as connection:
        return not count_due(connection) and not dirty_stories(connection, 1)


def _wait(is_done: Callable[[], bool], meter: Meter) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_done():
        if time.monotonic() > deadline:
            raise RuntimeError(f"not done after {PATIENCE:.0f} s")
        meter.look()
        time.sleep(0.3)


def run_naive(pages: Sequence[LocalPage], broker: RedisServer) -> Run:
    """All pages through the naive chain."""
    path = Path(tempfile.mkdtemp(prefix="fivefold-bench-")) / "naive.db"
    os.environ |= {"NAIVE_BROKER": broker.url, "NAIVE_DATABASE": str(path)}
    broker.client().flushall()
    command = ["-m", "celery", "-A", "tests.bench.naive", "worker", "-c", "2", "-l", "ERROR", "--without-mingle"]
    process = subprocess.Popen([sys.executable, *command], preexec_fn=die_with_parent, stdout=subprocess.DEVNULL)
    from tests.bench import naive

    naive.app.conf.broker_url = broker.url
    meter = Meter([("naive", process.pid)])
    try:
        _send_and_wait(naive.send, pages[:WARM], path, WARM, meter)
        before, started = meter.look(), time.monotonic()
        _send_and_wait(naive.send, pages[WARM:], path, len(pages), meter)
        return Run(len(pages) - WARM, time.monotonic() - started, meter.look() - before, meter.peaks)
    finally:
        process.terminate()
        process.wait()


def _send_and_wait(
    send: Callable[[str, str], None], pages: Sequence[LocalPage], path: Path, n_wanted: int, meter: Meter
) -> None:
    for one in pages:
        send(one.url, one.page.body.decode())
    _wait(lambda: _stored(path) >= n_wanted, meter)


def _stored(path: Path) -> int:
    try:
        with sqlite3.connect(path, timeout=60) as database:
            return int(database.execute("SELECT count(*) FROM article").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
