"""Numbers for Prometheus, read from the ledger at each scrape, so that no worker's death loses a count.

Labels are closed lists: stages, states and reasons. No feed, worker or address is a label, so the number of series
stays below SERIES_MOST whatever is ingested. The text format is version 0.0.4 of the Prometheus documentation.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from ops.console.exposition import Family, render_families
from ops.console.reading import reading
from pipeline.stages import PIPELINE
from schemas.feed import FeedState
from schemas.outcome import Reason, Status
from workers.store.gauges import read_gauges
from workers.store.tally import BUCKETS_MS, Counting, Tally

router = APIRouter()
SERIES_MOST = 2000
STAGES = tuple(stage.name for stage in PIPELINE)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_KNOWN = {"stage": set(STAGES), "status": {*Status}, "reason": {*Reason, ""}}


class Exporter:
    """Counts visits over the life of the console; one scrape at a time."""

    def __init__(self) -> None:
        self._counting = Counting()
        self._turn = threading.Lock()

    def export(self, connection: Any, now: datetime) -> str:
        """The page that Prometheus reads."""
        with self._turn:
            tally = self._counting.read(connection, now)
        return render_families([*_gauges(read_gauges(connection, now)), *_visits(tally)])


@router.get("/metrics")
def metrics(request: Request) -> PlainTextResponse:
    """The exporter's page."""
    exporter: Exporter = request.app.state.exporter
    with reading(request) as (connection, now):
        return PlainTextResponse(exporter.export(connection, now), media_type=CONTENT_TYPE)


def _gauges(read: Mapping[str, Any]) -> Iterable[Family]:
    backlog, feeds, conservation = read["backlog"], read["feeds"], read["conservation"]
    waiting = {stage: backlog.get(stage, (0, 0.0)) for stage in STAGES}
    yield _by_stage("fivefold_backlog_entries", "Entries, or feeds, waiting", {s: n for s, (n, _) in waiting.items()})
    yield _by_stage("fivefold_oldest_due_seconds", "Overdue of the oldest", {s: a for s, (_, a) in waiting.items()})
    progress = {stage: read["progress"].get(stage) for stage in STAGES}
    seen = {stage: one for stage, one in progress.items() if one is not None}
    yield _by_stage(
        "fivefold_workers", "Workers that finished something in the last day", {s: n for s, (n, _) in seen.items()}
    )
    yield _by_stage(
        "fivefold_last_finished_seconds", "Since anything was finished", {s: a for s, (_, a) in seen.items()}
    )
    yield Family("fivefold_entries", "gauge", "Entries by where they ended", [
        ({"state": state}, count) for state, count in conservation.items()
    ])  # fmt: skip
    sum_of_rest = sum(count for name, count in conservation.items() if name != "accepted")
    yield _one(
        "fivefold_unaccounted_entries", "Accepted entries in no known state", conservation["accepted"] - sum_of_rest
    )
    dead = read["dead"]
    yield Family("fivefold_dead_entries", "gauge", "Dead entries by reason", [
        ({"reason": reason.value}, dead.get(reason.value, 0)) for reason in Reason
    ])  # fmt: skip
    yield Family("fivefold_feeds", "gauge", "Feeds by state", [
        ({"state": state.value}, feeds["counts"].get(state.value, 0)) for state in FeedState
    ])  # fmt: skip
    yield _one("fivefold_silent_feeds", "Feeds that answer well and bring nothing new for too long", feeds["n_silent"])
    yield _one("fivefold_failing_feeds", "Feeds without a good answer for too long", len(feeds["failing"]))
    yield _one("fivefold_odd_feeds", "Feeds whose articles are suddenly all repeats or much shorter", len(feeds["odd"]))
    yield _one(
        "fivefold_feed_lag_seconds",
        "Since the feed that waits longest had a good answer",
        feeds["oldest_success_seconds"],
    )
    yield _one("fivefold_change_lag_seconds", "Age of the oldest change without a number", read["change_lag"])
    yield _one("fivefold_unnumbered_changes", "Changes without a number", read["n_unsequenced"])
    yield _one("fivefold_change_seq", "Number of the latest change", read["last_seq"])
    yield _one("fivefold_fold_index_articles", "Articles in the index of the fold stage", read["fold_index"])
    yield _one("fivefold_articles", "Articles", read["n_articles"])
    yield _one("fivefold_stories", "Stories, merged ones too", read["n_stories"])
    if read["scheduler_age"] is not None:
        yield _one("fivefold_scheduler_age_seconds", "Since maintenance last measured", read["scheduler_age"])


def _visits(tally: Tally) -> Iterable[Family]:
    outcomes = [
        ({"stage": stage, "outcome": status, "reason": reason}, count)
        for (stage, status, reason), count in sorted(tally.visits.items())
        if stage in STAGES and status in _KNOWN["status"] and reason in _KNOWN["reason"]
    ]
    yield Family("fivefold_outcomes_total", "counter", "Visits of entries to stages by how they ended", outcomes)
    yield Family("fivefold_stage_seconds", "histogram", "Time a visit took", _histogram(tally))


def _histogram(tally: Tally) -> list[tuple[dict[str, str], float]]:
    samples: list[tuple[dict[str, str], float]] = []
    for stage in STAGES:
        total = 0
        for index, edge in enumerate((*BUCKETS_MS, float("inf"))):
            total += tally.buckets[stage, index]
            upper = "+Inf" if edge == float("inf") else f"{edge / 1000:g}"
            samples.append(({"__suffix__": "_bucket", "stage": stage, "le": upper}, total))
        samples.append(({"__suffix__": "_sum", "stage": stage}, tally.milliseconds[stage] / 1000))
        samples.append(({"__suffix__": "_count", "stage": stage}, total))
    return samples


def _by_stage(name: str, meaning: str, values: Mapping[str, float]) -> Family:
    return Family(name, "gauge", meaning, [({"stage": stage}, value) for stage, value in values.items()])


def _one(name: str, meaning: str, value: float) -> Family:
    return Family(name, "gauge", meaning, [({}, value)])
