"""The faults: what is done to the plant, and what must be true afterwards."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from tests.faults.corpus import articles
from tests.faults.harness import Plant, Report, plant
from tests.servers import PostgresServer, RedisServer

PATIENCE = 1800.0
CRASH_POINTS = tuple(
    f"{edge}_{stage}"
    for stage in ("clean", "fold", "extract", "publish")
    for edge in ("after_claim", "after_work", "before_commit", "after_commit")
)


def kills(
    postgres: PostgresServer, broker: RedisServer, folder: Path, n_entries: int, n_kills: int, seed: int = 1
) -> Report:
    """kill -9 of random workers, children and the scheduler while articles flow."""
    report, dice = Report(f"{n_kills} random kills"), random.Random(seed)
    with plant(postgres, broker, folder) as running:
        running.accept(list(articles(n_entries, seed)))

        # Each kill waits for progress since the last one, or the plant would only ever be killed while it starts.
        step, moved = n_entries * 4 // (n_kills + 2), {"next": 1}

        def disturb(elapsed: float) -> None:
            if report.kills >= n_kills:
                return
            n_steps = running.n_steps()
            if n_steps >= moved["next"] and running.kill_one(dice):
                report.kills += 1
                moved["next"] = n_steps + dice.randint(1, step)

        report.seconds = running.run(PATIENCE, disturb)
        return running.check(report)


def crash_points(postgres: PostgresServer, broker: RedisServer, folder: Path, n_entries: int) -> Iterator[Report]:
    """A death at each commit, publish and ack edge of each stage, once."""
    for number, point in enumerate(CRASH_POINTS):
        flag = folder / f"died-at-{point}"
        with plant(postgres, broker, folder, crash_at=f"once:{flag}:{point}") as running:
            running.accept(list(articles(n_entries, 100 + number)))
            report = Report(point, seconds=running.run(PATIENCE))
            report.kills = int(flag.exists())
            if not flag.exists():
                report.problems.append("the crash point was never reached")
            yield running.check(report)


def broker_trouble(
    postgres: PostgresServer, broker: RedisServer, folder: Path, n_entries: int, n_rounds: int = 5
) -> Report:
    """FLUSHALL, kill -9 without persistence, garbage in the lists, and an outage."""
    report = Report(f"{n_rounds} FLUSHALL, {n_rounds} broker kills, garbage")
    with plant(postgres, broker, folder) as running:
        pages = list(articles(n_entries, 2))
        share = len(pages) // (2 * n_rounds) or 1
        plan = [step for round_ in range(n_rounds) for step in (("flush", round_), ("kill", round_))]
        state = {"next": 4.0}

        def disturb(elapsed: float) -> None:
            if not plan or elapsed < state["next"]:
                return
            kind, _ = plan.pop(0)
            running.accept(pages[:share])
            del pages[:share]
            if kind == "flush":
                client = broker.client(wait=20)
                client.flushall()
                for queue in ("clean", "fold", "extract", "publish", "maintenance"):
                    client.lpush(queue, "{ this is no message")
            else:
                broker.kill()
                report.kills += 1
                broker.start()
            if not plan:
                running.accept(pages)
                pages.clear()
            state["next"] = elapsed + 4.0

        report.seconds = _run_until(running, disturb, lambda: not plan)
        return running.check(report)


def database_trouble(
    postgres: PostgresServer, broker: RedisServer, folder: Path, n_entries: int, n_rounds: int = 5, down: float = 3.0
) -> Report:
    """PostgreSQL stopped at once, away for a while, and back."""
    import time

    report = Report(f"{n_rounds} immediate stops of PostgreSQL")
    with plant(postgres, broker, folder) as running:
        running.accept(list(articles(n_entries, 3)))
        state = {"next": 4.0}

        def disturb(elapsed: float) -> None:
            if report.kills >= n_rounds or elapsed < state["next"]:
                return
            postgres.stop_immediately()
            report.kills += 1
            time.sleep(down)
            postgres.start()
            state["next"] = elapsed + down + 5.0

        report.seconds = _run_until(running, disturb, lambda: report.kills >= n_rounds)
        return running.check(report)


def poison(postgres: PostgresServer, broker: RedisServer, folder: Path, n_entries: int, n_poisoned: int) -> Report:
    """Articles that crash, hang, swell or break their worker, among healthy ones."""
    report = Report(f"{n_poisoned} poisoned")
    with plant(postgres, broker, folder, application="tests.faults.poisoned") as running:
        running.accept(list(articles(n_entries, 4, n_poisoned)))
        report.seconds = running.run(PATIENCE)
        return running.check(report, expected_dead=n_poisoned)


def _run_until(running: Plant, disturb, is_done) -> float:  # type: ignore[no-untyped-def]
    """Run until the faults are through and the ledger is quiet."""
    seconds = 0.0
    while True:
        seconds += running.run(PATIENCE, lambda elapsed, so_far=seconds: disturb(so_far + elapsed))
        if is_done():
            return seconds
