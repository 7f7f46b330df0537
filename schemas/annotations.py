"""Everything the extract stage says about one document."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.figure import DateSpan, Figure
from schemas.mention import Mention, RoleMention


@dataclass(frozen=True, slots=True)
class Annotations:
    """Spans of one document, each kind sorted by start and free of overlaps within its kind."""

    mentions: tuple[Mention, ...] = ()
    roles: tuple[RoleMention, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[DateSpan, ...] = ()
