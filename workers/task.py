"""How a task is declared: by an explicit name and time limits, typed, and bound to the application later."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from celery import shared_task

from pipeline.errors import Transient
from workers.settings import load_settings
from workers.telemetry import get_logger

log = get_logger(__name__)


QUIET_SECONDS = 5.0
_last_said: dict[str, float] = {}


def _quietly(name: str, error: Transient) -> None:
    """Say that the world was in the way, once in five seconds."""
    now = time.monotonic()
    if now - _last_said.get(name, -QUIET_SECONDS) >= QUIET_SECONDS:
        _last_said[name] = now
        log.warning("task_postponed", task=name, reason=error.reason.value, error=str(error))


def task(name: str, *, soft: int, hard: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a task. `soft` and `hard` are seconds; thread pools ignore both, so network tasks bound themselves."""

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def patient(*args: Any, **kwargs: Any) -> None:
            try:
                function(*args, **kwargs)
            except Transient as error:
                # The leases run out and the sweeper rings again; a traceback for each message would be a storm.
                _quietly(name, error)

        # A task must end before its lease does, so whatever scales the leases scales the limits.
        scale = load_settings().lease_scale
        declared: Any = shared_task(name=name, soft_time_limit=soft * scale, time_limit=hard * scale)(patient)
        return cast(Callable[..., None], declared)

    return declare
