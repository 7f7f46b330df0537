"""Rings the queues. A lost ring costs one sweep interval and nothing else, so errors are counted and forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from celery import current_app
from kombu.exceptions import ChannelError, OperationalError

from pipeline.stages import Stage
from schemas.outcome import Reason
from workers.crash import crash_point
from workers.store.troubles import meet_trouble
from workers.telemetry import get_logger, say_quietly

log = get_logger(__name__)


def batches(ids: Sequence[int], size: int) -> Iterator[list[int]]:
    """Split ids into messages."""
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])


def ring(stage: Stage, ids: Sequence[int], *, alone: bool = False) -> bool:
    """Send the ids to the stage's queue, one message a batch. True if the broker took them all.

    Call it after the commit: a worker must be able to see the rows.
    """
    for batch in batches(ids, 1 if alone else stage.batch):
        crash_point(f"before_ring_{stage.name}")
        try:
            current_app.send_task(stage.task, args=[batch], queue=stage.queue, retry=False)
        except (OperationalError, OSError) as error:
            say_quietly(log, "doorbell_failed", stage=stage.name, n_ids=len(batch), error=str(error))
            meet_trouble(stage.name, Reason.BROKER, str(error))
            return False
        crash_point(f"after_ring_{stage.name}")
    return True


def queue_lengths(queues: Sequence[str]) -> dict[str, int | None]:
    """Messages waiting in each queue; null where the broker does not say. One channel asks for all."""
    found: dict[str, int | None] = dict.fromkeys(queues)
    try:
        with current_app.connection_or_acquire() as connection, connection.channel() as channel:
            for queue in queues:
                with suppress(ChannelError):  # Redis knows no queue that is empty
                    found[queue] = int(channel.queue_declare(queue=queue, passive=True).message_count)
    except Exception as error:  # noqa: BLE001  each transport has errors of its own; none of them matters here
        log.debug("queue_lengths_unknown", error=str(error))
    return found
