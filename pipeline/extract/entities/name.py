"""A name before it is a mention: a span with a type, still open to correction."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.mention import EntityType


@dataclass(frozen=True, slots=True)
class Name:
    """`text[start:end]` is held to be a name of this type."""

    start: int
    end: int
    type: EntityType
