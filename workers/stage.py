"""The one way an item passes through a stage: claim, load, work, save, settle, ring. Cross-cutting things live here."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Generic, TypeVar
from uuid import uuid4

from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import Connection

from pipeline.errors import IngestError, Transient
from pipeline.stages import BY_NAME, Stage
from schemas.entry import EntryState
from schemas.outcome import DONE, Outcome, Reason, Rejected, Status
from workers import doorbell, resources
from workers.cpu import CpuLimitExceeded, cpu_limit
from workers.crash import crash_point
from workers.debts import owe, repay
from workers.retry import decide
from workers.settings import load_settings
from workers.stopping import is_stopping
from workers.store import ledger
from workers.store.ledger import Claim, Settlement
from workers.store.progress import note_progress
from workers.store.troubles import meet_trouble, write_troubles
from workers.telemetry import get_logger, say_quietly, worker_name

log = get_logger(__name__)

Input = TypeVar("Input")
Product = TypeVar("Product")

PAUSES = (1.0, 2.0, 4.0, 4.0, 4.0)
"""Seconds between the tries of saving a batch: a deadlock is gone at the first, a restart of the database soon."""
PATIENCE = 0.5
"""Of the lease, until which saving is tried again. What is left is more than the slowest save, so that neither the
lease nor the task's time limit ends in the middle of one."""


@dataclass(frozen=True, slots=True)
class Finished(Generic[Product]):
    """What the work made of one item: a product to save, or an outcome without one."""

    claim: Claim
    product: Product | None
    outcome: Outcome
    delay: timedelta | None = None
    duration_ms: float = 0.0
    is_postponed: bool = False
    is_suspect: bool = False
    """Its batch ran out of time over it: no outcome yet, it is tried alone."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now, through no fault of the item: its host is busy. Neither an outcome nor an attempt."""

    delay: timedelta


class StageRunner(ABC, Generic[Input, Product]):
    """One stage at work on batches of entries. Subclasses say how to load, work and save; never how to retry."""

    name: ClassVar[str]
    is_filled_up: ClassVar[bool] = True
    """Whether a batch takes along what else waits; where the work is to wait for hosts, it would wait longer."""

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
        return self.one_by_one(claims, inputs, {})

    def one_by_one(
        self, claims: Sequence[Claim], inputs: Mapping[int, Input], known: Mapping[int, Finished[Product]]
    ) -> list[Finished[Product]]:
        """Work on the items that are not `known`. What is left when the worker stops or time is up is given back."""
        done: list[Finished[Product]] = []
        for held in claims:
            if is_stopping() or (done and done[-1].is_suspect):
                break
            done.append(known.get(held.entry_id) or self._guarded(held, inputs))
        return done

    def next_of(self, finished: Finished[Product]) -> tuple[str, EntryState]:
        """Where an item goes that is done here: the next stage, unless there is none."""
        then = self.stage.then
        return (then, EntryState.DUE) if then else (self.name, EntryState.STORED)

    def _guarded(self, held: Claim, inputs: Mapping[int, Input]) -> Finished[Product]:
        started = time.perf_counter()
        try:
            with cpu_limit():
                result = self.work(held, inputs[held.entry_id])
        except SoftTimeLimitExceeded as error:
            return self._out_of_time(held, error, started)
        except Exception as error:  # noqa: BLE001  the stage boundary: every error becomes an outcome
            return self.failed(held, error, started)
        return self.finished(held, result, started)

    def _out_of_time(self, held: Claim, error: BaseException, started: float) -> Finished[Product]:
        """A slow machine can be too slow for a batch: to blame is who was alone, or used up the processor."""
        is_guilty = held.is_alone or isinstance(error, CpuLimitExceeded)
        return self.failed(held, error, started) if is_guilty else Finished(held, None, DONE, is_suspect=True)

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
            result = Outcome(Status.REJECTED, result.reason, result.detail)
        if isinstance(result, Outcome):
            return Finished(held, None, result, None, _since(started))
        return Finished(held, result, DONE, None, _since(started))

    def run(self, ids: Sequence[int]) -> list[int]:
        """Pass these entries through the stage. Returns the ids that were done and rung on."""
        repay(resources.database())
        started = time.monotonic()
        claims = self._claim(ids)
        if not claims:
            return []
        crash_point(f"after_claim_{self.name}")
        done: list[int] = []
        try:
            for onward in self._pass(claims, started):
                crash_point(f"after_commit_{self.name}")
                for stage, entry_ids in onward.items():
                    doorbell.ring(BY_NAME[stage], entry_ids)
                    done += entry_ids
        except (Transient, SoftTimeLimitExceeded):
            owe(resources.database(), claims)
            raise
        return done

    def _claim(self, ids: Sequence[int]) -> list[Claim]:
        database, token, lease = resources.database(), uuid4().hex, self.stage.lease * load_settings().lease_scale
        with database.write() as connection:
            now = database.now(connection)
            wanted = ledger.fill_up(connection, self.stage, ids, now) if self.is_filled_up else ids
            return ledger.claim(connection, self.stage, wanted, token, now, lease)

    def _pass(self, claims: Sequence[Claim], started: float) -> Iterator[dict[str, list[int]]]:
        try:
            with resources.database().read() as connection:
                inputs = self.load(connection, claims)
            for part, results in self.work_in_parts(claims, inputs):
                crash_point(f"after_work_{self.name}")
                yield self._save_patiently(part, results, started)
        except (Transient, SoftTimeLimitExceeded):
            raise
        except Exception as error:  # noqa: BLE001  the stage boundary: one that cannot be loaded or stored
            yield self._part(claims, error)

    def work_in_parts(
        self, claims: Sequence[Claim], inputs: Mapping[int, Input]
    ) -> Iterator[tuple[Sequence[Claim], list[Finished[Product]]]]:
        """Work on the batch, in the parts in which it is saved: one, unless some would wait long for the rest."""
        started = time.perf_counter()
        try:
            yield claims, self.work_all(claims, inputs)
        except SoftTimeLimitExceeded as error:
            yield claims, [self._out_of_time(held, error, started) for held in claims]

    def _save_patiently(
        self, claims: Sequence[Claim], results: Sequence[Finished[Product]], started: float
    ) -> dict[str, list[int]]:
        lease = self.stage.lease * load_settings().lease_scale
        deadline = started + PATIENCE * lease.total_seconds()
        for pause in PAUSES:
            try:
                return self._save(claims, results)
            except Transient as error:
                if is_stopping() or time.monotonic() + pause > deadline:
                    raise
                say_quietly(log, "save_postponed", stage=self.name, error=str(error))
                meet_trouble(self.name, error.reason, str(error))
                time.sleep(pause)
        return self._save(claims, results)

    def _part(self, claims: Sequence[Claim], error: Exception) -> dict[str, list[int]]:
        """Alone, the item is to blame and leaves with the error. A batch is given back, and each is tried alone."""
        if len(claims) == 1 and claims[0].is_alone:
            return self._save(claims, [self.failed(claims[0], error, time.perf_counter())])
        log.warning("batch_parted", stage=self.name, n_entries=len(claims), error=f"{type(error).__name__}: {error}")
        return self._save(claims, [Finished(held, None, DONE, is_suspect=True) for held in claims])

    def _save(self, claims: Sequence[Claim], results: Sequence[Finished[Product]]) -> dict[str, list[int]]:
        database = resources.database()
        with database.write() as connection:
            held = ledger.still_held(connection, claims)
            now = database.now(connection)
            self._give_back(connection, [one for one in claims if one.entry_id in held], results, now)
            mine = [item for item in results if item.claim.entry_id in held and not item.is_suspect]
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
            write_troubles(connection, now, worker_name())
        self._log(settlements)
        return _onward(settlements)

    def _give_back(
        self, connection: Connection, held: Sequence[Claim], results: Iterable[Finished[Product]], now: datetime
    ) -> None:
        """Free the leases of what was not begun, for others to go on with at once, and of what is to be tried alone."""
        begun = {item.claim.entry_id: item.is_suspect for item in results}
        ledger.give_back(connection, [one for one in held if one.entry_id not in begun], now)
        suspects = [one for one in held if begun.get(one.entry_id)]
        ledger.give_back(connection, suspects, now, is_suspect=True)

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


def _onward(settlements: Sequence[Settlement]) -> dict[str, list[int]]:
    """Ids by the stage they may be worked on at once."""
    onward: dict[str, list[int]] = {}
    for item in settlements:
        if item.state is EntryState.DUE and item.due_at is None:
            onward.setdefault(item.stage, []).append(item.claim.entry_id)
    return onward


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
