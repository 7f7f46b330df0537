"""Several fetchers share the slots of a host through a real server: Valkey, and Redis where the machine has one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from tests.servers import RedisServer, installed_redis, redis_server
from workers.politeness import make_politeness

DELAY = 0.05


@pytest.fixture(scope="module", params=["valkey", "redis"])
def server(request: pytest.FixtureRequest) -> Iterator[RedisServer]:
    binary = installed_redis() if request.param == "redis" else None
    if request.param == "redis" and binary is None:
        pytest.skip("not measured: no redis-server on this machine")
    with redis_server(binary) as running:
        yield running


def test_fetchers_that_know_nothing_of_each_other_take_turns(server: RedisServer) -> None:
    lock, running, most = threading.Lock(), 0, 0
    before: list[float] = []
    after: list[float] = []

    def fetch_five(_: int) -> None:
        nonlocal running, most
        polite = make_politeness(server.url, 1, DELAY)
        n_left = 5
        while n_left:
            asked = time.monotonic()
            wait = polite.acquire("a.test", datetime.now(UTC))
            if wait is not None:
                time.sleep(min(wait.total_seconds(), 0.2))
                continue
            with lock:
                running += 1
                most = max(most, running)
                before.append(asked)
                after.append(time.monotonic())
            with lock:
                running -= 1
            polite.release("a.test")
            n_left -= 1

    with ThreadPoolExecutor(6) as fetchers:
        list(fetchers.map(fetch_five, range(6)))
    assert len(after) == 30
    assert most == 1
    assert max(after) - min(before) >= 28 * DELAY, "whatever pauses the machine makes"


def test_many_askers_for_one_host_do_not_lose_a_change(server: RedisServer) -> None:
    """Forty slots are asked for at once by eight connections: exactly as many are given as there are."""
    polite = [make_politeness(server.url, 40, 0.0) for _ in range(8)]
    with ThreadPoolExecutor(8) as askers:
        answers = list(askers.map(lambda n: polite[n % 8].acquire("b.test", datetime.now(UTC)), range(60)))
    assert sum(answer is None for answer in answers) == 40


def test_what_it_costs(server: RedisServer) -> None:
    polite = make_politeness(server.url, 1, 0.0)
    started = time.perf_counter()
    for number in range(200):
        assert polite.acquire(f"host{number}.test", datetime.now(UTC)) is None
        polite.release(f"host{number}.test")
    print(f"{(time.perf_counter() - started) / 200 * 1000:.2f} ms for a slot and its return")


def test_the_server_goes_away_and_comes_back(server: RedisServer) -> None:
    polite = make_politeness(server.url, 1, 0.0)
    assert polite.acquire("c.test", datetime.now(UTC)) is None
    server.kill()
    assert polite.acquire("d.test", datetime.now(UTC)) is None
    assert polite.acquire("d.test", datetime.now(UTC)) is not None, "still polite by itself"
    server.start()
    polite.release("d.test")
    assert polite.acquire("c.test", datetime.now(UTC)) is None
    assert polite.acquire("c.test", datetime.now(UTC)) is not None
