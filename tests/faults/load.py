"""A steady load from many feeds: articles a second, backlog, time from the feed to the result, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

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


@contextmanager
def newsstand(port: int, n_articles: int, rate: float) -> Iterator[None]:
    arguments = [str(one) for one in (port, N_FEEDS, n_articles, rate)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.newsstand", *arguments], cwd=ROOT, preexec_fn=die_with_parent
    )
    try:
        yield
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
        "poll_min_seconds": 30.0,
        "poll_max_seconds": 60.0,
        "lease_scale": 1.0,
        "sweep_seconds": 2.0,
    }
    with newsstand(port, n_articles, rate), plant(postgres, broker, folder, **settings) as running:
        links = [FeedLink(f"http://{host(number)}:{port}/feed.xml", None, None) for number in range(N_FEEDS)]
        with running.database.write() as connection:
            add_feeds(connection, links, running.database.now(connection))
        report.seconds = _watch(running, report, n_articles, rate)
        report.notes.append(f"CPU seconds: {cpu_by_process(running)}")
        with running.database.read() as connection:
            running.keys = set(connection.execute(select(entry.c.key)).scalars())
        _note_times(running, report)
        return running.check(report)


def _watch(running: Plant, report: Report, n_articles: int, rate: float) -> float:
    """Tend until all have come and gone; look at the backlog and the memory on the way."""
    started, looked, longest = time.monotonic(), 0.0, 600.0 + 4 * n_articles / rate
    while time.monotonic() - started < longest:
        running.supervisor.tend()
        time.sleep(0.5)
        if time.monotonic() - looked < LOOK_SECONDS:
            continue
        looked = time.monotonic()
        with running.database.read() as connection:
            counts = conservation(connection)
        report.notes.append(
            f"{looked - started:5.0f} s: {counts['accepted'] - counts['in_flight']:6} through, {counts['in_flight']:5} in flight, "
            f"{memory_mb(running):5.0f} MB"
        )
        if counts["accepted"] >= n_articles and running.is_quiet():
            return time.monotonic() - started
    report.problems.append(f"not through after {longest:.0f} s")
    return time.monotonic() - started


def memory_mb(running: Plant) -> float:
    """What the processes hold, shared pages counted once."""
    total = 0
    for main in [one.process.pid for one in running.supervisor.running]:
        for pid in (main, *descendants(main)):
            with suppress(OSError):
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def cpu_by_process(running: Plant) -> dict[str, int]:
    """CPU seconds of each process of the plant with its children, the ended ones too."""
    ticks = os.sysconf("SC_CLK_TCK")
    found = {}
    for one in running.supervisor.running:
        total = 0
        for pid in (one.process.pid, *descendants(one.process.pid)):
            with suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                total += sum(int(ticked) for ticked in fields[11:15])
        found[one.spec.name] = total // ticks
    return found


def _note_times(running: Plant, report: Report) -> None:
    query = select(entry.c.accepted_at, entry.c.finished_at).where(entry.c.finished_at.is_not(None))
    with running.database.read() as connection:
        rows = connection.execute(query.order_by(entry.c.accepted_at)).all()
    taken = sorted((finished - accepted).total_seconds() for accepted, finished in rows)
    span = (max(finished for _, finished in rows) - rows[0][0]).total_seconds()
    p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    report.notes.append(
        f"{len(rows) / span:.1f} articles/s; from acceptance to the end: median {p50:.1f} s, p95 {p95:.1f} s"
    )
