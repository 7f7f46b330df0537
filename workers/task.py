"""How a task is declared: by an explicit name and time limits, typed, and bound to the application later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from celery import shared_task

from workers.settings import load_settings


def task(name: str, *, soft: int, hard: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a task. `soft` and `hard` are seconds; thread pools ignore both, so network tasks bound themselves."""

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        # A task must end before its lease does, so whatever scales the leases scales the limits.
        scale = load_settings().lease_scale
        declared: Any = shared_task(name=name, soft_time_limit=soft * scale, time_limit=hard * scale)(function)
        return cast(Callable[..., None], declared)

    return declare
