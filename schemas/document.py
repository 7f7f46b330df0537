"""A document: the clean text and metadata of one page; an article once it has passed screening."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from schemas.columns import BigId, Json, UtcDateTime


@dataclass(frozen=True, slots=True)
class Document:
    """Clean text with metadata. `text` is in the normal form of `pipeline.text`; every later offset points into it."""

    url: str
    title: str | None
    text: str
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    language: str | None = None
    """ISO 639-1, or null when it cannot be told."""
    publisher: str | None = None
    owner: str | None = None
    """Who owns the publisher, where the page says so; null is "not said". Titles of one owner are one origin."""
    canonical_url: str | None = None
    dateline: str | None = None
    """Where the report was written, and the agency where one is named: "LONDON (Reuters)"."""
    section: str | None = None
    keywords: tuple[str, ...] = ()
    image_url: str | None = None
    method: str = ""
    """How the text was obtained: for example `trafilatura`, `json_ld`, `plain_text`, `feed`."""
    is_truncated: bool = False
    sources: dict[str, str] = field(default_factory=dict)
    """Field name to the evidence that decided it, for example {"title": "json_ld", "published_at": "meta"}."""


class DocumentRow(SQLModel, table=True):
    """One revision of an article's text. Revisions are kept, so that a reader can see what changed."""

    __tablename__ = "document"
    # Addresses have no longest length, which a B-tree on PostgreSQL would demand.
    __table_args__ = (
        Index("ix_document_url", "url", postgresql_using="hash"),
        Index("ix_document_canonical_url", "canonical_url", postgresql_using="hash"),
    )

    article_id: int = Field(primary_key=True, sa_type=BigId, foreign_key="entry.id")
    revision: int = Field(primary_key=True)
    page_id: int | None = Field(default=None, sa_type=BigId)
    url: str
    canonical_url: str | None = None
    title: str | None = None
    text: str
    text_hash: str = Field(max_length=64)
    authors: list[str] = Field(default_factory=list, sa_type=Json)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    modified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    language: str | None = None
    publisher: str | None = None
    owner: str | None = None
    dateline: str | None = None
    section: str | None = None
    keywords: list[str] = Field(default_factory=list, sa_type=Json)
    image_url: str | None = None
    method: str
    is_truncated: bool = False
    sources: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    fetched_at: datetime = Field(sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
