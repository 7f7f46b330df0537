"""Stories and facts as stored: what publishing reads and writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from pipeline.extract.annotate import annotate_title
from pipeline.sentences import opening
from schemas.change import ChangeKind
from schemas.fact import Fact, FactStatus, SourceArticle
from schemas.outcome import Reason, Status
from workers.store.annotations import load_annotations
from workers.store.changes import Event
from workers.store.tables import article, document, entry, fact, outcome, story, support


def story_sources(connection: Connection, story_id: int) -> list[SourceArticle]:
    """The current revisions of a story's articles with their annotations, in order of publication."""
    query = (
        select(
            article.c.id,
            article.c.revision,
            article.c.origin_id,
            article.c.publisher,
            article.c.published_at,
            article.c.duplicate_of,
            document.c.title,
            document.c.text,
        )
        .join(document, (document.c.article_id == article.c.id) & (document.c.revision == article.c.revision))
        .where(article.c.story_id == story_id, article.c.revision > 0, article.c.is_withdrawn.is_(False))
        .order_by(article.c.published_at, article.c.id)
    )
    rows = connection.execute(query).all()
    said = load_annotations(connection, [(row.id, row.revision) for row in rows])
    return [
        SourceArticle(
            article_id=row.id,
            revision=row.revision,
            origin_id=row.origin_id or row.id,
            publisher=row.publisher or "",
            published_at=row.published_at,
            title=row.title or "",
            text=row.text,
            annotations=said[row.id, row.revision],
            duplicate_of=row.duplicate_of,
            title_annotations=annotate_title(row.title or "", row.published_at),
        )
        for row in rows
    ]


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


def save_facts(connection: Connection, story_id: int, facts: Sequence[Fact], now: datetime) -> list[Event]:
    """Make the stored facts of a story equal to these. Returns one event for each fact that came, changed or went."""
    known = {row.key: row for row in connection.execute(select(fact).where(fact.c.story_id == story_id))}
    events: list[Event] = []
    for one in facts:
        row, digest = known.pop(one.key, None), fact_digest(one)
        if row is not None and row.digest == digest and not row.is_withdrawn:
            continue
        fact_id = _write_fact(connection, story_id, one, digest, now, None if row is None else row.id)
        kind = ChangeKind.FACT_CREATED if row is None else ChangeKind.FACT_UPDATED
        events.append(Event(kind, story_id=story_id, fact_id=fact_id))
    gone = [row.id for row in known.values() if not row.is_withdrawn]
    return events + _withdraw(connection, story_id, gone, now)


def _write_fact(
    connection: Connection, story_id: int, one: Fact, digest: str, now: datetime, fact_id: int | None
) -> int:
    values = {
        "story_id": story_id, "key": one.key[:300], "kind": one.kind.value, "label": one.label, "unit": one.unit,
        "status": one.status.value, "hint": one.hint, "reason": one.reason, "n_origins": one.n_origins,
        "digest": digest, "is_withdrawn": False, "updated_at": now,
    }  # fmt: skip
    if fact_id is None:
        fact_id = int(connection.execute(insert(fact).values(**values).returning(fact.c.id)).scalar_one())
    else:
        connection.execute(update(fact).where(fact.c.id == fact_id).values(**values))
        connection.execute(delete(support).where(support.c.fact_id == fact_id))
    rows = [_support_row(fact_id, value, quote) for value in one.values for quote in value.quotes]
    if rows:
        connection.execute(insert(support), rows)
    return fact_id


def _support_row(fact_id: int, value: Any, quote: Any) -> dict[str, Any]:
    return {
        "fact_id": fact_id,
        "article_id": quote.article_id,
        "revision": quote.revision,
        "origin_id": quote.origin_id,
        "start_char": quote.start_char,
        "end_char": quote.end_char,
        "surface": quote.surface,
        "value": value.value,
        "low": value.low,
        "high": value.high,
        "multiplier": value.multiplier,
        "qualifier": value.qualifier,
        "text": value.text,
    }


def _withdraw(connection: Connection, story_id: int, fact_ids: Sequence[int], now: datetime) -> list[Event]:
    if fact_ids:
        connection.execute(update(fact).where(fact.c.id.in_(list(fact_ids))).values(is_withdrawn=True, updated_at=now))
        connection.execute(delete(support).where(support.c.fact_id.in_(list(fact_ids))))
    return [Event(ChangeKind.FACT_WITHDRAWN, story_id=story_id, fact_id=fact_id) for fact_id in fact_ids]


def refresh_story(
    connection: Connection, story_id: int, sources: Sequence[SourceArticle], facts: Iterable[Fact], now: datetime
) -> list[Event]:
    """Bring a story's own row up to date with its articles. Returns an event if a reader can see the difference.

    Readers see a story from its first published article on; once seen it stays, even when its articles leave it.
    """
    before = connection.execute(select(story).where(story.c.id == story_id)).mappings().one()
    after = _counted(connection, sources, facts)
    is_seen = before["first_published_at"] is not None
    is_changed = (is_seen or bool(sources)) and any(before[name] != value for name, value in after.items())
    news = {**after, "updated_at": now} if is_changed else {}
    connection.execute(update(story).where(story.c.id == story_id).values(**news, is_dirty=False))
    kind = ChangeKind.STORY_UPDATED if is_seen else ChangeKind.STORY_CREATED
    return [Event(kind, story_id=story_id)] if is_changed else []


def _counted(connection: Connection, sources: Sequence[SourceArticle], facts: Iterable[Fact]) -> dict[str, Any]:
    counted: dict[str, Any] = {
        "n_articles": len(sources),
        "n_origins": len({one.origin_id for one in sources}),
        "n_conflicts": sum(one.status is FactStatus.CONFLICTING for one in facts),
    }
    if sources:
        first = min(sources, key=lambda one: (one.published_at, one.article_id))
        language = connection.execute(select(article.c.language).where(article.c.id == first.article_id)).scalar()
        counted |= {
            "title": _title(sources),
            "language": language,
            "first_published_at": first.published_at,
            "last_published_at": max(one.published_at for one in sources),
        }
    return counted


def _title(sources: Sequence[SourceArticle]) -> str:
    """The headline of the earliest article that has one, or else the opening words of the earliest text."""
    oldest_first = sorted(sources, key=lambda one: (one.published_at, one.article_id))
    return next((one.title for one in oldest_first if one.title), "") or opening(oldest_first[0].text)


def lock_stories(connection: Connection, story_ids: Iterable[int]) -> list[int]:
    """Lock stories in id order, so that two writers never wait for each other in a circle."""
    wanted = sorted(set(story_ids))
    query = select(story.c.id).where(story.c.id.in_(wanted)).order_by(story.c.id).with_for_update()
    return list(connection.execute(query).scalars())


def dirty_stories(connection: Connection, limit: int) -> list[int]:
    """Stories whose facts must be derived again."""
    query = select(story.c.id).where(story.c.is_dirty).order_by(story.c.updated_at, story.c.id).limit(limit)
    return list(connection.execute(query).scalars())


def give_up_story(connection: Connection, story_id: int, now: datetime) -> None:
    """Stop deriving a story whose facts could not be derived, until one of its articles changes; and say so."""
    connection.execute(update(story).where(story.c.id == story_id).values(is_dirty=False))
    record = {"stage": "publish", "attempt": 1, "status": Status.DEAD, "reason": Reason.BUG, "worker": "facts"}
    detail = f"the facts of story {story_id} could not be derived; see the log"
    connection.execute(insert(outcome), [{**record, "detail": detail, "at": now, "duration_ms": 0.0}])


def mark_dirty(connection: Connection, story_ids: Iterable[int]) -> None:
    """Ask the writer to derive the facts of these stories again."""
    wanted = sorted(set(story_ids))
    if wanted:
        connection.execute(update(story).where(story.c.id.in_(wanted)).values(is_dirty=True))


def articles_of(connection: Connection, article_ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """Article rows by id."""
    rows = connection.execute(select(article).where(article.c.id.in_(list(article_ids)))).mappings()
    return {row["id"]: dict(row) for row in rows}


def note_extracted(connection: Connection, revisions: Mapping[int, int]) -> None:
    """Remember which revision of each article is annotated: its reprints may inherit from it."""
    rows = [{"b_id": one, "b_revision": revision} for one, revision in revisions.items()]
    if rows:
        statement = update(article).where(article.c.id == bindparam("b_id"))
        connection.execute(statement.values(extracted_revision=bindparam("b_revision")), rows)


def unread_of(connection: Connection, article_ids: Sequence[int]) -> set[int]:
    """Those of the articles that will be annotated, or annotated again, soon."""
    before = ("clean", "fold", "extract")
    query = select(entry.c.id).where(
        entry.c.id.in_(list(article_ids)), entry.c.state == "due", entry.c.stage.in_(before)
    )
    return set(connection.execute(query).scalars())


def latest_revisions(connection: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    """The newest revision of each article."""
    query = (
        select(document.c.article_id, func.max(document.c.revision))
        .where(document.c.article_id.in_(list(article_ids)))
        .group_by(document.c.article_id)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}
