"""A plant at work: a worker that is told to stop, schedulers and sweepers that run twice."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from schemas.feed import FeedLink
from tests.faults.corpus import article
from tests.faults.harness import Plant, Report, plant
from tests.faults.scenarios import specs_of_width
from tests.polled import Site
from tests.servers import PostgresServer, RedisServer, postgres_server, redis_server
from workers.store.feeds import add_feeds
from workers.store.tables import entry
from workers.supervisor import kind_spec, scheduler_spec

PATIENCE = 1800.0


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[PostgresServer, RedisServer]]:
    with postgres_server() as postgres, redis_server() as broker:
        yield postgres, broker


def count(running: Plant, *where: object) -> int:
    with running.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(entry).where(*where)).scalar_one())


def await_true(running: Plant, is_so: object) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < deadline
        running.supervisor.tend()
        time.sleep(0.05)


def test_who_is_told_to_stop_gives_its_leases_back(servers: tuple[PostgresServer, RedisServer], tmp_path: Path) -> None:
    """Leases last for an hour here, so whatever is finished after the stop was given back."""
    slow = [article(number, 9, "slow") for number in range(32)]
    with plant(
        *servers, tmp_path, application="tests.faults.poisoned", specs=specs_of_width(1), lease_scale=60.0
    ) as running:
        running.accept(slow)
        await_true(running, lambda: count(running, entry.c.lease_until.is_not(None)))
        worker = running.supervisor.running[0].process
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
        assert count(running, entry.c.stage == "clean", entry.c.lease_until.is_not(None)) == 0
        assert count(running, entry.c.stage == "clean") > 0, "it was stopped in the middle of its work"
        running.run(PATIENCE)
        report = running.check(Report("stopped"))
    assert (report.accepted, report.lost, report.doubled, report.problems) == (32, 0, 0, [])


def test_two_schedulers_and_two_sweepers_fetch_nothing_twice(
    servers: tuple[PostgresServer, RedisServer], tmp_path: Path
) -> None:
    site = Site()
    for number in range(4):
        pages = [f"/{number}/{one}" for one in range(10)]
        items = "".join(f"<item><title>T {page}</title><link>{site.url}{page}</link></item>" for page in pages)
        site.says(f"/feed{number}", f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>')
        for one, page in enumerate(pages):
            site.says(page, article(100 * number + one, 10).page.body, **{"Content-Type": "text/plain"})
    network = {"allow_networks": "127.0.0.0/8", "allow_ports": str(site.port)}
    politeness = {"host_delay_seconds": 0.0, "host_concurrency": 16, "sweep_seconds": 0.2, "lease_scale": 1.0}
    specs = [kind_spec("fetcher"), *specs_of_width(2), scheduler_spec()]
    with plant(*servers, tmp_path, specs=specs, **network, **politeness) as running:
        with running.database.write() as connection:
            links = [FeedLink(f"{site.url}/feed{number}", None, None) for number in range(4)]
            add_feeds(connection, links, running.database.now(connection))
        await_true(running, lambda: count(running) == 40)
        running.run(PATIENCE)
    asked = Counter(path for path, _ in site.requests if path != "/robots.txt")
    assert len(asked) == 44
    assert set(asked.values()) == {1}
