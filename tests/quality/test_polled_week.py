"""A week of 16 feeds through the real polling code and SQLite, by a clock of ours, with 20 restarts on the way.

The pure simulation of 200 feeds is in tests/pipeline/test_poll_week.py; here fewer feeds show that what it promises
survives the database, the sweeper and a worker that starts anew.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from pipeline.errors import RateLimited
from schemas.page import FetchedPage
from tests.polled import CACHES, Clocked, Plant, item, plant, rss
from workers import resources
from workers.polling import poll_feeds
from workers.settings import load_settings
from workers.store import feeds
from workers.store.tables import feed

pytestmark = pytest.mark.quality
START = datetime(2026, 1, 5, tzinfo=UTC)
WEEK = timedelta(days=7)
N_FEEDS, N_RESTARTS = 16, 20
SHORTEST = timedelta(minutes=15)


@dataclass
class Publisher:
    """How often it publishes, what it asks for, how often it is busy; and who came when."""

    gap: timedelta
    max_age: timedelta
    busy_share: float
    chance: random.Random
    polled_at: list[datetime] = field(default_factory=list)
    asked: list[timedelta] = field(default_factory=list)
    n_unconditional: int = 0

    def answer(self, url: str, now: datetime, etag: str | None) -> FetchedPage:
        """One request."""
        self.polled_at.append(now)
        self.n_unconditional += etag is None
        if etag is not None and self.chance.random() < self.busy_share:
            self.asked.append(timedelta(seconds=self.chance.choice([600, 5_000, 100_000])))
            raise RateLimited("busy", self.asked[-1])
        self.asked.append(self.max_age)
        number = (now - START) // self.gap
        headers = {"etag": f'"{number}"', "cache-control": f"max-age={self.max_age.seconds}"}
        if etag == headers["etag"]:
            return FetchedPage(url, url, 304, b"", headers, now)
        body = rss(*(item(f"t{n}", str(n), f"{url}/{n}") for n in range(max(0, number - 9), number + 1)))
        return FetchedPage(url, url, 200, body.encode(), headers, now)


class Network:
    """Stands in for the fetcher."""

    def __init__(self, here: Plant) -> None:
        self.here = here
        self.publishers: dict[str, Publisher] = {}

    def fetch(self, url: str, *, etag: str | None, **_: Any) -> FetchedPage:
        now = self.here.database.stands_at
        assert now is not None
        return self.publishers[url].answer(url, now, etag)


def restart(here: Plant, network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything in memory is gone; the database file stays."""
    at = here.database.stands_at
    resources.crowd().close()
    here.database.close()
    for name in CACHES:
        clear = getattr(getattr(resources, name), "cache_clear", None)
        if clear is not None and name != "sandbox":
            clear()
    here.database = Clocked(load_settings().database)
    here.database.stands_at = at
    monkeypatch.setattr(resources, "database", lambda: here.database)
    monkeypatch.setattr(resources, "fetcher", lambda: network)


def run_week(here: Plant, monkeypatch: pytest.MonkeyPatch, restarts: set[int]) -> list[Publisher]:
    """Sweep and poll for a week; the clock jumps to whenever the next feed is due."""
    chance, network = random.Random(11), Network(here)
    here.database.stands_at = START
    for number in range(N_FEEDS):
        gap = timedelta(minutes=chance.choice([20, 60, 240, 3_000]))
        max_age = chance.choice([timedelta(0), timedelta(minutes=20), timedelta(hours=3)])
        publisher = Publisher(gap, max_age, chance.choice([0.0, 0.1]), random.Random(number))
        network.publishers[f"https://paper{number}.example/rss"] = publisher
    here.add(*network.publishers)
    monkeypatch.setattr(resources, "fetcher", lambda: network)
    step = 0
    while True:
        with here.database.write() as connection:
            soonest = connection.execute(select(func.min(feed.c.next_poll_at))).scalar_one()
            here.database.stands_at = now = max(soonest, here.database.stands_at or START)
            ids = feeds.overdue_feeds(connection, now, timedelta(seconds=20), 100)
        if now > START + WEEK:
            return list(network.publishers.values())
        poll_feeds(ids)
        step += 1
        if step in restarts:
            restart(here, network, monkeypatch)


def test_a_week_is_polite_and_restarts_cost_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weeks = []
    for name, restarts in (("calm", set()), ("restarted", {20 * n + 7 for n in range(N_RESTARTS)})):
        (tmp_path / name).mkdir()
        with plant(tmp_path / name, monkeypatch) as here:
            weeks.append(run_week(here, monkeypatch, restarts))
    calm, restarted = weeks
    n_polls = sum(len(one.polled_at) for one in calm)
    print(f"\n{N_FEEDS} feeds, a week: {n_polls} polls; with {N_RESTARTS} restarts as many and at the same times")
    for one in calm:
        assert one.n_unconditional == 1
        gaps = [later - earlier for earlier, later in zip(one.polled_at, one.polled_at[1:], strict=False)]
        assert all(gap >= max(SHORTEST, asked) for gap, asked in zip(gaps, one.asked, strict=False))
        assert max(gaps) <= max(timedelta(days=1), *one.asked) + timedelta(hours=1)
    assert [one.polled_at for one in restarted] == [one.polled_at for one in calm]
