"""A fingerprint: what folding remembers of an article's text, and where folding put the article."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for an unknown publication time in the canonical order; an undated article fits every time window."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Everything folding compares. A function of one document; figures never enter `terms`, `names` or `postings`."""

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
    terms: dict[str, float]
    """Word to weight, unit length."""
    names: dict[str, float]
    """Word of a name to weight, unit length."""
    dates: frozenset[str]
    """Dates the text mentions: `06-09`, `2025-06-09`."""
    postings: tuple[int, ...]
    """Hashes of the rarest terms and names and of pairs of them: where candidates for one story are found."""

    @property
    def order(self) -> tuple[datetime, str]:
        """The canonical order: every choice among articles is made by it."""
        return (self.published_at, self.key)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where folding put an article: a duplicate of a head, or a head with at most one parent, always earlier."""

    article_id: int
    story_id: int
    duplicate_of: int | None = None
    parent_id: int | None = None
    similarity: float | None = None
    """Jaccard similarity of the shingles with those of `duplicate_of`."""
    score: float | None = None
    """Evidence, 0 to 1, that this article and its parent report one event."""
    why: dict[str, Any] = field(default_factory=dict)

    @property
    def is_head(self) -> bool:
        """Whether the article stands for itself; only heads take part in stories, their duplicates follow."""
        return self.duplicate_of is None
