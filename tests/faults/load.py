"""A steady load from many feeds: articles a second, backlog, time from the feed to the result, memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from schemas.feed import FeedLink
from tests.commands import ROOT
from tests.faults.harness import Broker, Plant, Report, plant
from tests.faults.newsstand import host
from tests.processes import descendants
from tests.servers import PostgresServer, free_port
from workers.deathwatch import die_with_parent
from workers.store.feeds import add_feeds
from workers.store.positions import conservation
from workers.store.tables import entry

N_FEEDS = 500
LOOK_SECONDS = 10.0
LINES = 24
"""Looks that are printed, evenly chosen."""
MINUTE = timedelta(minutes=1)
RAMP_SECONDS = 180.0
"""Three intervals: all feeds are added at one moment, and what came out meanwhile comes with their second polls."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at a moment, in seconds since the feeds were added."""

    at: float
    n_through: int
    n_in_flight: int
    megabytes: float

    def __str__(self) -> str:
        return f"{self.at:5.0f} s: {self.n_through:6} through, {self.n_in_flight:5} in flight, {self.megabytes:5.0f} MB"


@contextmanager
def newsstand(port: int, n_articles: int, rate: float) -> Iterator[int]:
    """The feeds' server at work. Its process id."""
    arguments = [str(one) for one in (port, N_FEEDS, n_articles, rate)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.newsstand", *arguments], cwd=ROOT, preexec_fn=die_with_parent
    )
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def load(postgres: PostgresServer, broker: Broker, folder: Path, n_articles: int, rate: float) -> Report:
    """`rate` articles a second appear in 500 feeds. Not judged by time: the machine may be busy; it is printed."""
    report, port = Report(f"{n_articles} articles from {N_FEEDS} feeds at {rate:g}/s"), free_port()
    settings = {
        "allow_networks": "127.0.0.0/8",
        "allow_ports": str(port),
        "host_delay_seconds": 0.0,
        "host_concurrency": 4,
        "poll_min_seconds": 60.0,
        "poll_max_seconds": 240.0,
        "lease_scale": 1.0,
        "sweep_seconds": 2.0,
    }
    with newsstand(port, n_articles, rate) as stand, plant(postgres, broker, folder, **settings) as running:
        links = [FeedLink(f"http://{host(number)}:{port}/feed.xml", None, None) for number in range(N_FEEDS)]
        with running.database.write() as connection:
            add_feeds(connection, links, running.database.now(connection))
        looks = _watch(running, report, n_articles, rate)
        report.notes += [str(one) for one in looks[:: 1 + len(looks) // LINES]]
        report.notes.append(f"CPU seconds: {_cpu(running, postgres, stand)}")
        with running.database.read() as connection:
            running.keys = set(connection.execute(select(entry.c.key)).scalars())
        report.notes += [*_times(running, n_articles / rate), *_growth(looks, n_articles / rate)]
        return running.check(report)


def _cpu(running: Plant, postgres: PostgresServer, stand: int) -> dict[str, int]:
    """Of our processes, of the database and of the feeds' server, which all share the cores."""
    found = {one.spec.name: cpu_of_tree(one.process.pid) for one in running.supervisor.running}
    assert postgres.process is not None
    return found | {"postgres": cpu_of_tree(postgres.process.pid), "feeds": cpu_of_tree(stand)}


def _watch(running: Plant, report: Report, n_articles: int, rate: float) -> list[Look]:
    """Tend until all have come and gone; look at the backlog and the memory on the way."""
    started, longest, looks = time.monotonic(), 600.0 + 4 * n_articles / rate, []
    while time.monotonic() - started < longest:
        running.supervisor.tend()
        time.sleep(0.5)
        report.seconds = time.monotonic() - started
        if looks and report.seconds - looks[-1].at < LOOK_SECONDS:
            continue
        with running.database.read() as connection:
            counts = conservation(connection)
        n_through = counts["accepted"] - counts["in_flight"]
        looks.append(Look(report.seconds, n_through, counts["in_flight"], memory_mb(running)))
        if counts["accepted"] >= n_articles and running.is_quiet():
            return looks
    report.problems.append(f"not through after {longest:.0f} s")
    return looks


def memory_mb(running: Plant) -> float:
    """What the processes hold, shared pages counted once."""
    total = 0
    for main in [one.process.pid for one in running.supervisor.running]:
        for pid in (main, *descendants(main)):
            with suppress(OSError):
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def cpu_of_tree(pid: int) -> int:
    """CPU seconds of a process with all below it, the ended ones too."""
    ticks = 0
    for one in (pid, *descendants(pid)):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(int(ticked) for ticked in fields[11:15])
    return ticks // os.sysconf("SC_CLK_TCK")


def _times(running: Plant, seconds: float) -> Iterator[str]:
    """Articles a second and the time each took: of all, and while the stream was steady."""
    query = select(entry.c.accepted_at, entry.c.finished_at, entry.c.published_at).where(
        entry.c.finished_at.is_not(None)
    )
    with running.database.read() as connection:
        rows = connection.execute(query.order_by(entry.c.accepted_at)).all()
    first, last = rows[0].accepted_at, max(row.finished_at for row in rows)
    yield f"{len(rows) / (last - first).total_seconds():.1f} articles/s from the first to the last"
    steady = (first + timedelta(seconds=RAMP_SECONDS), first + timedelta(seconds=seconds))
    for name, since, until in (("all", first, last), ("steady", *steady)):
        mine = [row for row in rows if since <= row.accepted_at <= until]
        if mine:
            yield f"{name}: {_spread(mine)}, of {len(mine)}"
    minutes: dict[int, list[float]] = {n: [] for n in range((steady[1] - steady[0]) // MINUTE)}
    for row in rows:
        if (minute := (row.finished_at - steady[0]) // MINUTE) in minutes:
            minutes[minute].append((row.finished_at - row.accepted_at).total_seconds())
    if minutes:
        rates = [len(taken) / 60 for taken in minutes.values()]
        late = sorted(_p95(taken) for taken in minutes.values())
        yield f"steady: {statistics.mean(rates):.1f} articles/s, in the slowest minute {min(rates):.1f}"
        yield f"steady: p95 in the median minute {statistics.median(late):.1f} s, in the worst {late[-1]:.1f} s"


def _spread(rows: Sequence[Any]) -> str:
    taken = [(row.finished_at - row.accepted_at).total_seconds() for row in rows]
    late = statistics.median((row.finished_at - row.published_at).total_seconds() for row in rows)
    return (
        f"from acceptance to the end median {statistics.median(taken):.1f} s, p95 {_p95(taken):.1f} s; "
        f"from publication median {late:.0f} s"
    )


def _p95(taken: Sequence[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)] if taken else 0.0


def _growth(looks: Sequence[Look], seconds: float) -> Iterator[str]:
    """Backlog and memory in the first and in the last third of the steady stream."""
    steady = [one for one in looks if RAMP_SECONDS <= one.at <= seconds]
    third = len(steady) // 3
    if third:
        begin, end = steady[:third], steady[-third:]
        backlog = [statistics.mean(one.n_in_flight for one in part) for part in (begin, end)]
        memory = [statistics.mean(one.megabytes for one in part) for part in (begin, end)]
        yield f"in flight, first and last third of the steady stream: {backlog[0]:.0f} and {backlog[1]:.0f}"
        yield f"memory, the same: {memory[0]:.0f} and {memory[1]:.0f} MB"
