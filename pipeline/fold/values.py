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


@dataclass(frozen=True, slots=True)
class FoldRules:
    """The thresholds of folding; the defaults are those that were measured (docs/decisions)."""

    window: timedelta = timedelta(days=5)
    """Two articles published further apart never report one event."""
    least_score: float = 0.32
    """Evidence from which an article joins the story of an earlier one."""
    related_score: float = 0.2
    """Evidence from which two stories are linked as related."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The independent source an article counts as: the same `key` means the same origin."""

    article_id: int
    key: str
    why: str


@dataclass(frozen=True, slots=True)
class FoldResult:
    """What one fold changed. Apply all of it in one transaction, fingerprints first."""

    fingerprints: tuple[Fingerprint, ...]
    """Of the batch."""
    placements: tuple[Placement, ...]
    """New and changed, the batch's own among them."""
    merges: dict[int, int] = field(default_factory=dict)
    """Story that no longer stands to the story its first article is in now."""
    origins: tuple[Origin, ...] = ()
    related: tuple[tuple[int, int], ...] = ()
    """Pairs of stories that are about one matter but not one event, smaller id first."""
