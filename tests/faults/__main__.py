"""`make faults`: every fault on real servers, one line a run. `--soak` takes the full sizes; the default takes minutes."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.faults import scenarios
from tests.faults.harness import Report
from tests.servers import PostgresServer, RedisServer, installed_redis, postgres_server, redis_server
from workers.broker import server_binary


def main() -> int:
    """Run all; the exit code says whether every invariant held."""
    is_soak = "--soak" in sys.argv
    n_entries, n_kills, n_poison = (20_000, 100, 50) if is_soak else (2_000, 30, 12)
    reports = []
    for binary in [one for one in (server_binary(), installed_redis()) if one]:
        with tempfile.TemporaryDirectory() as home, postgres_server() as postgres, redis_server(binary) as broker:
            folder = Path(home)
            print(f"broker {binary.name}")
            for report in _all_runs(postgres, broker, folder, n_entries, n_kills, n_poison):
                print(report.line(), flush=True)
                reports.append(report)
    return 1 if any(one.problems or one.lost or one.doubled for one in reports) else 0


def _all_runs(
    postgres: PostgresServer, broker: RedisServer, folder: Path, n_entries: int, n_kills: int, n_poison: int
) -> Iterator[Report]:
    yield scenarios.kills(postgres, broker, folder, n_entries, n_kills)
    yield from scenarios.crash_points(postgres, broker, folder, 64)
    yield scenarios.broker_trouble(postgres, broker, folder, n_entries // 2)
    yield scenarios.database_trouble(postgres, broker, folder, n_entries // 2)
    yield scenarios.poison(postgres, broker, folder, n_entries // 4, n_poison)


if __name__ == "__main__":
    sys.exit(main())
