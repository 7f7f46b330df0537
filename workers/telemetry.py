"""Logs: one event a line, the same fields everywhere, untrusted text escaped, secrets masked."""

from __future__ import annotations

import logging
import os
import re
import socket
import sys
import time
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from workers.settings import Settings

_CREDENTIALS = re.compile(r"(?<=://)[^/?#\s]*(?=@)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def mask(value: str) -> str:
    """Take credentials out of any URL, and anything that could break a line or move a terminal's cursor."""
    return _CONTROL.sub(" ", _CREDENTIALS.sub("***", value))


def _masked(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: _mask_all(value) for key, value in event.items()}


def _mask_all(value: Any) -> Any:
    """Text masked, at any depth of lists and mappings."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {key: _mask_all(one) for key, one in value.items()}
    if type(value) in (list, tuple, set, frozenset):
        return [_mask_all(one) for one in value]
    return value


def _masked_traceback(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Tracebacks are formatted after the rest is masked; they keep their lines."""
    if isinstance(event.get("exception"), str):
        event["exception"] = _CREDENTIALS.sub("***", event["exception"])
    return event


def configure_logging(settings: Settings) -> None:
    """Send structlog and the standard library's loggers to stderr, as JSON unless a person is looking."""
    is_text = settings.log_format == "text" or (settings.log_format == "auto" and sys.stderr.isatty())
    renderer: Any = structlog.dev.ConsoleRenderer() if is_text else structlog.processors.JSONRenderer()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _masked,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared, structlog.processors.format_exc_info],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _masked_traceback,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for noisy in (
        "trafilatura",
        "htmldate",
        "courlan",
        "alembic",
        "httpx2",
        "httpcore2",
        "celery.redirected",
        "amqp",
        "kombu",
    ):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(settings.log_level)))


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger that speaks in past-tense events with fields."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger


def worker_name() -> str:
    """Who did it: host and process."""
    return f"{socket.gethostname()}:{os.getpid()}"


QUIET_SECONDS = 5.0
_last_said: dict[str, float] = {}


def say_quietly(logger: structlog.stdlib.BoundLogger, event: str, **fields: Any) -> None:
    """Warn that the world is in the way, at most once in five seconds in this process, whatever waits for it."""
    now = time.monotonic()
    if now - _last_said.get(event, -QUIET_SECONDS) >= QUIET_SECONDS:
        _last_said[event] = now
        logger.warning(event, **fields)
