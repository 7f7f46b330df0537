"""A fingerprint: what folding remembers of an article's text, and where folding put the article."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as default
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlmodel import Field, Index, SQLModel

from schemas.columns import BigId, Json, UtcDateTime

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for an unknown publication time in the canonical order."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Everything folding compares. A function of one document; figures never enter `features` or `postings`."""

    article_id: int
    key: str
    """The entry's key: breaks ties between equal publication times, whatever the order of arrival."""
    language: str
    published_at: datetime
    publisher: str | None
    shingles: bytes
    """Sorted distinct 32-bit hashes of 5-word shingles, little-endian; the lowest bit says that a number or a calendar
    word stands in the shingle."""
    bands: tuple[int, ...]
    """The smallest shingle hashes: two articles that share several are compared in full."""
    features: bytes
    """Sorted 16-bit hashes of the words of the lead, the names and the word pairs, little-endian."""
    weights: bytes
    """Their weights as 16-bit integers, in the same order: whole numbers add up alike in any order."""
    dates: bytes
    """Years, months, weekdays and days the text mentions: eight 64-bit masks, little-endian."""
    postings: tuple[int, ...]
    """Hashes of the rarest words and names, of pairs of them, and of the slice of time: where candidates are found."""
    terms: tuple[str, ...]
    """The heaviest words, for the reasons shown to operators."""
    names: tuple[str, ...]
    """The heaviest names, likewise."""
    credit: str | None = None
    """The outlet whose report this article says it repeats."""
    owner: str | None = None
    """Who owns the publisher, where the page says so."""

    @property
    def order(self) -> tuple[datetime, str]:
        """The canonical order: every choice among articles is made by it."""
        return (self.published_at, self.key)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where folding put an article: a duplicate of a head, or a head with at most one parent, always earlier."""

    article_id: int
    story_id: int
    block_id: int
    """The first head of the neighbourhood that is clustered as one; a duplicate carries its own id."""
    duplicate_of: int | None = None
    parent_id: int | None = None
    similarity: float | None = None
    """Jaccard similarity of the shingles with those of `duplicate_of`."""
    score: float | None = None
    """Evidence, 0 to about 1, that this article and the closest one of its story report one event."""
    why: dict[str, Any] = default(default_factory=dict)
    side: int = 0
    """Not 0 when an operator moved the article out of a story: heads of different sides are never joined."""

    @property
    def is_head(self) -> bool:
        """Whether the article stands for itself; only heads take part in stories, their duplicates follow."""
        return self.duplicate_of is None


class FingerprintRow(SQLModel, table=True):
    """A fingerprint and its placement: all that folding reads. Everything here can be rebuilt from the documents."""

    __tablename__ = "fingerprint"
    __table_args__ = (Index("ix_fingerprint_block", "block_id", "duplicate_of", "stand"),)

    article_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    key: str = Field(max_length=64)
    stand: str = Field(max_length=32)
    """The canonical order as text: microseconds in hexadecimal, then the beginning of the key."""
    language: str
    published_at: datetime = Field(sa_type=UtcDateTime)
    publisher: str | None = None
    shingles: bytes
    bands: bytes
    features: bytes
    weights: bytes
    dates: bytes
    postings: bytes
    terms: list[str] = Field(default_factory=list, sa_type=Json)
    names: list[str] = Field(default_factory=list, sa_type=Json)
    credit: str | None = None
    owner: str | None = None
    story_id: int = Field(index=True, sa_type=BigId)
    block_id: int = Field(sa_type=BigId)
    duplicate_of: int | None = Field(default=None, index=True, sa_type=BigId)
    parent_id: int | None = Field(default=None, sa_type=BigId)
    similarity: float | None = None
    score: float | None = None
    why: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    side: int = Field(default=0, sa_type=BigId)


class BandRow(SQLModel, table=True):
    """An article in the list of one band, in canonical order."""

    __tablename__ = "band"
    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    band: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    stand: str = Field(primary_key=True, max_length=32)
    article_id: int = Field(primary_key=True, sa_type=BigId)


class PostingRow(SQLModel, table=True):
    """A head in the list of one posting of one slice of time, in canonical order."""

    __tablename__ = "posting"
    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    posting: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    stand: str = Field(primary_key=True, max_length=32)
    article_id: int = Field(primary_key=True, sa_type=BigId)
