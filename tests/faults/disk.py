"""A disk that runs full under PostgreSQL, SQLite or the broker: nothing is lost, nobody dies of it, and work goes on."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from schemas.outcome import Reason
from tests.faults.corpus import articles
from tests.faults.harness import Broker, Plant, Report, plant
from tests.servers import PostgresServer, RedisServer
from workers.sources import LocalPage
from workers.store.tables import outcome

PATIENCE = 3600.0
SIZE_MB = 256


def why_not() -> str:
    """Why no small disk can be had here; empty if it can."""
    if os.geteuid() != 0:
        return "only root may mount a small disk"
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run(_mount(Path(folder), 1), capture_output=True, text=True, check=False)
        if tried.returncode:
            return f"no small disk could be mounted: {tried.stderr.strip()}"
        subprocess.run(["umount", folder], check=True)
    return ""


def _mount(folder: Path, megabytes: int) -> list[str]:
    return ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "tmpfs", str(folder)]


@contextmanager
def small_disk(megabytes: int = SIZE_MB) -> Iterator[Path]:
    """A folder with so much room."""
    folder = Path(tempfile.mkdtemp(prefix="fivefold-disk-"))
    subprocess.run(_mount(folder, megabytes), check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
        folder.rmdir()


def fill(folder: Path) -> Path:
    """Take all room that is left. Returns the file to delete."""
    ballast = folder / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    return ballast


@contextmanager
def postgres_on_small_disk(*, is_log_apart: bool) -> Iterator[tuple[PostgresServer, Path]]:
    """A cluster whose data has little room, and the folder of it.

    With its log on another disk it lives through a full one, refuses what makes a table grow and takes the rest;
    otherwise it ends.
    """
    with small_disk() as folder, tempfile.TemporaryDirectory() as elsewhere:
        server = PostgresServer(folder / "cluster")
        server.folder.mkdir()
        folder.chmod(0o755)
        server.create()
        with (server.data / "postgresql.conf").open("a") as settings:
            settings.write("max_wal_size=48MB\nmin_wal_size=32MB\nrestart_after_crash=on\n")
        if is_log_apart:
            Path(elsewhere).chmod(0o755)
            subprocess.run(["mv", str(server.data / "pg_wal"), elsewhere], check=True)
            (server.data / "pg_wal").symlink_to(Path(elsewhere) / "pg_wal")
        server.start()
        try:
            yield server, folder
        finally:
            server.stop()


def disk_full(broker: Broker, folder: Path, n_entries: int, full_seconds: float, *, is_log_apart: bool) -> Report:
    """PostgreSQL without room for a while, in the middle of the work. Where it gave up, it is started again."""
    report = Report(
        f"disk of PostgreSQL full for {full_seconds:.0f} s, its log {'apart' if is_log_apart else 'on it too'}"
    )
    with (
        postgres_on_small_disk(is_log_apart=is_log_apart) as (postgres, disk),
        plant(postgres, broker, folder) as running,
    ):
        running.accept(list(articles(n_entries, 6)))
        state = {"steps": 0, "done": 0}

        def disturb(elapsed: float) -> None:
            if state["done"] or running.n_steps() < n_entries:
                return
            state["steps"] = running.n_steps()
            ballast = fill(disk)
            full_at = time.monotonic()
            while time.monotonic() - full_at < full_seconds:
                running.supervisor.tend()
                fill(disk)  # what the server frees is taken too
                time.sleep(0.2)
            n_steps = running.n_steps()
            report.notes.append(f"{max(0, n_steps - state['steps'])} visits were settled while the disk was full")
            ballast.unlink()
            if postgres.process is not None and postgres.process.poll() is not None:
                report.notes.append("the server had ended and was started again")
                postgres.start()
            report.notes.append(f"went on {running.resumed(time.monotonic(), n_steps):.1f} s after there was room")
            state["done"] = 1

        report.seconds = running.run(PATIENCE, disturb)
        if not state["done"]:
            report.problems.append("the work was done before the disk was full")
        return running.check(report)


def broker_disk_full(postgres: PostgresServer, binary: Path, folder: Path, n_entries: int, seconds: float) -> Report:
    """The broker's log has no room for a while: it refuses bells, and what it took last it may forget when killed."""
    report = Report(f"disk of the broker full for {seconds:.0f} s, then killed")
    with small_disk(8) as disk:
        broker = RedisServer(binary, disk, is_persistent=True)
        broker.start()
        try:
            with plant(postgres, broker, folder) as running:
                running.accept(list(articles(n_entries // 2, 8)))
                more = list(articles(n_entries // 2, 9))
                report.seconds = running.run(PATIENCE, lambda _: _fill_under(running, broker, disk, more, seconds))
                if more:
                    report.problems.append("the work was done before the disk was full")
                report.kills = 1
                report.notes.append(f"{_n_refused(running)} bells were refused and counted")
                return running.check(report)
        finally:
            broker.stop()


def _fill_under(running: Plant, broker: RedisServer, disk: Path, more: list[LocalPage], seconds: float) -> None:
    """Once, when work has begun: no room, entries that nobody can be rung for, a kill, and room again."""
    if not more or not running.n_steps():
        return
    ballast = fill(disk)
    running.accept(more)
    more.clear()
    full_at = time.monotonic()
    while time.monotonic() - full_at < seconds:
        running.supervisor.tend()
        fill(disk)
        time.sleep(0.2)
    broker.kill()
    ballast.unlink()
    broker.start()


def _n_refused(running: Plant) -> int:
    query = select(func.count()).select_from(outcome).where(outcome.c.reason == Reason.BROKER)
    with running.database.read() as connection:
        return int(connection.execute(query).scalar_one())
