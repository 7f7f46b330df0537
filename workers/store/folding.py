"""Writes what a fold found: articles, stories, merges and their events, in the transaction that settles the batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select, text, update

from pipeline.fold import FoldInput, FoldResult, Origin, fold, withdraw
from schemas.change import ChangeKind
from schemas.fingerprint import Placement
from workers.store.changes import Event, add_changes
from workers.store.ends import hold_ends, turn_ends
from workers.store.fold import SqlIndex
from workers.store.ledger import insert_new
from workers.store.stories import mark_dirty
from workers.store.tables import article, story

LANE_LOCK = 0x5F1F_0003
"""Advisory lock key of the fold lane: a second deduplicator waits here instead of racing."""


def take_lane(connection: Connection) -> None:
    """Wait for the one fold lane, until the end of this transaction. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LANE_LOCK})


def fold_batch(
    connection: Connection, batch: Sequence[FoldInput], rows: Mapping[int, Mapping[str, Any]], now: datetime
) -> None:
    """Place a batch among everything stored and write what that changed."""
    index = SqlIndex(connection)
    result = fold(batch, index)
    index.apply(result)
    _add_articles(connection, batch, rows, now)
    write_result(connection, result, now)


def withdraw_folded(connection: Connection, article_ids: Sequence[int], now: datetime) -> None:
    """Take articles out of the index and write what that changed for others. The caller has taken the lane."""
    index = SqlIndex(connection)
    result = withdraw(article_ids, index)
    index.apply(result)
    write_result(connection, result, now)


def _add_articles(
    connection: Connection, batch: Sequence[FoldInput], rows: Mapping[int, Mapping[str, Any]], now: datetime
) -> None:
    fresh = [
        {
            "id": one.article_id,
            "feed_id": rows[one.article_id]["feed_id"],
            "revision": 0,
            "extracted_revision": 0,
            "publisher": one.publisher,
            "language": one.language,
            "published_at": one.published_at,
            "why": {},
            "is_withdrawn": False,
            "updated_at": now,
        }
        for one in batch
    ]
    insert_new(connection, article, fresh, ["id"])
    names = ("publisher", "language", "published_at")
    known = [{"b_id": row["id"], **{f"b_{name}": row[name] for name in names}} for row in fresh]
    if known:
        values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in names}
        connection.execute(update(article).where(article.c.id == bindparam("b_id")).values(**values), known)


def write_result(connection: Connection, result: FoldResult, now: datetime) -> None:
    """Bring articles and stories up to date with a fold, and say so in the change feed."""
    hold_ends(connection, result.turned)
    before = _places(connection, [one.article_id for one in result.placements])
    _place(connection, result, now)
    turn_ends(connection, result.placements, result.turned)
    wanted = {one.story_id for one in result.placements}
    _add_stories(connection, wanted, now)
    _merge(connection, result.merges, now)
    _relate(connection, result.related)
    mark_dirty(connection, wanted | {place.story_id for place in before.values() if place.story_id is not None})
    add_changes(connection, _events(connection, before, result.merges), now)


@dataclass(frozen=True, slots=True)
class Place:
    """Where readers see an article, and in which revision."""

    story_id: int | None
    duplicate_of: int | None
    origin_id: int | None
    revision: int


def _places(connection: Connection, article_ids: Iterable[int]) -> dict[int, Place]:
    """Where articles that readers can see are now."""
    seen = and_(article.c.id.in_(sorted(article_ids)), article.c.revision > 0, article.c.is_withdrawn.is_(False))
    columns = (article.c.story_id, article.c.duplicate_of, article.c.origin_id, article.c.revision)
    return {row.id: Place(*row[1:]) for row in connection.execute(select(article.c.id, *columns).where(seen))}


def _events(connection: Connection, before: Mapping[int, Place], merges: Mapping[int, int]) -> list[Event]:
    """What readers see of a fold: their articles move, their stories merge. New stories begin with their facts."""
    events = [
        Event(ChangeKind.ARTICLE_UPDATED, article_id=one, story_id=place.story_id, revision=place.revision)
        for one, place in sorted(_places(connection, before).items())
        if place != before[one]
    ]
    seen = select(story.c.id).where(story.c.id.in_(sorted(merges)), story.c.first_published_at.is_not(None))
    merged = connection.execute(seen.order_by(story.c.id)).scalars()
    return events + [Event(ChangeKind.STORY_MERGED, story_id=one) for one in merged]


def _place(connection: Connection, result: FoldResult, now: datetime) -> None:
    """Write where articles are and whom they count as, in one statement for all."""
    origins = {one.article_id: one for one in result.origins}
    rows = [
        {
            "b_id": one.article_id,
            "b_story_id": one.story_id,
            "b_duplicate_of": one.duplicate_of,
            "b_similarity": one.similarity if one.duplicate_of is not None else one.score,
            "b_why": one.why,
            "b_origin_id": origin.origin_id,
            "b_origin_why": origin.why,
        }
        for one in result.placements
        for origin in (origins.get(one.article_id) or _origin_of(one),)
    ]
    if rows:
        values: dict[str, Any] = {name.removeprefix("b_"): bindparam(name) for name in rows[0] if name != "b_id"}
        statement = update(article).where(article.c.id == bindparam("b_id")).values(**values, updated_at=now)
        connection.execute(statement, rows)


def _origin_of(one: Placement) -> Origin:
    """Without further evidence a reprint has the origin of its original."""
    if one.duplicate_of is None:
        return Origin(one.article_id, one.article_id, "own text")
    return Origin(one.article_id, one.duplicate_of, "reprint")


def _add_stories(connection: Connection, wanted: set[int], now: datetime) -> None:
    known = set(connection.execute(select(story.c.id).where(story.c.id.in_(sorted(wanted)))).scalars())
    fresh = sorted(wanted - known)
    empty = {"n_articles": 0, "n_origins": 0, "n_conflicts": 0, "related": [], "is_dirty": True, "updated_at": now}
    insert_new(connection, story, [{"id": one, **empty} for one in fresh], ["id"])
    # A story that was merged away and has articles again lives again.
    connection.execute(update(story).where(story.c.id.in_(sorted(wanted))).values(merged_into=None))


def _merge(connection: Connection, merges: Mapping[int, int], now: datetime) -> None:
    rows = [{"b_id": old, "b_into": new} for old, new in merges.items()]
    gone = update(story).where(story.c.id == bindparam("b_id"))
    if rows:
        connection.execute(gone.values(merged_into=bindparam("b_into"), is_dirty=True, updated_at=now), rows)


def _relate(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    query = select(story.c.id, story.c.related).where(story.c.id.in_(sorted(found)))
    known = connection.execute(query).all() if found else ()
    rows = [{"b_id": row.id, "b_related": sorted(found[row.id] | set(row.related))[:50]} for row in known]
    if rows:
        related = update(story).where(story.c.id == bindparam("b_id")).values(related=bindparam("b_related"))
        connection.execute(related, rows)
