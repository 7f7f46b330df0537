"""`make faults`: every fault on real servers, one line a run. `--soak` takes the full sizes; the default takes minutes."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.faults import scenarios
from tests.servers import installed_redis, postgres_server, redis_server
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
            for report in (
                scenarios.kills(postgres, broker, folder, n_entries, n_kills),
                *scenarios.crash_points(postgres, broker, folder, 64),
                scenarios.broker_trouble(postgres, broker, folder, n_entries // 2),
                scenarios.database_trouble(postgres, broker, folder, n_entries // 2),
                scenarios.poison(postgres, broker, folder, n_entries // 4, n_poison),
            ):
                print(report.line(), flush=True)
                reports.append(report)
    return 1 if any(one.problems or one.lost or one.doubled for one in reports) else 0


if __name__ == "__main__":
    sys.exit(main())
