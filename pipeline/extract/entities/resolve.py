"""Which entity each name of a document means: aliases first, then surnames, then "Full Name (ABBR)"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.entities.aliases import ALIASES, key
from pipeline.extract.entities.name import Name
from schemas.mention import EntityType


def resolve(text: str, names: Sequence[Name]) -> list[str]:
    """The canonical name of each."""
    surfaces = [" ".join(text[name.start : name.end].split()) for name in names]
    people = _by_last_word(surfaces, names)
    resolved = []
    for surface, name in zip(surfaces, names, strict=True):
        known = ALIASES.get(key(surface))
        if known is None and name.type is EntityType.PERSON:
            known = people.get(surface)
        resolved.append(known or surface)
    return resolved


def _by_last_word(surfaces: Sequence[str], names: Sequence[Name]) -> dict[str, str]:
    """Surname to the full name it was introduced with, if only one full name bears it."""
    full: dict[str, set[str]] = {}
    for surface, name in zip(surfaces, names, strict=True):
        if name.type is EntityType.PERSON and " " in surface:
            full.setdefault(surface.rsplit(" ", 1)[1], set()).add(surface)
    return {surname: bearers.pop() for surname, bearers in full.items() if len(bearers) == 1}
