"""Everything the extract stage says about one document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from schemas.figure import DateSpan, Figure
from schemas.mention import Mention, RoleMention


@dataclass(frozen=True, slots=True)
class ExtractInput:
    """What the extract stage needs of a document. Every offset it returns points into `text`."""

    title: str | None
    text: str
    published_at: datetime | None = None
    language: str | None = None
    """ISO 639-1; null is read as English."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """Spans of one document, each kind sorted by start and free of overlaps within its kind."""

    mentions: tuple[Mention, ...] = ()
    roles: tuple[RoleMention, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[DateSpan, ...] = ()
