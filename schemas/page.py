"""A page: the bytes fetched for an entry, kept so that every later stage can be run again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from schemas.columns import BigId, Json, UtcDateTime


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What came over the wire for one URL, already decoded from its content coding, never yet from its charset."""

    url: str
    final_url: str
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    """Names in lower case."""
    fetched_at: datetime | None = None
    is_truncated: bool = False
    permanent_url: str | None = None
    """Where an unbroken chain of 301 and 308 from `url` led; None when the first redirect was temporary or absent."""
    n_redirects: int = 0

    @property
    def etag(self) -> str | None:
        """The entity tag exactly as it came, quotes and all."""
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        """The modification date exactly as it came, not parsed."""
        return self.headers.get("last-modified")

    @property
    def content_type(self) -> str:
        """The media type without parameters, lower case; empty when the server named none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


_IS_SUPERSEDED = text("superseded_at IS NOT NULL")


class PageRow(SQLModel, table=True):
    """A fetched page, its body compressed with zstd."""

    __tablename__ = "page"
    # Only the superseded: in an index of all, those that are not are one list, and SQLite would choose to read it.
    __table_args__ = (
        Index("ix_page_superseded_at", "superseded_at", sqlite_where=_IS_SUPERSEDED, postgresql_where=_IS_SUPERSEDED),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    entry_id: int = Field(index=True, foreign_key="entry.id", sa_type=BigId)
    url: str
    final_url: str
    status: int
    headers: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    body: bytes
    sha256: str = Field(max_length=64)
    n_bytes: int
    fetched_at: datetime = Field(sa_type=UtcDateTime)
    is_truncated: bool = False
    superseded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When a newer page of the entry came; from then on its time to be kept runs. Null: it is the newest."""
