"""What an article costs as the store grows: `python -m tests.bench.growth sqlite|postgresql [SIZE ...]`.

A few dozen articles pass the real pipeline. Their rows are copied until the store has the size that is asked for, and
new articles pass the pipeline on top of it. A million take half an hour and 25 GB.
"""

from __future__ import annotations

import json
import random
import sys
import time
from contextlib import ExitStack
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import psutil

from schemas.page import FetchedPage
from tests.bench.copies import Copier
from tests.bench.corpus import BEGIN, recombined_text
from tests.bench.inline import Inline
from tests.servers import postgres_server
from workers.sources import LocalPage

N_REAL = 96
N_NEW = 32
N_WARM = 16
N_SENTENCES = 12
REPORT = Path(__file__).resolve().parents[2] / "build" / "growth.json"


def texts(count: int, seed: int) -> list[LocalPage]:
    """New articles of plain text."""
    found = []
    for number in range(count):
        dice = random.Random(f"growth/{seed}/{number}")
        title, body = recombined_text(dice, N_SENTENCES)
        url = f"https://outlet{number % 53}.test/{seed}/{number}"
        at = BEGIN + timedelta(minutes=10 * number)
        page = FetchedPage(url, url, 200, f"{title}\n\n{body}".encode(), {"content-type": "text/plain"}, at)
        found.append(LocalPage(sha256(url.encode()).hexdigest(), url, page, title, at, url))
    return found


def measure(plant: Inline, seed: int) -> dict[str, float]:
    """Median CPU milliseconds an article of three rounds, by stage; the database server's own beside them."""
    plant.run(texts(N_WARM, seed))
    rounds = [plant.run(texts(N_NEW, seed + step)) for step in (1, 2, 3)]
    return {stage: sorted(one[stage] for one in rounds)[1] * 1000 / N_NEW for stage in rounds[0]}


def grow(plant: Inline, sizes: list[int], server: psutil.Process | None) -> list[dict[str, Any]]:
    """Measure at each size, smallest first."""
    plant.run(texts(N_REAL, 0))
    copier, found = Copier(plant.database), []
    for size in sizes:
        started = time.monotonic()
        copier.grow_to(max(size // N_REAL - 1, copier.n_copies + 1))
        before = _server_seconds(server)
        stages = measure(plant, size)
        stages["server"] = (_server_seconds(server) - before) * 1000 / (3 * N_NEW + N_WARM)
        found.append({"articles": size, "cpu_ms": sum(stages.values()), "stages_ms": stages})
        print(json.dumps(found[-1]), f"{time.monotonic() - started:.0f} s", flush=True)
    return found


def _server_seconds(server: psutil.Process | None) -> float:
    """CPU time of a database server and its processes, those that ended included."""
    if server is None:
        return 0.0
    times = server.cpu_times()
    own = times.user + times.system + times.children_user + times.children_system
    return own + sum(sum(one.cpu_times()[:2]) for one in server.children())


def main(kind: str, sizes: list[int]) -> None:
    """Grow one kind of database and store what was measured beside the other kind's."""
    with ExitStack() as servers:
        server = servers.enter_context(postgres_server()) if kind == "postgresql" else None
        process = psutil.Process(server.process.pid) if server and server.process else None
        found = grow(Inline(server.create_database("growth") if server else ""), sizes, process)
    REPORT.parent.mkdir(exist_ok=True)
    known = json.loads(REPORT.read_text()) if REPORT.exists() else {}
    REPORT.write_text(json.dumps(known | {kind: found}, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], [int(one) for one in sys.argv[2:]] or [10_000, 100_000, 1_000_000])
