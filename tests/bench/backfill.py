"""How fast a back-fill goes: `python -m tests.bench.backfill [N_PAGES]`, the command itself on a WARC file and JSON lines.

Each file is ingested whole into an empty database in the embedded mode. Then a WARC file is ingested once more, killed
when half of it is taken in, and begun again: the second run says what it still had to do. Pages are recombined real ones.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import corpus
from tests.workers.test_archive import record
from workers.sources import LocalPage

COMMAND = [sys.executable, "-c", "from ops.command import main; main()"]


def write_archive(pages: list[LocalPage], file: Path) -> Path:
    """A member a record, as CC-NEWS has it."""
    with file.open("wb") as out:
        for one in pages:
            out.write(gzip.compress(record(one.url, one.page.body, kind="text/html; charset=utf-8")))
    return file


def write_lines(pages: list[LocalPage], file: Path) -> Path:
    """One record a line, with its markup."""
    with file.open("w") as out:
        for one in pages:
            record_of = {"id": one.key, "url": one.url, "html": one.page.body.decode()}
            out.write(json.dumps(record_of) + "\n")
    return file


def setting(data: Path) -> dict[str, str]:
    return os.environ | {"FIVEFOLD_DATA_DIR": str(data)}


def ingest(file: Path, data: Path) -> tuple[float, float, dict[str, object]]:
    """(seconds by the clock, seconds of CPU with all workers, the command's summary)."""
    before, started = _children_seconds(), time.perf_counter()
    command = [*COMMAND, "ingest", "--json", str(file)]
    done = subprocess.run(command, env=setting(data), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started, _children_seconds() - before, json.loads(done.stdout)


def kill_at_half(file: Path, data: Path, n_pages: int) -> None:
    """Begin, and kill the command when half of the file is in the ledger."""
    process = subprocess.Popen(
        [*COMMAND, "ingest", str(file)], env=setting(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while _accepted(data) < n_pages // 2 and process.poll() is None:
        time.sleep(0.05)
    process.kill()
    process.wait()


def _accepted(data: Path) -> int:
    try:
        with sqlite3.connect(data / "fivefold.db", timeout=60) as database:
            return int(database.execute("SELECT count(*) FROM entry").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(n_pages: int) -> None:
    """Ingest each kind of file, then one in two goes."""
    pages = list(corpus.recombined(n_pages, seed=7))
    folder = Path(tempfile.mkdtemp(prefix="fivefold-backfill-"))
    archive = write_archive(pages, folder / "news.warc.gz")
    for file in (archive, write_lines(pages, folder / "news.jsonl")):
        wall, cpu, summary = ingest(file, folder / f"whole-{file.suffix}")
        print(
            f"{file.name:14} {n_pages / wall:5.1f} articles/s  {cpu * 1000 / n_pages:6.1f} ms CPU  {summary}",
            flush=True,
        )
    data = folder / "halves"
    kill_at_half(archive, data, n_pages)
    n_before = _accepted(data)
    wall, _, summary = ingest(archive, data)
    print(f"killed with {n_before} of {n_pages} taken in, begun again: {wall:.1f} s, {summary}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
