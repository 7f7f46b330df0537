"""The rules hold whatever the order of calls, and the same in Redis as in the process."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import fakeredis
import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from workers.politeness import (
    SLOT_SECONDS,
    HostState,
    LocalMemory,
    Memory,
    Politeness,
    RedisMemory,
    Rules,
    end,
    make_politeness,
    redis_url,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


class FrozenRedis(RedisMemory):
    """Redis with the caller's clock, so that both memories can be compared."""

    def update(self, host: str, now: float, change: Callable[[HostState, float], object]) -> object:  # type: ignore[override]
        return super().update(host, now, lambda state, _: change(state, now))  # type: ignore[arg-type,return-value]


@pytest.fixture(params=["local", "redis"])
def polite(request: pytest.FixtureRequest) -> Politeness:
    shared: Memory = LocalMemory() if request.param == "local" else FrozenRedis(fakeredis.FakeRedis())
    return Politeness(Rules(concurrency=1, delay=1.0), shared)


def test_one_at_a_time_and_a_second_apart(polite: Politeness) -> None:
    assert polite.acquire("a.test", NOW) is None
    assert polite.acquire("a.test", later(5)) is not None, "the first is still in flight"
    polite.release("a.test", later(5.2))
    assert polite.acquire("a.test", later(5.3)) is None
    polite.release("a.test", later(5.4))
    wait = polite.acquire("a.test", later(5.5))
    assert wait is not None
    assert timedelta(seconds=0.7) < wait < timedelta(seconds=2)


def test_hosts_do_not_wait_for_each_other(polite: Politeness) -> None:
    assert polite.acquire("a.test", NOW) is None
    assert polite.acquire("b.test", NOW) is None
    assert polite.acquire("A.test.", NOW) is not None, "the same host, written otherwise"


def test_a_slot_whose_holder_died_is_free_again(polite: Politeness) -> None:
    assert polite.acquire("a.test", NOW) is None
    assert polite.acquire("a.test", later(SLOT_SECONDS + 1)) is None


def test_a_host_that_asked_for_it_is_left_alone(polite: Politeness) -> None:
    polite.hold("a.test", timedelta(seconds=120), NOW)
    wait = polite.acquire("a.test", NOW)
    assert wait is not None
    assert wait >= timedelta(seconds=120)
    assert polite.acquire("a.test", later(121)) is None


def test_concurrency_is_what_was_asked_for() -> None:
    polite = Politeness(Rules(concurrency=3, delay=0.0))
    assert [polite.acquire("a.test", NOW) for _ in range(3)] == [None] * 3
    assert polite.acquire("a.test", NOW) is not None
    polite.release("a.test", NOW)
    assert polite.acquire("a.test", later(10)) is None


def test_waiting_items_are_told_different_times(polite: Politeness) -> None:
    polite.acquire("a.test", NOW)
    waits = [polite.acquire("a.test", NOW) for _ in range(20)]
    assert len(set(waits)) == 20
    assert max(wait.total_seconds() for wait in waits if wait) <= 22


def test_without_redis_a_process_is_polite_by_itself() -> None:
    server = fakeredis.FakeServer()
    server.connected = False
    polite = Politeness(Rules(), RedisMemory(fakeredis.FakeRedis(server=server)))
    assert polite.acquire("a.test", NOW) is None
    assert polite.acquire("a.test", NOW) is not None
    polite.release("a.test")
    assert polite.acquire("a.test", later(2)) is None


def test_what_redis_holds_expires_and_may_be_garbage() -> None:
    client = fakeredis.FakeRedis()
    polite = Politeness(Rules(), RedisMemory(client))
    client.set("fivefold:host:a.test", b"\xff not ours")
    assert polite.acquire("a.test", NOW) is None
    assert 0 < client.ttl("fivefold:host:a.test") <= 600
    assert polite.acquire("a.test", NOW) is not None, "the clock is the server's, so no time has passed"


@given(st.lists(st.tuples(st.sampled_from(["ask", "end"]), st.floats(0, 3)), max_size=60), st.integers(1, 3))
def test_never_too_many_never_too_soon(steps: list[tuple[str, float]], concurrency: int) -> None:
    rules, state, now = Rules(concurrency, 1.0), HostState(), 1e9
    n_running, last = 0, 0.0
    for kind, pause in steps:
        now += pause
        if kind == "end":
            state, _ = end(state, now)
            n_running = max(0, n_running - 1)
            continue
        state, wait = rules.ask(state, now)
        if wait is None:
            assert now - last >= 1.0 - 1e-6
            n_running, last = n_running + 1, now
            assert n_running <= concurrency
        else:
            assert 0 < wait <= 3700


def test_a_thousand_pages_of_one_host_ask_a_few_times_each() -> None:
    """A simulated burst: items come back up to two seconds late, as a sweep does, and each takes 0.3 s."""
    n_items, chance = 1000, random.Random(7)
    rules, state, n_asks, finished = Rules(), HostState(), 0, 0.0
    events = [(0.0, item, "ask") for item in range(n_items)]
    while events:
        now, item, kind = heapq.heappop(events)
        if kind == "end":
            state, _ = end(state, 1e9 + now)
            finished = now
            continue
        n_asks += 1
        state, wait = rules.ask(state, 1e9 + now)
        if wait is None:
            heapq.heappush(events, (now + 0.3, item, "end"))
        else:
            heapq.heappush(events, (now + wait + chance.random() * 2, item, "ask"))
    print(f"{n_items} items in {finished:.0f} s, {n_asks / n_items:.1f} asks each")
    assert finished < 1.5 * n_items
    assert n_asks < 12 * n_items


def test_broker_urls_as_celery_writes_them() -> None:
    assert redis_url("redis://u:p@h:1/2") == "redis://u:p@h:1/2"
    assert redis_url("valkeys://h") == "rediss://h"
    assert redis_url("redis+socket:///run/v.sock?virtual_host=3") == "unix:///run/v.sock?db=3"
    assert redis_url("redis+socket:///run/v.sock") == "unix:///run/v.sock?db=0"
    assert redis_url("redis://a;redis://b") == "redis://a"
    assert redis_url("amqp://h") is None
    assert redis_url("memory://") is None


def test_making_it_connects_to_nothing() -> None:
    polite = make_politeness("redis+socket:///nowhere/at/all.sock", 2, 0.5)
    assert polite.rules == Rules(2, 0.5)
    assert polite.acquire("a.test", NOW) is None
    with pytest.raises(redis.RedisError):
        redis.Redis.from_url("unix:///nowhere/at/all.sock").ping()
