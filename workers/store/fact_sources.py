"""What the facts of stories are derived from: their articles' current revisions with annotations."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from pipeline.extract.annotate import annotate_title
from schemas.fact import SourceArticle
from workers.store.annotations import load_annotations
from workers.store.tables import article, document

Stand = tuple[Any, ...]
"""What the row of a story's article says just now; every write that could change its facts changes this too."""

_STAND = (
    article.c.story_id,
    article.c.id,
    article.c.revision,
    article.c.origin_id,
    article.c.publisher,
    article.c.published_at,
    article.c.duplicate_of,
    article.c.updated_at,
)
_title_annotations = lru_cache(maxsize=2048)(annotate_title)
"""The headlines of a story are read again with each article that joins it."""


def stands(connection: Connection, story_ids: Collection[int]) -> dict[int, list[Stand]]:
    """Where the articles of these stories stand: equal to what was read before if nothing has happened since."""
    found: dict[int, list[Stand]] = {one: [] for one in story_ids}
    for row in connection.execute(select(*_STAND).where(_is_shown(story_ids)).order_by(article.c.id)):
        found[row.story_id].append(tuple(row))
    return found


def sources_of(connection: Connection, story_ids: Collection[int]) -> dict[int, list[SourceArticle]]:
    """The articles that readers see of each story, with their annotations, in order of publication."""
    query = (
        select(*_STAND, document.c.title, document.c.text)
        .join(document, (document.c.article_id == article.c.id) & (document.c.revision == article.c.revision))
        .where(_is_shown(story_ids))
        .order_by(article.c.published_at, article.c.id)
    )
    rows = connection.execute(query).all()
    said = load_annotations(connection, [(row.id, row.revision) for row in rows])
    found: dict[int, list[SourceArticle]] = {one: [] for one in story_ids}
    for row in rows:
        found[row.story_id].append(
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
                title_annotations=_title_annotations(row.title or "", row.published_at),
            )
        )
    return found


def _is_shown(story_ids: Collection[int]) -> ColumnElement[bool]:
    return and_(article.c.story_id.in_(sorted(story_ids)), article.c.revision > 0, article.c.is_withdrawn.is_(False))
