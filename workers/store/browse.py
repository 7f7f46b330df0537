"""What the console's pages read: lists by keyset, so that page 1,000 costs what page 1 costs, and single items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, tuple_

from pipeline.sentences import opening
from pipeline.stages import PIPELINE
from schemas.entry import EntryState
from workers.store.tables import article, document, entry, fact, feed, story, support

WORDS_MOST = 6
"""Words of a search that count; each is one more comparison for every story."""


@dataclass(frozen=True, slots=True)
class StoryFilter:
    """Which stories are wanted. Null and empty fields ask for nothing."""

    words: str = ""
    language: str = ""
    is_contested: bool = False
    least_articles: int = 1
    since: datetime | None = None


Cursor = tuple[Any, ...]
"""The sort key of the last row shown, as the next page's beginning."""


def browse_stories(
    connection: Connection, wanted: StoryFilter, after: Cursor | None = None, limit: int = 30
) -> list[dict[str, Any]]:
    """Stories, newest first; with `is_contested` those with conflicts, most of them first."""
    query = select(story).where(story.c.merged_into.is_(None), story.c.n_articles >= max(1, wanted.least_articles))
    query = _narrowed(query, wanted)
    keys = _sort_key(wanted)
    if after is not None:
        query = query.where(tuple_(*keys) < tuple_(*after))
    query = query.order_by(*(key.desc() for key in keys)).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def _narrowed(query: Select[Any], wanted: StoryFilter) -> Select[Any]:
    for word in wanted.words.split()[:WORDS_MOST]:
        query = query.where(story.c.title.icontains(word, autoescape=True))
    if wanted.language:
        query = query.where(story.c.language == wanted.language)
    if wanted.is_contested:
        query = query.where(story.c.n_conflicts > 0)
    if wanted.since is not None:
        query = query.where(story.c.last_published_at >= wanted.since)
    return query.where(story.c.last_published_at.is_not(None))


def _sort_key(wanted: StoryFilter) -> Sequence[ColumnElement[Any]]:
    if wanted.is_contested:
        return (story.c.n_conflicts, story.c.n_origins, story.c.id)
    return (story.c.last_published_at, story.c.id)


def cursor_of(row: dict[str, Any], wanted: StoryFilter) -> Cursor:
    """Where the page after this row begins."""
    return tuple(row[key.key or ""] for key in _sort_key(wanted))


def find_story(connection: Connection, story_id: int) -> dict[str, Any] | None:
    """One story's row."""
    row = connection.execute(select(story).where(story.c.id == story_id)).mappings().first()
    return dict(row) if row else None


def stories_named(connection: Connection, story_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Rows of these stories that have articles, newest first."""
    query = select(story).where(story.c.id.in_(list(story_ids)), story.c.n_articles > 0)
    return [dict(row) for row in connection.execute(query.order_by(story.c.last_published_at.desc())).mappings()]


def timeline(connection: Connection, story_id: int, limit: int) -> list[dict[str, Any]]:
    """The articles of a story in order of publication, without their texts."""
    query = (
        select(
            article,
            document.c.title,
            document.c.url,
            document.c.is_truncated,
            func.substr(document.c.text, 1, 480).label("opening"),
        )
        .join(document, (document.c.article_id == article.c.id) & (document.c.revision == article.c.revision))
        .where(article.c.story_id == story_id, article.c.is_withdrawn.is_(False))
        .order_by(article.c.published_at, article.c.id)
        .limit(limit)
    )
    return [{**row, "opening": opening(row["opening"])} for row in connection.execute(query).mappings()]


def revisions(connection: Connection, article_id: int, limit: int = 50) -> list[dict[str, Any]]:
    """The stored revisions of an article, newest first, without their texts."""
    columns = [column for column in document.c if column.name != "text"]
    query = select(*columns, func.length(document.c.text).label("n_chars")).where(document.c.article_id == article_id)
    return [dict(row) for row in connection.execute(query.order_by(document.c.revision.desc()).limit(limit)).mappings()]


def revision_text(connection: Connection, article_id: int, revision: int) -> dict[str, Any] | None:
    """One revision with its text."""
    query = select(document).where(document.c.article_id == article_id, document.c.revision == revision)
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def quotes_in(connection: Connection, article_id: int, revision: int) -> list[dict[str, Any]]:
    """Where this revision supports facts: spans with label, status and value of the fact."""
    query = (
        select(support, fact.c.label, fact.c.status, fact.c.story_id, fact.c.hint)
        .join(fact, fact.c.id == support.c.fact_id)
        .where(support.c.article_id == article_id, support.c.revision == revision, fact.c.is_withdrawn.is_(False))
        .order_by(support.c.start_char, support.c.id)
        .limit(500)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def feed_entries(connection: Connection, feed_id: int, limit: int = 30) -> list[dict[str, Any]]:
    """The newest entries of a feed."""
    columns = [column for column in entry.c if column.name != "content_html"]
    query = select(*columns).where(entry.c.feed_id == feed_id).order_by(entry.c.id.desc()).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def is_dead() -> ColumnElement[bool]:
    """The condition of a dead entry, with its stage, so that an index finds the few among the many."""
    return and_(entry.c.stage.in_([stage.name for stage in PIPELINE]), entry.c.state == EntryState.DEAD)


def dead_page(connection: Connection, before: int | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """Dead entries, latest first by id, with the titles of their feeds."""
    columns = [column for column in entry.c if column.name != "content_html"]
    query = select(*columns, feed.c.title.label("feed_title")).outerjoin(feed, feed.c.id == entry.c.feed_id)
    query = query.where(is_dead())
    if before is not None:
        query = query.where(entry.c.id < before)
    return [dict(row) for row in connection.execute(query.order_by(entry.c.id.desc()).limit(limit)).mappings()]


def languages(connection: Connection) -> list[str]:
    """Languages of the latest stories, for the filter."""
    latest = select(story.c.language).order_by(story.c.last_published_at.desc()).limit(2000).subquery()
    query = select(latest.c.language, func.count()).group_by(latest.c.language).order_by(func.count().desc())
    return [row[0] for row in connection.execute(query) if row[0]]
