"""The ledger: which entries exist, where each stands, who holds it. The queue only rings; this decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, insert, literal, not_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.stages import Stage
from schemas.entry import EntryRow, EntryState
from schemas.outcome import Outcome, Status
from workers.store.tables import entry, entry_alias, outcome

MAX_CRASHES = 3
"""Crashes alone, without neighbours to blame, after which an entry is dead."""
MAX_ERRORS = 5
"""Handled errors after which an entry is dead; transient ones of the network get more, see `workers.retry`."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An entry held by this worker until the lease ends."""

    entry_id: int
    token: str
    n_tries: int
    n_errors: int
    row: Mapping[str, Any]
    is_alone: bool = True
    """Whether its batch has no other entries, so that nobody else is to blame for what happens."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """How one claimed entry leaves the stage. `stage` and `state` say where it stands next."""

    claim: Claim
    outcome: Outcome
    stage: str
    state: EntryState
    due_at: datetime | None = None
    duration_ms: float = 0.0


def insert_new(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]], conflict: Sequence[str]) -> None:
    """Insert many rows, leaving alone those whose unique key is there already."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing(index_elements=list(conflict))
    connection.execute(statement, [dict(row) for row in rows])


def accept(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Write new entries and return the ids of the new ones only. The unique key makes a repeat harmless."""
    if not rows:
        return []
    unique = list({row["key"]: row for row in rows}.values())
    keys = [row["key"] for row in unique]
    known = set(connection.execute(select(entry.c.key).where(entry.c.key.in_(keys))).scalars())
    known |= set(connection.execute(select(entry_alias.c.key).where(entry_alias.c.key.in_(keys))).scalars())
    fresh = [row for row in unique if row["key"] not in known]
    if not fresh:
        return []
    complete = [EntryRow.model_validate(row).model_dump(exclude={"id"}) for row in fresh]
    insert_new(connection, entry, complete, ["key"])
    fresh_keys = [row["key"] for row in fresh]
    return list(
        connection.execute(select(entry.c.id).where(entry.c.key.in_(fresh_keys)).order_by(entry.c.id)).scalars()
    )


def is_known_without_feed(connection: Connection, key: str) -> bool:
    """Whether an entry with this key was given by hand."""
    query = select(entry.c.id).where(entry.c.key == key, entry.c.feed_id.is_(None))
    return connection.execute(query).first() is not None


def claim(
    connection: Connection, stage: Stage, ids: Sequence[int], token: str, now: datetime, lease: timedelta
) -> list[Claim]:
    """Lease those of the ids that are due here and held by nobody, and count the attempt before the work.

    A batch takes no suspects: an entry whose last attempt did not come back is tried alone, so that a poison item
    cannot take healthy ones with it. Only attempts made alone count as crashes.
    """
    is_alone = len(ids) == 1
    free = and_(entry.c.id.in_(list(ids)), _is_free(stage, now), or_(literal(is_alone), entry.c.is_suspect.is_(False)))
    chosen = select(entry.c.id).where(free).order_by(entry.c.id).with_for_update(skip_locked=True)
    statement = (
        update(entry)
        .where(entry.c.id.in_(chosen.scalar_subquery()), free)
        .values(
            n_tries=entry.c.n_tries + 1,
            n_crashes=entry.c.n_crashes + (1 if is_alone else 0),
            is_suspect=True,
            lease_until=now + lease,
            lease_token=token,
        )
        .returning(*entry.c)
    )
    rows = connection.execute(statement).mappings().all()
    claims = (Claim(row["id"], token, row["n_tries"], row["n_errors"], dict(row), is_alone) for row in rows)
    return sorted(claims, key=_by_id)


def _is_free(stage: Stage, now: datetime) -> ColumnElement[bool]:
    """Due at this stage and held by nobody."""
    is_unheld = or_(entry.c.lease_until.is_(None), entry.c.lease_until <= now)
    return and_(entry.c.stage == stage.name, entry.c.state == EntryState.DUE, entry.c.due_at <= now, is_unheld)


def fill_up(connection: Connection, stage: Stage, ids: Sequence[int], now: datetime) -> list[int]:
    """These ids and, up to a whole batch, others that wait here: a transaction costs the same for one as for all.

    A suspect stays alone. What is taken along is rung in vain later, which costs one look.
    """
    if len(ids) == 1 and connection.execute(select(entry.c.is_suspect).where(entry.c.id == ids[0])).scalar():
        return list(ids)
    healthy = and_(_is_free(stage, now), entry.c.is_suspect.is_(False), entry.c.id.not_in(list(ids)))
    room = max(0, stage.batch - len(ids))  # a message of an older version may be longer
    waiting = select(entry.c.id).where(healthy).order_by(entry.c.due_at, entry.c.id).limit(room)
    return [*ids, *connection.execute(waiting.with_for_update(skip_locked=True)).scalars()]


def _by_id(held: Claim) -> int:
    return held.entry_id


def still_held(connection: Connection, claims: Sequence[Claim]) -> set[int]:
    """Lock the claimed rows and name those whose lease is still ours; the others were given to somebody else."""
    if not claims:
        return set()
    ids = [held.entry_id for held in claims]
    query = select(entry.c.id).where(entry.c.id.in_(ids), entry.c.lease_token == claims[0].token)
    return set(connection.execute(query.order_by(entry.c.id).with_for_update()).scalars())


def settle(connection: Connection, settlements: Sequence[Settlement], now: datetime, worker: str) -> None:
    """Write where each entry goes next and the one outcome it left with. The caller has checked the leases."""
    if not settlements:
        return
    connection.execute(_SETTLE, [_moved(item, now) for item in settlements])
    connection.execute(insert(outcome), [_record(item, now, worker) for item in settlements])


_SETTLE = (
    update(entry)
    .where(entry.c.id == bindparam("b_id"))
    .values(
        stage=bindparam("b_stage"),
        state=bindparam("b_state"),
        reason=bindparam("b_reason"),
        detail=bindparam("b_detail"),
        due_at=bindparam("b_due_at"),
        finished_at=bindparam("b_finished_at"),
        rung_at=bindparam("b_rung_at"),
        n_tries=case((bindparam("b_is_error"), entry.c.n_tries), else_=0),
        n_errors=case((bindparam("b_is_error"), entry.c.n_errors + 1), else_=0),
        n_crashes=0,
        is_suspect=False,
        is_replay=and_(entry.c.is_replay, not_(bindparam("b_is_end"))),
        kept_state=case((bindparam("b_is_end"), None), else_=entry.c.kept_state),
        lease_until=None,
        lease_token=None,
    )
)


def _moved(item: Settlement, now: datetime) -> dict[str, Any]:
    is_end = item.state is not EntryState.DUE
    return {
        "b_id": item.claim.entry_id,
        "b_stage": item.stage,
        "b_state": item.state,
        "b_reason": item.outcome.reason,
        "b_detail": item.outcome.detail,
        "b_due_at": item.due_at or now,
        "b_is_end": is_end,
        "b_finished_at": now if is_end else None,
        "b_rung_at": now if item.due_at is None else None,
        "b_is_error": item.outcome.status in (Status.RETRY, Status.DEAD),
    }


def _record(item: Settlement, now: datetime, worker: str) -> dict[str, Any]:
    return {
        "entry_id": item.claim.entry_id,
        "feed_id": item.claim.row["feed_id"],
        "stage": item.claim.row["stage"],
        "attempt": item.claim.n_tries,
        "status": item.outcome.status,
        "reason": item.outcome.reason,
        "detail": (item.outcome.detail or "")[:300] or None,
        "at": now,
        "duration_ms": item.duration_ms,
        "worker": worker,
    }


def give_back(connection: Connection, claims: Iterable[Claim], now: datetime, *, is_suspect: bool = False) -> None:
    """Return leases that are still ours, the attempt uncounted: a worker stops, or a batch is tried one by one."""
    given = list(claims)
    mine = and_(
        entry.c.id.in_([held.entry_id for held in given]), entry.c.lease_token.in_({one.token for one in given})
    )
    statement = (
        update(entry)
        .where(mine)
        .values(
            n_tries=entry.c.n_tries - 1,
            n_crashes=0,
            is_suspect=is_suspect,
            lease_until=None,
            lease_token=None,
            rung_at=None,
            due_at=now,
        )
    )
    if given:
        connection.execute(statement)


_POSTPONE = (
    update(entry)
    .where(entry.c.id == bindparam("b_id"))
    .values(
        due_at=bindparam("b_due_at"),
        n_tries=entry.c.n_tries - 1,
        n_crashes=0,
        is_suspect=False,
        lease_until=None,
        lease_token=None,
        rung_at=None,
    )
)


def postpone(connection: Connection, waiting: Sequence[tuple[Claim, datetime]]) -> None:
    """Return leases until a later time, the attempt uncounted."""
    if waiting:
        connection.execute(_POSTPONE, [{"b_id": held.entry_id, "b_due_at": due_at} for held, due_at in waiting])
