"""One process tree: the broker if it is embedded, the workers and the scheduler; whatever exits is started again.

Measured with Celery 5.7: workers exit in 10 of 48 broker kills under load, and one garbage message ends a worker.
So every process has a restarting supervisor, the embedded mode too.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.stages import KINDS, MAINTENANCE, queues_of
from workers.broker import EmbeddedBroker
from workers.deathwatch import die_with_parent
from workers.settings import Settings, environment_for
from workers.telemetry import get_logger

log = get_logger(__name__)

STOP_SECONDS = 25.0
FETCHER_THREADS = 16


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """A process to keep running."""

    name: str
    arguments: tuple[str, ...]


@dataclass(slots=True)
class Running:
    """A started process and how often it had to be started again."""

    spec: ProcessSpec
    process: subprocess.Popen[bytes]
    started_at: float = field(default_factory=time.monotonic)
    n_restarts: int = 0
    not_before: float = 0.0


def worker_arguments(name: str, queues: Sequence[str], pool: str, concurrency: int) -> tuple[str, ...]:
    """The command line of one Celery worker. No mingle and no gossip: workers know nothing of each other."""
    return (
        *("-m", "celery", "-A", "workers.app", "worker", "-Q", ",".join(queues), "-P", pool, "-c", str(concurrency)),
        *("-n", f"{name}@%h", "--without-mingle", "--without-gossip", "--without-heartbeat", "-l", "WARNING"),
    )


def kind_spec(kind: str, concurrency: int | None = None) -> ProcessSpec:
    """The process that serves one worker kind: threads where it waits, processes where it computes."""
    cores = os.cpu_count() or 1
    if kind == "fetcher":
        return ProcessSpec(kind, worker_arguments(kind, queues_of(kind), "threads", concurrency or FETCHER_THREADS))
    width = 1 if kind in ("deduplicator", "writer") else cores
    return ProcessSpec(kind, worker_arguments(kind, queues_of(kind), "prefork", concurrency or width))


def scheduler_spec() -> ProcessSpec:
    """Celery's beat with its schedule in memory: it keeps no state, so two of them do no harm."""
    beat = ("-m", "celery", "-A", "workers.app", "beat", "--scheduler", "celery.beat:Scheduler", "-l", "WARNING")
    return ProcessSpec("scheduler", (*beat, "--pidfile="))


def embedded_specs() -> list[ProcessSpec]:
    """Everything on one machine: the network in threads, the CPU work on all cores, the serial lanes in one process."""
    cpu = (*queues_of("cleaner"), *queues_of("extractor"))
    serial = (
        *queues_of("deduplicator"),
        *(queue for queue in queues_of("writer") if queue != MAINTENANCE),
        MAINTENANCE,
    )
    return [
        kind_spec("fetcher"),
        ProcessSpec("cpu", worker_arguments("cpu", cpu, "prefork", os.cpu_count() or 1)),
        ProcessSpec("serial", worker_arguments("serial", serial, "prefork", 1)),
        scheduler_spec(),
    ]


def specs_for(kinds: Sequence[str]) -> list[ProcessSpec]:
    """One process for each named kind."""
    return [kind_spec(kind) for kind in (kinds or KINDS)]


class Supervisor:
    """Keeps a set of processes running. Use as a context manager, from the main thread."""

    def __init__(self, settings: Settings, specs: Sequence[ProcessSpec]) -> None:
        self.settings = settings
        self.specs = list(specs)
        self.broker = EmbeddedBroker(settings) if settings.is_embedded_broker else None
        self.running: list[Running] = []

    def __enter__(self) -> Supervisor:
        if self.broker is not None:
            self.broker.start()
        self.running = [Running(spec, self._launch(spec)) for spec in self.specs]
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def tend(self) -> None:
        """Start again whatever has exited, slower each time it exits young."""
        if self.broker is not None:
            self.broker.ensure()
        now = time.monotonic()
        for one in self.running:
            if one.process.poll() is None:
                continue
            if not one.not_before:
                young = now - one.started_at < 30
                one.n_restarts = one.n_restarts + 1 if young else 1
                one.not_before = now + min(0.2 * 2**one.n_restarts, 15.0)
                log.warning("process_exited", process=one.spec.name, code=one.process.returncode)
            elif now >= one.not_before:
                one.process, one.started_at, one.not_before = self._launch(one.spec), now, 0.0

    def stop(self, patience: float = STOP_SECONDS) -> None:
        """Ask all to stop, give them `patience` seconds to finish what they hold, then end them."""
        for one in self.running:
            if one.process.poll() is None:
                one.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + patience
        for one in self.running:
            try:
                one.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                one.process.kill()
                one.process.wait()
        self.running = []
        if self.broker is not None:
            self.broker.stop()

    def _launch(self, spec: ProcessSpec) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, *spec.arguments],
            env=_environment(self.settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            preexec_fn=die_with_parent,
            # A process group of its own keeps the terminal's Ctrl-C for the supervisor, which stops things in order.
            process_group=0,
        )


def _environment(settings: Settings) -> dict[str, str]:
    """The settings, and one thread for each matrix product: there is a process per core already.

    With more of them on a busy machine a product took 200 times as long (measured). It is said here because numpy's
    BLAS reads it once, when it is loaded.
    """
    return {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **environment_for(settings)}
