"""Stories as stored: what publishing reads and writes of them and of their articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, not_, or_, select, update

from pipeline.sentences import opening
from schemas.change import ChangeKind
from schemas.fact import Fact, FactStatus, SourceArticle
from schemas.outcome import Reason, Status
from workers.store.changes import Event
from workers.store.tables import article, document, entry, outcome, story


def refresh_stories(
    connection: Connection,
    derived: Mapping[int, tuple[Sequence[SourceArticle], Iterable[Fact]]],
    now: datetime,
) -> dict[int, list[Event]]:
    """Bring stories' own rows up to date with their articles and facts, which are fresh from now on.

    Returns, by story, an event if a reader can see the difference. Readers see a story from its first published
    article on; once seen it stays, even when its articles leave it.
    """
    rows = connection.execute(select(story).where(story.c.id.in_(sorted(derived)))).mappings()
    before = {row["id"]: row for row in rows}
    languages = _languages(
        connection, [min(sources, key=_age).article_id for sources, _ in derived.values() if sources]
    )
    events: dict[int, list[Event]] = {}
    changed = []
    for story_id, (sources, facts) in derived.items():
        was, after = before[story_id], _counted(sources, facts, languages)
        is_seen = was["first_published_at"] is not None
        is_changed = (is_seen or bool(sources)) and any(was[name] != value for name, value in after.items())
        kind = ChangeKind.STORY_UPDATED if is_seen else ChangeKind.STORY_CREATED
        events[story_id] = [Event(kind, story_id=story_id)] if is_changed else []
        if is_changed:
            changed.append({"b_id": story_id, **{name: was[name] for name in _SHOWN}, **after, "updated_at": now})
    connection.execute(update(story).where(story.c.id.in_(sorted(derived))).values(is_dirty=False))
    if changed:
        connection.execute(update(story).where(story.c.id == bindparam("b_id")), changed)
    return events


_SHOWN = ("n_articles", "n_origins", "n_conflicts", "title", "language", "first_published_at", "last_published_at")


def _age(one: SourceArticle) -> tuple[datetime, int]:
    return one.published_at, one.article_id


def _languages(connection: Connection, article_ids: Sequence[int]) -> dict[int, str | None]:
    query = select(article.c.id, article.c.language).where(article.c.id.in_(list(article_ids)))
    return {row.id: row.language for row in connection.execute(query)}


def _counted(
    sources: Sequence[SourceArticle], facts: Iterable[Fact], languages: Mapping[int, str | None]
) -> dict[str, Any]:
    counted: dict[str, Any] = {
        "n_articles": len(sources),
        "n_origins": len({one.origin_id for one in sources}),
        "n_conflicts": sum(one.status is FactStatus.CONFLICTING for one in facts),
    }
    if sources:
        first = min(sources, key=_age)
        counted |= {
            "title": _title(sources),
            "language": languages[first.article_id],
            "first_published_at": first.published_at,
            "last_published_at": max(one.published_at for one in sources),
        }
    return counted


def _title(sources: Sequence[SourceArticle]) -> str:
    """The headline of the earliest article that has one, or else the opening words of the earliest text."""
    oldest_first = sorted(sources, key=_age)
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


PAUSES = ((20, timedelta(seconds=2)), (100, timedelta(seconds=10)), (400, timedelta(seconds=30)))
"""From how many articles on a story rests how long after it was derived. All of it is derived again for each article
that joins: read one at a time, a story of n articles would cost n² / 2 readings."""


def ripe_stories(connection: Connection, now: datetime, limit: int) -> list[tuple[int, int]]:
    """Stories whose facts are to be derived again now, with the number of their articles when they were last."""
    rests = [and_(story.c.n_articles >= least, story.c.updated_at > now - pause) for least, pause in PAUSES]
    query = select(story.c.id, story.c.n_articles).where(story.c.is_dirty, not_(or_(*rests)))
    rows = connection.execute(query.order_by(story.c.updated_at, story.c.id).limit(limit))
    return [(row.id, row.n_articles) for row in rows]


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
