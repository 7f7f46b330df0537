"""A week of 200 feeds with a clock of our own: polite to all of them, and 20 restarts change nothing."""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pipeline.schedule import PollBounds, PollHistory, PollResult, next_poll
from schemas.feed import FeedHints

START = datetime(2026, 1, 5, tzinfo=UTC)
WEEK = timedelta(days=7)
N_FEEDS, N_RESTARTS = 200, 20
BOUNDS = PollBounds()


@dataclass
class Server:
    """A publisher: how often it publishes, what it asks for, how often it fails."""

    gap: timedelta
    hints: FeedHints
    failure_share: float
    validator: str = "v0"
    n_unconditional: int = 0
    polled_at: list[datetime] = field(default_factory=list)
    asked: list[timedelta] = field(default_factory=list)

    def answer(
        self, now: datetime, validator: str | None, chance: random.Random
    ) -> tuple[PollResult, FeedHints, str | None]:
        """One request; the validator is the number of publications so far."""
        self.polled_at.append(now)
        self.n_unconditional += validator is None
        if validator is not None and chance.random() < self.failure_share:
            retry = timedelta(seconds=chance.choice([600, 5_000, 100_000]))
            self.asked.append(retry)
            return PollResult.RATE_LIMITED, FeedHints(retry_after=retry), None
        self.asked.append(max(self.hints.max_age or timedelta(0), self.hints.ttl or timedelta(0)))
        current = f"v{(now - START) // self.gap}"
        return (PollResult.UNCHANGED if current == validator else PollResult.NEW_ENTRIES), self.hints, current


@dataclass
class Row:
    """What the database keeps of a feed; nothing else survives a restart."""

    next_poll_at: datetime
    validator: str | None = None
    history: PollHistory = field(default_factory=PollHistory)


def make_servers(chance: random.Random) -> list[Server]:
    """Publishers of every temper."""
    waits = [None, timedelta(seconds=1), timedelta(minutes=20), timedelta(hours=3)]
    return [Server(*make_temper(chance, waits)) for _ in range(N_FEEDS)]


def make_temper(chance: random.Random, waits: list[timedelta | None]) -> tuple[timedelta, FeedHints, float]:
    """How often one publisher publishes, what it asks for, how often it is busy."""
    night = frozenset(range(chance.choice([0, 6])))
    hints = FeedHints(max_age=chance.choice(waits), ttl=chance.choice(waits), skip_hours=night)
    return timedelta(minutes=chance.choice([2, 30, 240, 3_000])), hints, chance.choice([0.0, 0.1])


def run_week(restarts: set[int]) -> list[Server]:
    """Poll for a week. At a restart every schedule in memory is lost and built again from the rows."""
    chance = random.Random(7)
    servers = make_servers(chance)
    rows = [Row(START + timedelta(seconds=n)) for n in range(N_FEEDS)]
    due = [(row.next_poll_at, n) for n, row in enumerate(rows)]
    heapq.heapify(due)
    for step in range(10**6):
        if step in restarts:
            due = [(row.next_poll_at, n) for n, row in enumerate(rows)]
            heapq.heapify(due)
        now, number = heapq.heappop(due)
        if now > START + WEEK:
            break
        poll(rows[number], servers[number], now, str(number), chance)
        heapq.heappush(due, (rows[number].next_poll_at, number))
    return servers


def poll(row: Row, server: Server, now: datetime, seed: str, chance: random.Random) -> None:
    """One visit, and what is stored of it."""
    result, hints, validator = server.answer(now, row.validator, chance)
    plan = next_poll(now=now, result=result, history=row.history, hints=hints, bounds=BOUNDS, seed=seed)
    row.next_poll_at = plan.next_poll_at
    row.validator = validator or row.validator
    row.history = PollHistory(plan.n_failures, plan.usual_gap, plan.last_new_entry_at, now, plan.n_gone)


def test_a_week_is_polite() -> None:
    for server in run_week(restarts=set()):
        assert server.n_unconditional == 1
        gaps = [later - earlier for earlier, later in zip(server.polled_at, server.polled_at[1:], strict=False)]
        assert all(gap >= max(BOUNDS.shortest, asked) for gap, asked in zip(gaps, server.asked, strict=False))
        assert max(gaps) <= max(BOUNDS.longest, *server.asked)


def test_a_week_with_restarts_is_the_same_week() -> None:
    calm = run_week(restarts=set())
    n_polls = sum(len(server.polled_at) for server in calm)
    restarts = set(range(100, n_polls, n_polls // N_RESTARTS))
    assert len(restarts) >= N_RESTARTS
    assert [server.polled_at for server in run_week(restarts)] == [server.polled_at for server in calm]


def test_busy_feeds_are_seen_soon() -> None:
    for server in run_week(restarts=set()):
        if server.gap == timedelta(minutes=30) and not server.failure_share and not server.hints.skip_hours:
            wish = max(server.hints.max_age or timedelta(0), server.hints.ttl or timedelta(0))
            assert len(server.polled_at) >= WEEK / max(wish, server.gap * 1.5) / 1.2
