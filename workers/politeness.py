"""Politeness to hosts: few requests at once and a pause between them, over all feeds and pages of a host.

Nobody sleeps here. Who may not go now is told how long to wait and puts the item back with that due time. Waiting
items are given places in a line, each a pause after the last, so that a thousand pages of one host do not all knock
again a second later. The places are advice: only `next_at` and the slots decide.

The state of a host is a small value; the rules are pure functions over it. It lives in Redis or Valkey, where all
fetchers share it and the server's clock counts, and in this process when the broker is something else or is away:
then each process is polite by itself.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import parse_qs, urlsplit

import redis

T = TypeVar("T")

SLOT_SECONDS = 90.0
"""A slot is free again after this, whatever became of its holder: three times the longest fetch."""
FARTHEST = 3600.0
SLOWEST_PACE = 30.0
IDLE = 5.0
NEAR_SPACING = 0.3
"""Of the pace. In a simulated burst of 1,000 items that come back up to 2 s late: 5.5 asks an item and 80 % of the
possible rate; places a whole pace apart give 3.3 asks and 64 %, no places at all 24 asks and 95 %."""
LONGEST_HOLD = 3600.0
STALE = 60.0
"""Seconds after which the rest of a line is forgotten: whoever had those places is not coming."""
SHORTEST = 0.05
UNSAID = timedelta(minutes=1)
"""How long a host is left alone that says too often and not for how long."""
HOSTS_REMEMBERED = 10_000
PLAIN_SCHEMES = {"redis": "redis", "rediss": "rediss", "valkey": "redis", "valkeys": "rediss"}


@dataclass(frozen=True, slots=True)
class HostState:
    """What is remembered of a host. All times are seconds since the epoch."""

    next_at: float = 0.0
    """No request begins before."""
    slots: tuple[float, ...] = ()
    """For each request in flight, when its slot is freed at the latest."""
    pace: float = 0.0
    """Seconds between requests that were begun while others waited: how fast the line moves."""
    head: float = 0.0
    tail: float = -1.0
    """First and last promised time of the line; empty when the head is behind the tail."""
    near: float = 0.0
    """Last time given to those whose place had come but who came too late or too early for it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How polite to be."""

    concurrency: int = 1
    delay: float = 1.0
    """Seconds between the beginnings of two requests to a host."""

    def ask(self, state: HostState, now: float) -> tuple[HostState, float | None]:
        """May a request begin? Returns None for yes, or the seconds to wait."""
        state = _aged(state, now)
        if now < state.next_at or len(state.slots) >= self.concurrency:
            return self._line_up(state, now)
        pace = self._pace(state, now)
        head = state.head + pace if state.head <= now else state.head
        slots = (*state.slots, now + SLOT_SECONDS)
        return replace(state, next_at=now + self.delay, slots=slots, pace=pace, head=head), None

    def _line_up(self, state: HostState, now: float) -> tuple[HostState, float]:
        """Give a place in the line, or near its front to whoever comes when a promised time has come."""
        pace = max(state.pace, self.delay)
        is_free = len(state.slots) < self.concurrency
        earliest = max(state.next_at, now + (SHORTEST if is_free else max(pace, SHORTEST)))
        if state.head <= min(now, state.tail):
            near = max(earliest, state.near + NEAR_SPACING * pace)
            return replace(state, near=near), near - now
        place = max(earliest, min(state.tail + pace, now + FARTHEST))
        head = place if state.head > state.tail else state.head
        return replace(state, head=head, tail=max(place, state.tail)), place - now

    def _pace(self, state: HostState, now: float) -> float:
        """The smoothed time between two beginnings while anyone waits; the plain delay when nobody does."""
        if max(state.tail, state.near) < now - IDLE:
            return self.delay
        gap = now - state.next_at + self.delay
        return max(self.delay, min(SLOWEST_PACE, 0.9 * state.pace + 0.1 * gap))


def end(state: HostState, now: float) -> tuple[HostState, None]:
    """A request is over: its slot is free. Slots are alike, so the oldest goes."""
    return replace(_aged(state, now), slots=tuple(sorted(state.slots))[1:]), None


def hold(state: HostState, now: float, seconds: float) -> tuple[HostState, None]:
    """The host asked to be left alone."""
    return replace(state, next_at=max(state.next_at, now + min(seconds, LONGEST_HOLD))), None


def _aged(state: HostState, now: float) -> HostState:
    """Drop slots that ran out and a line that nobody came back to."""
    slots = tuple(slot for slot in state.slots if slot > now)
    if state.tail < now - STALE:
        return replace(state, slots=slots, head=0.0, tail=-1.0, near=0.0)
    return replace(state, slots=slots)


class Memory(Protocol):
    """Where the states of hosts are kept."""

    def update(self, host: str, now: float, change: Callable[[HostState, float], tuple[HostState, T]]) -> T:
        """Apply a rule to the state of a host as one step, and return what the rule said."""


class LocalMemory:
    """States of hosts in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._states: dict[str, HostState] = {}

    def update(self, host: str, now: float, change: Callable[[HostState, float], tuple[HostState, T]]) -> T:
        """Apply the rule under a lock, with the clock of the caller."""
        with self._lock:
            state, said = change(self._states.pop(host, HostState()), now)
            self._states[host] = state
            if len(self._states) > HOSTS_REMEMBERED:
                del self._states[next(iter(self._states))]
        return said


class RedisMemory:
    """States of hosts in Redis or Valkey, as JSON under one key each, by the clock of the server.

    Optimistic transactions and no script: the rule itself stays in one place, in Python. Measured: see `make bench`.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def update(self, host: str, now: float, change: Callable[[HostState, float], tuple[HostState, T]]) -> T:
        """Apply the rule and write only if nobody wrote meanwhile. Raises redis.RedisError."""
        key = f"fivefold:host:{host}"

        def step(pipe: redis.client.Pipeline) -> T:
            at = _server_time(pipe)
            state, said = change(_read(pipe.get(key)), at)
            pipe.multi()
            pipe.set(key, _write(state), ex=_lifetime(state, at))
            return said

        return cast(T, self._client.transaction(cast(Any, step), key, value_from_callable=True))


class Politeness:
    """The slots of all hosts. Safe to share between threads."""

    def __init__(self, rules: Rules, shared: Memory | None = None) -> None:
        self.rules = rules
        self._shared = shared
        self._local = LocalMemory()

    def acquire(self, host: str, now: datetime) -> timedelta | None:
        """Take a slot of the host: None means go, and `release` must follow; otherwise come back after this time."""
        seconds = self._update(host, now.timestamp(), self.rules.ask)
        return None if seconds is None else timedelta(seconds=seconds)

    def release(self, host: str, now: datetime | None = None) -> None:
        """Give the slot back. `now` matters only without Redis; left out, slots that ran out stay a little longer."""
        self._update(host, now.timestamp() if now else 0.0, end)

    def hold(self, host: str, wait: timedelta, now: datetime) -> None:
        """Leave the host alone for a while, an hour at most, because it said so (429, 503)."""
        self._update(host, now.timestamp(), lambda state, at: hold(state, at, wait.total_seconds()))

    def _update(self, host: str, now: float, change: Callable[[HostState, float], tuple[HostState, T]]) -> T:
        host = host.lower().rstrip(".")
        if self._shared is not None:
            with contextlib.suppress(redis.RedisError):
                return self._shared.update(host, now, change)
        return self._local.update(host, now, change)


def make_politeness(broker_url: str, concurrency: int = 1, delay_seconds: float = 1.0) -> Politeness:
    """Politeness shared through the broker where it is Redis or Valkey. Connects on first use."""
    client = redis_client(broker_url)
    return Politeness(Rules(concurrency, delay_seconds), RedisMemory(client) if client else None)


def redis_client(broker_url: str) -> redis.Redis | None:
    """A client for the broker where it is Redis or Valkey, impatient, because nothing here is worth waiting for."""
    url = redis_url(broker_url)
    return redis.Redis.from_url(url, socket_timeout=2.0, socket_connect_timeout=2.0) if url else None


def redis_url(broker_url: str) -> str | None:
    """The URL for redis-py of a broker URL as Celery writes it; None when the broker is something else."""
    first = broker_url.partition(";")[0].strip()
    scheme, _, rest = first.partition("://")
    if scheme in PLAIN_SCHEMES:
        return f"{PLAIN_SCHEMES[scheme]}://{rest}"
    if scheme in ("redis+socket", "valkey+socket"):
        parts = urlsplit(f"unix://{rest}")
        number = parse_qs(parts.query).get("virtual_host", ["0"])[0].strip("/") or "0"
        user = f"{parts.netloc}" if "@" in parts.netloc else ""
        return f"unix://{user}{parts.path}?db={number}"
    return None


def _server_time(pipe: redis.client.Pipeline) -> float:
    seconds, micros = pipe.time()
    return int(seconds) + int(micros) / 1e6


def _lifetime(state: HostState, now: float) -> int:
    """Seconds after which nothing in the state matters any more."""
    return int(max(state.next_at, state.tail, now + SLOT_SECONDS) - now + STALE) + 1


def _read(text: bytes | str | None) -> HostState:
    """The state in Redis; a fresh one for what is missing or was written by something else."""
    try:
        next_at, slots, *line = json.loads(text or "")
        return HostState(float(next_at), tuple(map(float, slots)), *map(float, line))
    except (ValueError, TypeError):
        return HostState()


def _write(state: HostState) -> str:
    return json.dumps([state.next_at, state.slots, state.pace, state.head, state.tail, state.near])
