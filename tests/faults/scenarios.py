"""The faults: what is done to the plant, and what must be true afterwards."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.stages import KINDS, queues_of
from tests.faults.corpus import articles, deaths
from tests.faults.harness import Broker, Plant, Report, plant
from tests.servers import PostgresServer, RedisServer
from workers.newsroom import export
from workers.sources import read_pages
from workers.supervisor import ProcessSpec, kind_spec, scheduler_spec, worker_arguments

PATIENCE = 5400.0
LOCAL_STAGES = ("clean", "fold", "extract", "publish")
CRASH_POINTS = (
    *(
        f"{edge}_{stage}"
        for stage in LOCAL_STAGES
        for edge in ("after_claim", "after_work", "before_commit", "after_commit")
    ),
    *(f"{edge}_ring_{stage}" for stage in LOCAL_STAGES for edge in ("before", "after")),
    *("before_commit_facts", "after_commit_facts", "after_commit_sweep"),
)
"""Each commit, publish and acknowledgement edge that articles from files pass; those of polling are in `feeds`."""


def kills(
    postgres: PostgresServer, broker: Broker, folder: Path, n_entries: int, n_kills: int, seed: int = 1
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
            if report.kills == n_kills // 2 and not report.notes:
                running.add_columns_of_later()
                report.notes.append("columns of a later version were added on the way")
            n_steps = running.n_steps()
            if n_steps >= moved["next"] and running.kill_one(dice):
                report.kills += 1
                moved["next"] = n_steps + dice.randint(1, step)

        report.seconds = running.run(PATIENCE, disturb)
        return running.check(report)


def crash_points(postgres: PostgresServer, broker: Broker, folder: Path, n_entries: int) -> Report:
    """A death at each named edge, once, all in one run."""
    deaths = folder / "deaths"
    deaths.mkdir()
    with plant(postgres, broker, folder, crash_at=f"each:{deaths}") as running:
        running.accept(list(articles(n_entries, 100)))
        report = Report("a death at each named crash point", seconds=running.run(PATIENCE))
        died = {one.name for one in deaths.iterdir()}
        report.kills = len(died)
        report.notes.append(f"died once at each of: {' '.join(sorted(died))}")
        missing = sorted(set(CRASH_POINTS) - died)
        if missing:
            report.problems.append(f"crash points never reached: {' '.join(missing)}")
        return running.check(report)


def broker_trouble(
    postgres: PostgresServer, broker: RedisServer, folder: Path, n_entries: int, n_rounds: int = 5, down: float = 0.0
) -> Report:
    """No memory left, FLUSHALL, kill -9 without persistence, garbage in the lists; at last `down` seconds away."""
    report = Report(f"no memory, {n_rounds} FLUSHALL, {n_rounds} broker kills, garbage, {down:.0f} s away")
    with plant(postgres, broker, folder) as running:
        pages = list(articles(n_entries, 2))
        share = len(pages) // (2 * n_rounds) or 1
        plan = ["fill", *(kind for _ in range(n_rounds) for kind in ("flush", "kill"))]
        state = {"next": 4.0}

        def disturb(elapsed: float) -> None:
            if not plan or elapsed < state["next"]:
                return
            kind = plan.pop(0)
            running.accept(pages[:share])
            del pages[:share]
            if kind == "flush":
                _flush_and_litter(broker)
            elif kind == "fill":
                _without_memory(running, broker)
            else:
                broker.kill()
                report.kills += 1
                time.sleep(0.0 if plan else down)
                n_steps = running.n_steps()
                broker.start()
                if not plan:
                    waited = running.resumed(time.monotonic(), n_steps)
                    report.notes.append(f"went on {waited:.1f} s after the broker was back")
            if not plan:
                running.accept(pages)
                pages.clear()
            state["next"] = elapsed + 4.0

        report.seconds = _run_until(running, disturb, lambda: not plan)
        return running.check(report)


def _flush_and_litter(broker: RedisServer) -> None:
    client = broker.client(wait=120)
    client.flushall()
    for queue in ("clean", "fold", "extract", "publish", "maintenance"):
        client.lpush(queue, "{ this is no message")


def _without_memory(running: Plant, broker: RedisServer, seconds: float = 8.0) -> None:
    """Refuse every write for a while, as a server does that is full."""
    client = broker.client(wait=120)
    client.config_set("maxmemory-policy", "noeviction")
    client.config_set("maxmemory", 1)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        running.supervisor.tend()
        time.sleep(0.2)
    client.config_set("maxmemory", 0)


def database_trouble(
    postgres: PostgresServer, broker: Broker, folder: Path, n_entries: int, n_rounds: int = 5, down: float = 3.0
) -> Report:
    """PostgreSQL stopped at once, away for three seconds, or the last time `down` seconds, and back."""
    report = Report(f"{n_rounds} immediate stops of PostgreSQL, {down:.0f} s away")
    with plant(postgres, broker, folder) as running:
        running.accept(list(articles(n_entries, 3)))
        state = {"next": 4.0}

        def disturb(elapsed: float) -> None:
            if report.kills >= n_rounds or elapsed < state["next"]:
                return
            n_steps = running.n_steps()
            postgres.stop_immediately()
            report.kills += 1
            away = down if report.kills == n_rounds else 3.0
            time.sleep(away)
            postgres.start()
            if report.kills == n_rounds:
                waited = running.resumed(time.monotonic(), n_steps)
                report.notes.append(f"went on {waited:.1f} s after the database was back")
            state["next"] = elapsed + away + 5.0

        report.seconds = _run_until(running, disturb, lambda: report.kills >= n_rounds)
        return running.check(report)


def poison(postgres: PostgresServer, broker: Broker, folder: Path, n_entries: int, n_poisoned: int) -> Report:
    """Articles that crash, hang, swell or break their worker, among healthy ones; a process a kind, as in production."""
    report = Report(f"{n_poisoned} poisoned")
    specs = [*(kind_spec(kind) for kind in KINDS if kind != "fetcher"), scheduler_spec()]
    with plant(postgres, broker, folder, application="tests.faults.poisoned", specs=specs) as running:
        running.accept(list(articles(n_entries, 4, n_poisoned)))
        report.seconds = running.run(PATIENCE)
        dead, expected = running.dead_by_reason(), deaths(n_poisoned)
        report.notes.append(f"dead: {dead}; the others were through after {running.healthy_seconds():.0f} s")
        if dead != expected:
            report.problems.append(f"expected {expected}")
        return running.check(report, expected_dead=n_poisoned)


def order(postgres: PostgresServer, broker: Broker, folder: Path, n_shuffles: int) -> Report:
    """The demo newsroom in another order, with 1, 2 and 4 processes a kind: the same stories."""
    report = Report(f"{n_shuffles} shuffles with 1, 2 and 4 workers")
    pages = [page for path in export(folder / "newsroom") for page in read_pages(path, [])]
    stories = []
    for shuffle in range(n_shuffles):
        mixed = random.Random(shuffle).sample(pages, len(pages))
        for width in (1, 2, 4):
            with plant(postgres, broker, folder, specs=specs_of_width(width)) as running:
                running.accept(mixed)
                report.seconds += running.run(PATIENCE)
                stories.append(running.stories())
                running.check(report)
    report.notes.append(f"{len(stories)} runs, {len(stories[0])} stories in each")
    if any(one != stories[0] for one in stories):
        report.problems.append("the stories depend on the order or on the number of workers")
    return report


def specs_of_width(width: int) -> list[ProcessSpec]:
    """As many processes for each kind but fetching, even for the kinds of which one is enough."""
    kinds = {
        "cpu": (*queues_of("cleaner"), *queues_of("extractor")),
        "serial": (*queues_of("deduplicator"), *queues_of("writer")),
    }
    found = [ProcessSpec(name, worker_arguments(name, queues, "prefork", width)) for name, queues in kinds.items()]
    return [*found, scheduler_spec()]


def _run_until(running: Plant, disturb: Callable[[float], None], is_done: Callable[[], bool]) -> float:
    """Run until the faults are through and the ledger is quiet."""
    seconds = 0.0
    while True:
        so_far = seconds
        seconds += running.run(PATIENCE, lambda elapsed, so_far=so_far: disturb(so_far + elapsed))
        if is_done():
            return seconds
