"""From the model's spans to mentions: trimmed, corrected by the document itself, resolved to entities."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract.entities.name import Name
from pipeline.extract.entities.resolve import resolve
from pipeline.extract.entities.trim import trim
from schemas.mention import Mention


def find_mentions(text: str, names: Iterable[Name]) -> tuple[Mention, ...]:
    """Mentions sorted by start and free of overlaps."""
    trimmed = [kept for name in names if (kept := trim(text, name))]
    found = disjoint(trimmed)
    entities = resolve(text, found)
    return tuple(
        Mention(
            start_char=name.start, end_char=name.end, surface=text[name.start : name.end], type=name.type, entity=entity
        )
        for name, entity in zip(found, entities, strict=True)
    )


def disjoint(names: Iterable[Name]) -> list[Name]:
    """The first, and of those the longest, of names that overlap."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda each: (each.start, -each.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept
