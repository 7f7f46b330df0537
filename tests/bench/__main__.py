"""`make bench`: one table of one run, printed and stored as build/bench.json.

Everything is measured in turns on the same pages, because the machine may be busy with other things: CPU time and the
ratios count, wall-clock times say little there. `--quick` takes fewer pages; `--check` fails when a ratio misses what
it must reach. What can be counted is gated by `tests/integration/test_economy.py` in every test run, the ratio to the bare
loop by `test_price.py` beside it. news-please's extractor takes part where it is installed.
"""

from __future__ import annotations

import importlib.util
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "build" / "bench.json"
THREADS = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
CORES = 2
MUST = {
    "one core, bare loop CPU / ours": 0.85,
    "two cores, bare loop CPU / ours": 0.85,
    "two cores, naive chain CPU / ours": 1.5,
    "two cores, our articles/s / naive chain's": 1.5,
}
STARTS = {
    "fivefold --help": "import sys; sys.argv = ['fivefold', '--help']; from ops.command import main; main()",
    "cleaner and extractor": "import workers.app, workers.tasks.extractor as task; from workers.resources import preload;"
    " preload(['clean', 'extract']); task._annotate([])",
    "writer": "import workers.app, workers.tasks.writer, workers.tasks.deduplicator, workers.tasks.maintenance",
}
"""What each kind of process does before its first article."""


def solo(name: str, file: Path) -> dict[str, Any]:
    """One contender in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.solo", name, str(file)]
    run = subprocess.run(command, env=os.environ | THREADS, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def start_seconds(code: str) -> float:
    """CPU seconds of a process that only starts: the least of three."""
    found = []
    for _ in range(3):
        command = [sys.executable, "-c", code]
        process = subprocess.Popen(command, env=os.environ | THREADS, cwd=ROOT, stdout=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
        found.append(used.ru_utime + used.ru_stime)
    return min(found)


def solos(file: Path, n_pages: int, n_rounds: int) -> dict[str, Any]:
    """Medians of CPU milliseconds a page on one core, each contender once a round."""
    rounds: dict[str, list[dict[str, Any]]] = {"ours": [], "bare": [], "newspaper": []}
    if importlib.util.find_spec("newsplease"):
        rounds["news-please"] = []
    for _ in range(n_rounds):
        for name, found in rounds.items():
            found.append(solo(name, file))
    return {
        name: {
            "cpu_ms": median(one["cpu"] for one in found) * 1000 / n_pages,
            "stages_ms": {
                stage: median(one["costs"][stage] for one in found) * 1000 / n_pages for stage in found[0]["costs"]
            },
            "peak_mb": max(one["peak_mb"] for one in found),
        }
        for name, found in rounds.items()
    }


def plants(pages: Sequence[Any], n_rounds: int) -> dict[str, Any]:
    """Whole plants on two cores, the naive chain between them, and ours on one core."""
    from tests.bench.whole import run_naive, run_ours
    from tests.servers import postgres_server, redis_server

    runs: dict[str, list[Any]] = {}
    with postgres_server() as postgres, redis_server() as broker:
        for _ in range(n_rounds):
            runs.setdefault("sqlite, 2 cores", []).append(run_ours(pages, None, broker))
            runs.setdefault("naive chain, 2 cores", []).append(run_naive(pages, broker))
            runs.setdefault("postgresql, 2 cores", []).append(run_ours(pages, postgres, broker))
        cpu = median(one.cpu / one.n_articles for one in runs["postgresql, 2 cores"])
        wall = median(one.wall / one.n_articles for one in runs["postgresql, 2 cores"])
        runs["postgresql, half load"] = [run_ours(pages, postgres, broker, rate=0.5 / max(wall, cpu / CORES))]
        with _one_core():
            runs["sqlite, 1 core"] = [run_ours(pages, None, broker)]
    found = {name: _summary(each) for name, each in runs.items()}
    _print_plants(found)
    return found


class _one_core:  # noqa: N801  reads as a statement
    """Keeps this process and what it starts on one core."""

    def __enter__(self) -> None:
        self.before = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(self.before)})

    def __exit__(self, *_: object) -> None:
        os.sched_setaffinity(0, self.before)


def _summary(found: list[Any]) -> dict[str, Any]:
    cpu = median(one.cpu / one.n_articles for one in found)
    kinds = sorted({kind for one in found for kind in one.peaks})
    late = found[0].latencies
    return {
        "cpu_ms": cpu * 1000,
        "articles_per_wall_second": median(one.n_articles / one.wall for one in found),
        "articles_per_cpu_second": 1 / cpu,
        "peak_mb": {kind: max(one.peaks.get(kind, 0.0) for one in found) for kind in kinds},
        "latency_p50_s": late[len(late) // 2] if late else None,
        "latency_p95_s": late[int(len(late) * 0.95)] if late else None,
    }


def ratios(alone: dict[str, Any], whole: dict[str, Any]) -> dict[str, float]:
    """What counts. Above 1 we do the work in less CPU time, or in less wall time side by side."""
    ours, naive = whole["postgresql, 2 cores"], whole["naive chain, 2 cores"]
    return {
        "one core, bare loop CPU / ours": alone["bare"]["cpu_ms"] / alone["ours"]["cpu_ms"],
        "cleaning, bare loop CPU / ours": alone["bare"]["stages_ms"]["clean"] / alone["ours"]["stages_ms"]["clean"],
        "cleaning, newspaper4k CPU / ours": alone["newspaper"]["cpu_ms"] / alone["ours"]["stages_ms"]["clean"],
        "two cores, bare loop CPU / ours": alone["bare"]["cpu_ms"] / ours["cpu_ms"],
        "two cores, naive chain CPU / ours": naive["cpu_ms"] / ours["cpu_ms"],
        "two cores, our articles/s / naive chain's": ours["articles_per_wall_second"]
        / naive["articles_per_wall_second"],
    }


def _print_ratios(report: dict[str, Any]) -> None:
    for name, value in report["ratios"].items():
        print(f"{name:44} {value:5.2f}")


def _print_solos(found: dict[str, Any]) -> None:
    for name, one in found.items():
        stages = "  ".join(f"{stage} {ms:.1f}" for stage, ms in one["stages_ms"].items())
        print(f"{name:24} {one['cpu_ms']:7.1f} ms CPU a page   ({stages})")


def _print_starts(found: dict[str, float]) -> None:
    for name, seconds in found.items():
        print(f"{name:24} {seconds:7.1f} s CPU to start")


def _print_plants(found: dict[str, Any]) -> None:
    for name, one in found.items():
        memory = "  ".join(f"{kind} {mb:.0f}" for kind, mb in one["peak_mb"].items())
        print(
            f"{name:24} {one['cpu_ms']:7.1f} ms CPU  {one['articles_per_wall_second']:6.1f} articles/s   MB: {memory}"
        )
        if one["latency_p95_s"]:
            print(f"{'':24} feed to fact: p50 {one['latency_p50_s']:.1f} s, p95 {one['latency_p95_s']:.1f} s")


def main() -> int:
    """Measure, print, store."""
    from tests.bench import corpus

    if not corpus.is_there():
        print("not measured: ../shared/data is absent")
        return 0
    n_solo, n_plant, n_rounds = (24, 56, 1) if "--quick" in sys.argv else (100, 300, 3)
    pages = corpus.mixed(max(n_solo, n_plant))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pages"
        file.write_bytes(pickle.dumps(pages[:n_solo]))
        alone = solos(file, n_solo, n_rounds)
        _print_solos(alone)
        starts = {name: start_seconds(code) for name, code in STARTS.items()}
        _print_starts(starts)
        whole = plants(pages[:n_plant], n_rounds)
    report = {
        "load": os.getloadavg()[0], "n_pages": n_solo, "n_articles": n_plant, "rounds": n_rounds,
        "one core": alone, "start_s": starts, "plants": whole, "ratios": ratios(alone, whole),
    }  # fmt: skip
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=1) + "\n")
    _print_ratios(report)
    missed = {name: least for name, least in MUST.items() if report["ratios"][name] < least}
    for name, least in missed.items():
        print(f"missed: {name} must be {least}")
    return 1 if missed and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
