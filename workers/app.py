"""The Celery application, made once a process. Queues and routes derive from `pipeline.stages`."""

from __future__ import annotations

import warnings
from typing import Any

import kombu.entity
from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import setup_logging, worker_init, worker_process_init, worker_shutting_down

from pipeline.stages import MAINTENANCE, PIPELINE
from workers.settings import Settings, load_settings
from workers.stopping import begin_stopping
from workers.telemetry import configure_logging
from workers.tracing import begin_tracing

TASK_MODULES = (
    "workers.tasks.fetcher",
    "workers.tasks.cleaner",
    "workers.tasks.deduplicator",
    "workers.tasks.extractor",
    "workers.tasks.writer",
    "workers.tasks.maintenance",
)


def make_app(settings: Settings) -> Celery:
    """Build the application from the settings. Creates no connection."""
    app = Celery("fivefold", broker=settings.broker, include=list(TASK_MODULES))
    queues = dict.fromkeys([*(stage.queue for stage in PIPELINE), MAINTENANCE])
    routes = {stage.task: {"queue": stage.queue} for stage in PIPELINE}
    routes["fivefold.maintenance.*"] = {"queue": MAINTENANCE}
    app.conf.update(
        task_queues=[_queue(name) for name in queues],
        task_routes=routes,
        task_default_queue=MAINTENANCE,
        **_RELIABILITY,
        beat_schedule=beat_schedule(settings),
    )
    if settings.broker.startswith(("redis", "rediss")):
        app.conf.broker_transport_options = _REDIS
    return app


def _queue(name: str) -> Any:
    declare: Any = kombu.entity.Queue  # kombu's entities carry no types
    return declare(name, durable=True)


# Each of these was measured; docs/decisions/0001 says what happens without them.
_RELIABILITY: dict[str, Any] = {
    "task_ignore_result": True,
    "task_store_errors_even_if_ignored": False,
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_create_missing_queues": False,
    "task_acks_late": False,
    "worker_prefetch_multiplier": 1,
    "worker_hijack_root_logger": False,
    "worker_send_task_events": False,
    "worker_enable_remote_control": True,
    "worker_soft_shutdown_timeout": 10.0,
    "worker_cancel_long_running_tasks_on_connection_loss": False,
    "worker_max_memory_per_child": 1_500_000,
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "broker_channel_error_retry": True,
    "broker_connection_timeout": 4.0,
    "task_publish_retry": False,
    "worker_proc_alive_timeout": 60.0,
    "enable_utc": True,
    "timezone": "UTC",
}
_REDIS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 4,
    "socket_keepalive": True,
    "retry_on_timeout": True,
}


def beat_schedule(settings: Settings) -> dict[str, dict[str, Any]]:
    """The scheduler's few ticks. Each is harmless when doubled and worthless when late, so it expires."""
    return {
        name: {
            "task": f"fivefold.maintenance.{name}",
            "schedule": seconds,
            "options": {"queue": MAINTENANCE, "expires": max(seconds * 3, 10)},
        }
        for name, seconds in (("sweep", settings.sweep_seconds), ("number", 1.0), ("measure", 10.0), ("prune", 3600.0))
    }


@setup_logging.connect  # type: ignore[untyped-decorator]
def _own_logging(**_: Any) -> None:
    configure_logging(load_settings())


@worker_init.connect  # type: ignore[untyped-decorator]
def _before_fork(sender: Any = None, **_: Any) -> None:
    """Load the model once, before the pool forks: the children share its memory and start warm."""
    from workers.resources import preload

    queues = {queue.name for queue in sender.app.amqp.queues.consume_from.values()} if sender else set()
    preload(queues)
    if "thread" in str(getattr(sender, "pool_cls", "")):
        # Threads share this process: nothing is forked that would begin it later.
        begin_tracing(load_settings())


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _after_fork(**_: Any) -> None:
    """Connections do not survive a fork."""
    from workers.resources import bound_memory, reset_connections

    bound_memory()
    reset_connections()
    begin_tracing(load_settings())


worker_shutting_down.connect(begin_stopping)

# Celery warns root because of pickle; these workers accept JSON only.
warnings.filterwarnings("ignore", category=SecurityWarning)
app = make_app(load_settings())
