"""A change: one event of the change feed that downstream services follow."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from schemas.columns import BigId, UtcDateTime


class ChangeKind(StrEnum):
    """What happened to the results."""

    ARTICLE_CREATED = "article_created"
    ARTICLE_UPDATED = "article_updated"
    ARTICLE_WITHDRAWN = "article_withdrawn"
    STORY_CREATED = "story_created"
    STORY_UPDATED = "story_updated"
    STORY_MERGED = "story_merged"
    FACT_CREATED = "fact_created"
    FACT_UPDATED = "fact_updated"
    FACT_WITHDRAWN = "fact_withdrawn"


class ChangeRow(SQLModel, table=True):
    """Written in the transaction of what it reports; `seq` is given later, by the one sequencer."""

    __tablename__ = "change"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    seq: int | None = Field(default=None, unique=True, sa_type=BigId)
    at: datetime = Field(sa_type=UtcDateTime)
    kind: str
    article_id: int | None = Field(default=None, sa_type=BigId)
    story_id: int | None = Field(default=None, sa_type=BigId)
    fact_id: int | None = Field(default=None, sa_type=BigId)
    revision: int | None = None
