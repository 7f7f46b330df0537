"""The one way an item passes through a stage: claim, load, work, save, settle, ring. Cross-cutting things live here."""

from __future__ import annotations

import os
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar
from uuid import uuid4

from sqlalchemy import Connection

from pipeline.errors import IngestError, Transient
from pipeline.stages import BY_NAME, Stage
from schemas.entry import EntryState
from schemas.outcome import DONE, Outcome, Reason, Rejected, Status
from workers import doorbell, resources
from workers.crash import crash_point
from workers.retry import decide
from workers.settings import load_settings
from workers.store import ledger
from workers.store.ledger import Claim, Settlement
from workers.store.progress import note_progress
from workers.telemetry import get_logger

log = get_logger(__name__)

Input = TypeVar("Input")
Product = TypeVar("Product")

SAVE_TRIES = 6
"""A database that restarts is back within seconds; giving up sooner would count as a crash of innocent entries."""


@dataclass(frozen=True, slots=True)
class Finished(Generic[Product]):
    """What the work made of one item: a product to save, or an outcome without one."""

    claim: Claim
    product: Product | None
    outcome: Outcome
    delay: timedelta | None = None
    duration_ms: float = 0.0
    is_postponed: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """Not now, through no fault of the item: its host is busy. Neither an outcome nor an attempt."""

    delay: timedelta


def worker_name() -> str:
    """Who did it: host and process."""
    return f"{socket.gethostname()}:{os.getpid()}"


class StageRunner(ABC, Generic[Input, Product]):
    """One stage at work on batches of entries. Subclasses say how to load, work and save; never how to retry."""

    name: ClassVar[str]

    @property
    def stage(self) -> Stage:
        """The stage of the pipeline this runs."""
        return BY_NAME[self.name]

    @abstractmethod
    def load(self, connection: Connection, claims: Sequence[Claim]) -> Mapping[int, Input]:
        """Read what the work needs, by entry id."""

    @abstractmethod
    def work(self, claim: Claim, item: Input) -> Product | Rejected | Outcome | Later:
        """Do the work of one item. No transaction is open. Raises IngestError."""

    @abstractmethod
    def save(self, connection: Connection, done: Sequence[Finished[Product]], now: datetime) -> None:
        """Write the products of the items whose lease is still ours."""

    def drop(self, connection: Connection, rejected: Sequence[Finished[Product]], now: datetime) -> None:
        """Undo what an earlier visit has made of items that are rejected now. Most stages have nothing to undo."""

    def work_all(self, claims: Sequence[Claim], inputs: Mapping[int, Input]) -> list[Finished[Product]]:
        """Work on each item by itself. Stages that gain from batches override this."""
        return [self._guarded(held, inputs) for held in claims]

    def next_of(self, finished: Finished[Product]) -> tuple[str, EntryState]:
        """Where an item goes that is done here: the next stage, unless there is none."""
        then = self.stage.then
        return (then, EntryState.DUE) if then else (self.name, EntryState.STORED)

    def _guarded(self, held: Claim, inputs: Mapping[int, Input]) -> Finished[Product]:
        started = time.perf_counter()
        try:
            result = self.work(held, inputs[held.entry_id])
        except Exception as error:  # noqa: BLE001  the stage boundary: every error becomes an outcome
            return self.failed(held, error, started)
        return self.finished(held, result, started)

    def failed(self, held: Claim, error: BaseException, started: float) -> Finished[Product]:
        """Turn an error into the outcome that its type decides."""
        decision = decide(error, held.n_errors)
        if not isinstance(error, IngestError):
            log.exception("item_failed", stage=self.name, entry_id=held.entry_id, exc_info=error)
        return Finished(held, None, decision.outcome, decision.delay, _since(started))

    def finished(self, held: Claim, result: Product | Rejected | Outcome | Later, started: float) -> Finished[Product]:
        """Turn what the work returned into a Finished."""
        if isinstance(result, Later):
            return Finished(held, None, DONE, result.delay, is_postponed=True)
        if isinstance(result, Rejected):
            return Finished(held, None, Outcome(Status.REJECTED, result.reason, result.detail), None, _since(started))
        if isinstance(result, Outcome):
            return Finished(held, None, result, None, _since(started))
        return Finished(held, result, DONE, None, _since(started))

    def run(self, ids: Sequence[int]) -> list[int]:
        """Pass these entries through the stage. Returns the ids that were done and rung on."""
        claims = self._claim(ids)
        if not claims:
            return []
        crash_point(f"after_claim_{self.name}")
        inputs = self._load(claims)
        results = self.work_all(claims, inputs)
        crash_point(f"after_work_{self.name}")
        onward = self._save_patiently(claims, results)
        crash_point(f"after_commit_{self.name}")
        self._ring_on(onward)
        return [entry_id for entry_ids in onward.values() for entry_id in entry_ids]

    def _claim(self, ids: Sequence[int]) -> list[Claim]:
        database, token = resources.database(), uuid4().hex
        lease = self.stage.lease * load_settings().lease_scale
        with database.write() as connection:
            return ledger.claim(connection, self.stage, ids, token, database.now(connection), lease)

    def _load(self, claims: Sequence[Claim]) -> Mapping[int, Input]:
        with resources.database().read() as connection:
            return self.load(connection, claims)

    def _save_patiently(self, claims: Sequence[Claim], results: Sequence[Finished[Product]]) -> dict[str, list[int]]:
        for pause in _pauses():
            try:
                return self._save(claims, results)
            except Transient as error:
                log.warning("save_postponed", stage=self.name, error=str(error))
                time.sleep(pause)
        return self._save(claims, results)

    def _save(self, claims: Sequence[Claim], results: Sequence[Finished[Product]]) -> dict[str, list[int]]:
        database = resources.database()
        with database.write() as connection:
            held = ledger.still_held(connection, claims)
            mine = [item for item in results if item.claim.entry_id in held]
            now = database.now(connection)
            done = [item for item in mine if item.product is not None]
            if done:
                self.save(connection, done, now)
            self.drop(connection, [item for item in mine if item.outcome.status is Status.REJECTED], now)
            crash_point(f"before_commit_{self.name}")
            ledger.postpone(
                connection, [(item.claim, now + item.delay) for item in mine if item.is_postponed and item.delay]
            )
            settlements = [self._settlement(item, now) for item in mine if not item.is_postponed]
            ledger.settle(connection, settlements, now, worker_name())
            note_progress(connection, worker_name(), self.name, len(mine), now)
        self._log(settlements)
        return _onward(settlements)

    def _settlement(self, item: Finished[Product], now: datetime) -> Settlement:
        stage, state = self._place(item)
        due_at = now + item.delay if item.delay is not None else None
        return Settlement(item.claim, item.outcome, stage, state, due_at, item.duration_ms)

    def _place(self, item: Finished[Product]) -> tuple[str, EntryState]:
        match item.outcome.status:
            case Status.DONE:
                return self.next_of(item)
            case Status.RETRY:
                return self.name, EntryState.DUE
            case Status.REJECTED:
                is_duplicate = item.outcome.reason is Reason.SAME_ARTICLE
                return self.name, self.kept_state(item) or (
                    EntryState.DUPLICATE if is_duplicate else EntryState.REJECTED
                )
            case Status.UNCHANGED:
                return self.name, self.kept_state(item) or EntryState.STORED
            case _:
                return self.name, self.kept_state(item) or EntryState.DEAD

    def kept_state(self, item: Finished[Product]) -> EntryState | None:
        """The end state an entry falls back to when a later look at it fails: its article stays."""
        kept = item.claim.row.get("kept_state")
        return EntryState(kept) if kept else None

    def _log(self, settlements: Sequence[Settlement]) -> None:
        for item in settlements:
            log.info(
                "item_settled",
                stage=self.name,
                entry_id=item.claim.entry_id,
                feed_id=item.claim.row.get("feed_id"),
                outcome=item.outcome.status.value,
                reason=item.outcome.reason,
                duration_ms=round(item.duration_ms, 1),
            )

    def _ring_on(self, onward: Mapping[str, list[int]]) -> None:
        for stage, ids in onward.items():
            doorbell.ring(BY_NAME[stage], ids)


def _onward(settlements: Sequence[Settlement]) -> dict[str, list[int]]:
    """Ids by the stage they may be worked on at once."""
    onward: dict[str, list[int]] = {}
    for item in settlements:
        if item.state is EntryState.DUE and item.due_at is None:
            onward.setdefault(item.stage, []).append(item.claim.entry_id)
    return onward


def _pauses() -> Iterator[float]:
    """Seconds between the tries to save: about a minute in all."""
    return (float(2**step) for step in range(SAVE_TRIES))


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


Row = Mapping[str, Any]
