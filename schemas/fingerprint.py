"""A fingerprint: what folding remembers of an article's text, and where folding put the article."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

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
    copies: str | None = None
    """The outlet whose report this article says it repeats."""

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
    """Evidence, 0 to about 1, that this article and its parent report one event."""
    why: dict[str, Any] = field(default_factory=dict)
    side: int = 0
    """Not 0 when an operator moved the article out of a story: heads of different sides are never joined."""

    @property
    def is_head(self) -> bool:
        """Whether the article stands for itself; only heads take part in stories, their duplicates follow."""
        return self.duplicate_of is None
