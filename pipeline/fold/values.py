"""What goes into a fold and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from schemas.fingerprint import Fingerprint, Placement


@dataclass(frozen=True, slots=True)
class FoldInput:
    """One article as the clean stage left it. `key` must never change: it breaks ties in the canonical order."""

    article_id: int
    key: str
    title: str | None
    text: str
    published_at: datetime | None = None
    publisher: str | None = None
    language: str | None = None
    url: str = ""
    owner: str | None = None
    """Who owns the publisher: titles of one owner are one origin."""
    side: int = 0
    """See `schemas.fingerprint.Placement.side`; kept when the index is rebuilt."""
    signed: tuple[str, ...] = ()
    """The dateline and the byline: an agency named there is the origin of the report."""


@dataclass(frozen=True, slots=True)
class FoldRules:
    """The thresholds of folding; tests/quality/test_fold.py measures the defaults."""

    window: timedelta = timedelta(days=5)
    """Two articles published further apart are never compared as one event."""
    least_affinity: float = 0.54
    """Mean affinity of two groups from which they are one story."""
    usual_score: float = 0.5
    """Evidence that is usual among articles on one event: lonely articles are measured against it."""
    least_score: float = 0.27
    """Evidence below which a pair is not looked at: `least_affinity * usual_score`, so nothing is lost by it."""
    later_score: float = 0.45
    """Evidence from which an article joins a story of an earlier slice of time, or of a full block."""
    related_score: float = 0.22
    """Evidence from which two stories are linked as related."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The independent source an article counts as: equal `origin_id` means the same source."""

    article_id: int
    origin_id: int
    why: str


@dataclass(frozen=True, slots=True)
class FoldResult:
    """What one fold changed. Apply all of it in one transaction, fingerprints first."""

    fingerprints: tuple[Fingerprint, ...]
    """Of the batch."""
    placements: tuple[Placement, ...]
    """New and changed, the batch's own among them, by article."""
    merges: dict[int, int] = field(default_factory=dict)
    """Story that no longer stands to the story its first article is in now."""
    origins: tuple[Origin, ...] = ()
    related: tuple[tuple[int, int], ...] = ()
    """Pairs of stories that are about one matter but not one event, smaller id first."""
    forgotten: tuple[int, ...] = ()
    """Articles that were withdrawn: the index knows them no more."""
    turned: tuple[int, ...] = ()
    """Known articles, not of the batch, that became duplicates or are none any more."""
