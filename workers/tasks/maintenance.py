"""Maintenance: ring what nobody heard, bury what kills, number the changes, measure, prune."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from pipeline.stages import PIPELINE, Stage
from workers import doorbell, resources
from workers.crash import crash_point
from workers.deriving import derive_facts
from workers.settings import load_settings
from workers.store import feeds, positions, retention, stories, sweeping
from workers.store.changes import sequence
from workers.store.measures import take_measures
from workers.store.troubles import write_troubles
from workers.task import task
from workers.telemetry import get_logger, worker_name

log = get_logger(__name__)

RING_AGAIN = timedelta(seconds=20)
"""How long a bell may go unheard. A lost message costs this and one sweep interval."""
MOST_WAITING = 40
"""Messages in a queue above which nothing more is rung into it: the worker is behind, not deaf."""
RING_LIMIT = 2000
BACKLOG = 2000
"""Entries waiting behind a stage above which the stages before it are not rung: the fetcher slows down."""
SLOWED_BY = {"poll": ("fetch", "clean"), "fetch": ("clean",)}
"""Polling heeds cleaning too: each poll rings its new entries' pages itself."""


@task("fivefold.maintenance.sweep", soft=50, hard=60)
def sweep() -> None:
    """One round: bury, re-open, ring, derive, number. Two of these at once do no harm."""
    database = resources.database()
    with database.write() as connection:
        now = database.now(connection)
        for entry_id in sweeping.bury_crashed(connection, now):
            log.error("entry_buried", entry_id=entry_id)
        retention.reopen_for_refetch(connection, now, RING_LIMIT)
        waiting = positions.count_due(connection)
        write_troubles(connection, now, worker_name())
    _ring_overdue([stage for stage in PIPELINE if _has_work(stage, waiting) and not _is_behind(stage, waiting)])
    derive_facts()
    sequence(database)


def _has_work(stage: Stage, waiting: Mapping[str, int]) -> bool:
    """Whether anything stands at a stage. Feeds do not wait in the ledger, so they are always looked for."""
    return stage.name == "poll" or waiting.get(stage.name, 0) > 0


def _is_behind(stage: Stage, waiting: Mapping[str, int]) -> bool:
    """Whether a stage after this one has enough to do. Only the fetcher waits: what is fetched must flow on."""
    return any(waiting.get(following, 0) > BACKLOG for following in SLOWED_BY.get(stage.name, ()))


def _ring_overdue(stages: Sequence[Stage]) -> None:
    lengths = doorbell.queue_lengths([stage.queue for stage in stages])
    heard = [stage for stage in stages if (lengths[stage.queue] or 0) <= MOST_WAITING]
    database = resources.database()
    with database.write() as connection:
        now = database.now(connection)
        found = {stage: _overdue(connection, stage, now) for stage in heard}
    if any(found.values()):
        crash_point("after_commit_sweep")
    for stage, these in found.items():
        doorbell.ring(stage, [one for one, is_suspect in these if not is_suspect])
        doorbell.ring(stage, [one for one, is_suspect in these if is_suspect], alone=True)


def _overdue(connection: Connection, stage: Stage, now: datetime) -> list[tuple[int, bool]]:
    """What is due at a stage and nobody heard of, and whether it is suspect."""
    if stage.name == "poll":
        return [(feed_id, False) for feed_id in feeds.overdue_feeds(connection, now, RING_AGAIN, RING_LIMIT)]
    return sweeping.overdue(connection, stage, now, RING_AGAIN, RING_LIMIT)


@task("fivefold.maintenance.number", soft=50, hard=60)
def number() -> None:
    """Number the changes that a writer committed and did not live to number."""
    sequence(resources.database())


@task("fivefold.maintenance.measure", soft=50, hard=60)
def measure() -> None:
    """Write the backlog, ages and counts that the console plots and the alarms watch."""
    database = resources.database()
    lengths = doorbell.queue_lengths([stage.queue for stage in PIPELINE])
    with database.write() as connection:
        by_stage = {stage.name: lengths[stage.queue] for stage in PIPELINE}
        take_measures(connection, database.now(connection), by_stage)


@task("fivefold.maintenance.prune", soft=300, hard=330)
def prune() -> None:
    """Delete what is older than the retention time, in small bites."""
    database = resources.database()
    keep = timedelta(days=load_settings().retention_days)
    while True:
        with database.write() as connection:
            if not retention.prune(connection, database.now(connection) - keep):
                return


def is_quiet(feed_ids: list[int]) -> bool:
    """Whether nothing is left to do: no entry in flight, no story stale, none of these feeds unpolled."""
    with resources.database().read() as connection:
        if positions.count_due(connection) or stories.dirty_stories(connection, 1):
            return False
        return not feeds.count_waiting_feeds(connection, feed_ids)
