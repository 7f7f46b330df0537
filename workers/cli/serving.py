"""Long-running commands: a supervised process tree until a signal ends it."""

from __future__ import annotations

import signal
import time
from collections.abc import Sequence
from types import FrameType

from workers.cli.setting import ready_database, settings_for, warn_of_missing_contact
from workers.supervisor import ProcessSpec, Supervisor
from workers.telemetry import get_logger

VISITORS = {"fetcher", "scheduler"}
"""Processes because of which sites are visited."""


class _Stop(Exception):  # a signal is no error
    """SIGTERM or SIGINT arrived."""


def _raise_stop(number: int, _: FrameType | None) -> None:
    raise _Stop(signal.Signals(number).name)


def serve(specs: Sequence[ProcessSpec], database: str | None, *, create: bool = False) -> None:
    """Keep these processes running until SIGTERM or SIGINT, then let them finish what they hold."""
    settings = settings_for(database)
    # The connection must not be shared with the children.
    ready_database(database, create=create).close()
    if VISITORS & {spec.name for spec in specs}:
        warn_of_missing_contact(settings)
    log = get_logger(__name__)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _raise_stop)
    with Supervisor(settings, specs) as supervisor:
        log.info("tree_started", processes=[spec.name for spec in specs])
        try:
            while True:
                supervisor.tend()
                time.sleep(0.5)
        except _Stop as stop:
            log.info("tree_stopping", signal=str(stop))
