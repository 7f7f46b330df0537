"""`make faults`: every fault on real servers, one line a run. `--soak` takes the full sizes; the default takes minutes.

`--only NAME...` takes some of the runs: kills, crash-points, broker, database, poison, order, disk, disk-apart,
disk-broker, rabbit, load.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.faults import disk, load, rabbit, scenarios
from tests.faults.harness import Report
from tests.servers import PostgresServer, RedisServer, installed_redis, postgres_server, redis_server
from workers.broker import server_binary
from workers.settings import Settings
from workers.telemetry import configure_logging


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything."""

    entries: int
    kills: int
    rounds: int
    away: float
    crowd: int
    poisoned: int
    shuffles: int
    articles: int
    rate: float


QUICK = Sizes(2_000, 30, 3, 20, 800, 12, 2, 1_000, 10.5)
SOAK = Sizes(20_000, 100, 5, 60, 5_000, 50, 10, 20_000, 10.5)


def main() -> int:
    """Run all; the exit code says whether every invariant held."""
    wanted = _arguments()
    sizes = SOAK if wanted.soak else QUICK
    sizes = replace(sizes, entries=wanted.entries or sizes.entries, kills=wanted.kills or sizes.kills)
    if wanted.entries:
        sizes = replace(sizes, crowd=wanted.entries, poisoned=wanted.entries // 100)
    log = _logs_to_file()
    sizes = replace(sizes, articles=wanted.articles or sizes.articles, rate=wanted.rate or sizes.rate)
    reports = []
    for report in _on_all_brokers(sizes, wanted.only, wanted.brokers):
        print(report.line(), flush=True)
        reports.append(report)
    print(f"{sum(one.is_good for one in reports)} of {len(reports)} runs are good; what the processes said is in {log}")
    return 0 if reports and all(one.is_good for one in reports) else 1


def _logs_to_file() -> Path:
    """Send what the processes say, which are killed in hundreds, where it can be read and does not hide the result."""
    descriptor, path = tempfile.mkstemp(prefix="fivefold-faults-", suffix=".log")
    os.dup2(descriptor, sys.stderr.fileno())
    configure_logging(Settings(log_level="WARNING", log_format="json"))
    return Path(path)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--soak", action="store_true", help="the full sizes")
    parser.add_argument("--only", nargs="*", default=[], help="some of the runs")
    parser.add_argument("--brokers", nargs="*", default=["valkey", "redis", "rabbit"])
    parser.add_argument(
        "--entries", type=int, help="entries of the runs with kills and poison; a hundredth is poisoned"
    )
    parser.add_argument("--articles", type=int, help="articles of the run with load")
    parser.add_argument("--kills", type=int, help="kills of that run")
    parser.add_argument("--rate", type=float, help="articles a second that appear in the run with load")
    return parser.parse_args()


def _on_all_brokers(sizes: Sizes, only: list[str], brokers: list[str]) -> Iterator[Report]:
    found = {"valkey": server_binary(), "redis": installed_redis()}
    for name in ("valkey", "redis"):
        binary = found[name]
        if name not in brokers:
            continue
        if binary is None:
            print("NOT RUN: Redis itself, for there is no redis-server on the PATH (Debian: apt install redis-server)")
            continue
        print(f"broker: {name} ({binary})", flush=True)
        with tempfile.TemporaryDirectory() as home, postgres_server() as postgres, redis_server(binary) as broker:
            yield from _runs(postgres, broker, Path(home), sizes, only, is_first=name == brokers[0])
    if "rabbit" in brokers and (not only or "rabbit" in only):
        yield from _on_rabbit(sizes)


def _runs(
    postgres: PostgresServer, broker: RedisServer, folder: Path, sizes: Sizes, only: list[str], *, is_first: bool
) -> Iterator[Report]:
    """Every run that the broker matters for, and on the first broker those it does not matter for."""
    servers = (postgres, broker, folder)
    runs: dict[str, Callable[[], Report]] = {
        "kills": lambda: scenarios.kills(*servers, sizes.entries, sizes.kills),
        "crash-points": lambda: scenarios.crash_points(*servers, 200),
        "broker": lambda: scenarios.broker_trouble(*servers, sizes.entries // 2, sizes.rounds, sizes.away),
        "database": lambda: scenarios.database_trouble(*servers, sizes.entries // 2, sizes.rounds, sizes.away),
    }
    alone: dict[str, Callable[[], Report]] = {
        "poison": lambda: _poison(servers, sizes),
        "order": lambda: scenarios.order(*servers, sizes.shuffles),
        "disk": lambda: disk.disk_full(broker, folder, sizes.entries // 4, sizes.away, is_log_apart=False),
        "disk-apart": lambda: disk.disk_full(broker, folder, sizes.entries // 4, sizes.away, is_log_apart=True),
        "disk-broker": lambda: disk.broker_disk_full(postgres, broker.binary, folder, sizes.entries // 20, sizes.away),
        "load": lambda: load.load(*servers, sizes.articles, sizes.rate),
    }
    if is_first and (reason := disk.why_not()):
        print(f"NOT RUN: a full disk, for {reason}")
        del alone["disk"], alone["disk-apart"], alone["disk-broker"]
    for name, run in (runs | alone if is_first else runs).items():
        if not only or name in only:
            yield run()


def _poison(servers: tuple[PostgresServer, RedisServer, Path], sizes: Sizes) -> Report:
    """The same articles without and with poison: what the poison costs the others."""
    plain = scenarios.poison(*servers, sizes.crowd, 0)
    report = scenarios.poison(*servers, sizes.crowd, sizes.poisoned)
    more = report.cpu_seconds / plain.cpu_seconds - 1
    report.notes.append(f"without poison {plain.notes[0]}, {plain.cpu_seconds:.0f} CPU s: {more:+.0%} CPU time with it")
    return report


def _on_rabbit(sizes: Sizes) -> Iterator[Report]:
    if not rabbit.LAUNCHER.exists():
        print("NOT RUN: RabbitMQ, for there is none on this machine (Debian: apt install rabbitmq-server)")
        return
    print("broker: RabbitMQ", flush=True)
    with tempfile.TemporaryDirectory() as home, postgres_server() as postgres, rabbit.rabbit_server() as broker:
        yield scenarios.kills(postgres, broker, Path(home), sizes.entries // 4, max(1, sizes.kills // 4))


if __name__ == "__main__":
    sys.exit(main())
