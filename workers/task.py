"""How a task is declared: by an explicit name and time limits, typed, and bound to the application later."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from pipeline.errors import Transient
from workers.settings import load_settings
from workers.store.troubles import meet_trouble
from workers.telemetry import get_logger, say_quietly

log = get_logger(__name__)


def task(name: str, *, soft: int, hard: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a task. `soft` and `hard` are seconds; thread pools ignore both, so network tasks bound themselves."""

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def patient(*args: Any, **kwargs: Any) -> None:
            try:
                function(*args, **kwargs)
            except Transient as error:
                # What was claimed is given back or rung again; a traceback for each message would be a storm.
                say_quietly(log, "task_postponed", task=name, reason=error.reason.value, error=str(error))
                meet_trouble(name.removeprefix("fivefold."), error.reason, str(error))
            except SoftTimeLimitExceeded:
                say_quietly(log, "task_ran_out_of_time", task=name)

        # A task must end before its lease does, so whatever scales the leases scales the limits.
        scale = load_settings().lease_scale
        declared: Any = shared_task(name=name, soft_time_limit=soft * scale, time_limit=hard * scale)(patient)
        return cast(Callable[..., None], declared)

    return declare
