"""Facts as stored: the stored facts of stories are made equal to what was derived, in bulk."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from schemas.change import ChangeKind
from schemas.fact import Fact, FactValue, Quote
from workers.store.changes import Event
from workers.store.tables import fact, support

KEY_CHARACTERS = 300
_VALUE = ("value", "low", "high", "multiplier", "qualifier", "text")
_QUOTE = ("article_id", "revision", "origin_id", "start_char", "end_char", "surface")


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact that is not stored as it is now: new when it has no id yet."""

    story_id: int
    fact: Fact
    digest: str
    fact_id: int | None


def fact_digest(one: Fact) -> str:
    """Equal for facts that say the same with the same quotes, so that unchanged facts make no event."""
    said = [
        (
            value.text,
            str(value.value),
            str(value.low),
            str(value.high),
            str(value.multiplier),
            value.qualifier,
            [
                (quote.article_id, quote.revision, quote.start_char, quote.end_char, quote.origin_id)
                for quote in value.quotes
            ],
        )
        for value in one.values
    ]
    return sha256(
        json.dumps([one.kind, one.label, one.unit, one.status, one.hint, one.reason, said]).encode()
    ).hexdigest()


def fact_digests(connection: Connection, story_id: int) -> dict[str, str]:
    """What the stored facts of a story say, by key."""
    query = select(fact.c.key, fact.c.digest).where(fact.c.story_id == story_id, fact.c.is_withdrawn.is_(False))
    return {row.key: row.digest for row in connection.execute(query)}


def save_facts(connection: Connection, derived: Mapping[int, Iterable[Fact]], now: datetime) -> dict[int, list[Event]]:
    """Make the stored facts of these stories equal to what was derived: story id to its facts.

    Returns, by story, one event for each fact that came, changed or went.
    """
    known = _known(connection, derived)
    told: list[_Told] = []
    for story_id, facts in derived.items():
        for one in facts:
            row, digest = known[story_id].pop(one.key[:KEY_CHARACTERS], None), fact_digest(one)
            if row is None or row.digest != digest or row.is_withdrawn:
                told.append(_Told(story_id, one, digest, None if row is None else row.id))
    left = {one: [row.id for row in rows.values() if not row.is_withdrawn] for one, rows in known.items()}
    told = _continued(connection, told, left)
    kept = {news.fact_id for news in told}
    gone = {one: [fact_id for fact_id in some if fact_id not in kept] for one, some in left.items()}
    ids = _write(connection, told, [one for some in gone.values() for one in some], now)
    events: dict[int, list[Event]] = {one: [] for one in derived}
    for news, fact_id in zip(told, ids, strict=True):
        kind = ChangeKind.FACT_CREATED if news.fact_id is None else ChangeKind.FACT_UPDATED
        events[news.story_id].append(Event(kind, story_id=news.story_id, fact_id=fact_id))
    for story_id, some in gone.items():
        events[story_id] += [Event(ChangeKind.FACT_WITHDRAWN, story_id=story_id, fact_id=one) for one in some]
    return events


def _known(connection: Connection, story_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Rows of the stored facts of these stories, by story and key."""
    columns = (fact.c.id, fact.c.story_id, fact.c.key, fact.c.digest, fact.c.is_withdrawn)
    found: dict[int, dict[str, Any]] = defaultdict(dict, {one: {} for one in story_ids})
    for row in connection.execute(select(*columns).where(fact.c.story_id.in_(list(found)))):
        found[row.story_id][row.key] = row
    return found


def _continued(connection: Connection, told: Sequence[_Told], left: Mapping[int, Sequence[int]]) -> list[_Told]:
    """What is told, a new fact under the id of one that would go where it quotes half of that one's characters.

    A key says how the earliest claim put it, and moves when an earlier article joins; readers hold the id.
    """
    doubtful = {news.story_id for news in told if news.fact_id is None}
    holders = _holders(connection, [fact_id for one in doubtful for fact_id in left[one]])
    n_quotes = Counter(holders.values())
    continued, taken = [], set[int]()
    for news in told:
        if news.fact_id is None:
            shared = Counter(holders[place] for place in _places(news.fact) if place in holders)
            heir = next((one for one, n in shared.most_common() if one not in taken and 2 * n >= n_quotes[one]), None)
            taken.update([heir] if heir is not None else [])
            continued.append(replace(news, fact_id=heir))
        else:
            continued.append(news)
    return continued


def _holders(connection: Connection, fact_ids: Sequence[int]) -> dict[tuple[str, int, int, int], int]:
    """The fact by each of its quotes: kind, article and characters."""
    if not fact_ids:
        return {}
    columns = (fact.c.kind, support.c.article_id, support.c.start_char, support.c.end_char, support.c.fact_id)
    joined = select(*columns).join(fact, fact.c.id == support.c.fact_id).where(fact.c.id.in_(list(fact_ids)))
    return {tuple(row)[:4]: row.fact_id for row in connection.execute(joined.order_by(support.c.id))}


def _places(one: Fact) -> set[tuple[str, int, int, int]]:
    quotes = (quote for value in one.values for quote in value.quotes)
    return {(one.kind.value, quote.article_id, quote.start_char, quote.end_char) for quote in quotes}


def _write(connection: Connection, told: Sequence[_Told], gone: Sequence[int], now: datetime) -> list[int]:
    """Write what is new or changed, and withdraw what is gone. Returns the id of each fact told."""
    changed = [(one, one.fact_id) for one in told if one.fact_id is not None]
    fresh = iter(_insert(connection, [_row(one, now) for one in told if one.fact_id is None]))
    if changed:
        connection.execute(_UPDATE, [{"b_id": fact_id, **_row(one, now)} for one, fact_id in changed])
    if gone:
        connection.execute(update(fact).where(fact.c.id.in_(list(gone))).values(is_withdrawn=True, updated_at=now))
    stale = [*(fact_id for _, fact_id in changed), *gone]
    if stale:
        connection.execute(delete(support).where(support.c.fact_id.in_(stale)))
    ids = [next(fresh) if one.fact_id is None else one.fact_id for one in told]
    quotes = [
        _support_row(fact_id, value, quote)
        for one, fact_id in zip(told, ids, strict=True)
        for value in one.fact.values
        for quote in value.quotes
    ]
    if quotes:
        connection.execute(insert(support), quotes)
    return ids


def _insert(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert facts; their ids in the order of the rows."""
    if not rows:
        return []
    # Matched by key: in the order of the rows SQLite gives them one statement at a time only.
    ids: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in connection.execute(insert(fact).returning(fact.c.id, fact.c.story_id, fact.c.key), list(rows)):
        ids[row.story_id, row.key].append(row.id)
    return [ids[row["story_id"], row["key"]].pop() for row in rows]


_UPDATE = update(fact).where(fact.c.id == bindparam("b_id"))


def _row(told: _Told, now: datetime) -> dict[str, Any]:
    one = told.fact
    return {
        "story_id": told.story_id, "key": one.key[:KEY_CHARACTERS], "kind": one.kind.value, "label": one.label,
        "unit": one.unit, "status": one.status.value, "hint": one.hint, "reason": one.reason,
        "n_origins": one.n_origins, "digest": told.digest, "is_withdrawn": False, "updated_at": now,
    }  # fmt: skip


def _support_row(fact_id: int, value: FactValue, quote: Quote) -> dict[str, Any]:
    said = {name: getattr(value, name) for name in _VALUE}
    return {"fact_id": fact_id, **{name: getattr(quote, name) for name in _QUOTE}, **said}
