"""A story: the articles on one event. Never a single article."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from schemas.columns import BigId, Json, UtcDateTime


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where the fold stage put an article, and why."""

    article_id: int
    story_id: int
    """The id of the story's first article in canonical order (publication time, then key)."""
    duplicate_of: int | None = None
    similarity: float | None = None
    why: dict[str, Any] = field(default_factory=dict)
    """Shared terms, names and dates, and scores: what an operator is shown."""


class ArticleRow(SQLModel, table=True):
    """An article: which revision is current and where it was folded. Its id is the id of its entry."""

    __tablename__ = "article"

    id: int = Field(primary_key=True, sa_type=BigId, foreign_key="entry.id")
    feed_id: int | None = Field(default=None, index=True, sa_type=BigId)
    revision: int
    extracted_revision: int = 0
    publisher: str | None = None
    language: str | None = None
    published_at: datetime = Field(sa_type=UtcDateTime, index=True)
    story_id: int | None = Field(default=None, index=True, sa_type=BigId)
    duplicate_of: int | None = Field(default=None, index=True, sa_type=BigId)
    similarity: float | None = None
    origin_id: int | None = Field(default=None, index=True, sa_type=BigId)
    origin_why: str | None = None
    why: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    is_withdrawn: bool = False
    updated_at: datetime = Field(sa_type=UtcDateTime, index=True)


class StoryRow(SQLModel, table=True):
    """A story. A story that was merged away keeps its row and points on with `merged_into`."""

    __tablename__ = "story"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    title: str | None = None
    language: str | None = None
    first_published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_published_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    n_articles: int = 0
    n_origins: int = 0
    n_conflicts: int = 0
    merged_into: int | None = Field(default=None, sa_type=BigId)
    related: list[int] = Field(default_factory=list, sa_type=Json)
    is_dirty: bool = Field(default=False, index=True)
    updated_at: datetime = Field(sa_type=UtcDateTime, index=True)
