"""From the model's spans to mentions: trimmed, corrected by the document itself, resolved to entities."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract.entities.abbreviations import introduced
from pipeline.extract.entities.evidence import settle
from pipeline.extract.entities.extent import reach
from pipeline.extract.entities.generic import without_generic
from pipeline.extract.entities.name import Name
from pipeline.extract.entities.resolve import resolve
from pipeline.extract.entities.spread import Known, spread
from pipeline.extract.entities.trim import trim
from schemas.mention import EntityType, Mention


def find_mentions(text: str, names: Iterable[Name]) -> tuple[Mention, ...]:
    """Mentions sorted by start and free of overlaps."""
    found = disjoint(kept for name in names for kept in trim(text, name))
    found = without_generic(text, settle(text, reach(text, found)))
    found = complete(text, found)
    entities = resolve(text, found)
    return tuple(
        Mention(
            start_char=name.start,
            end_char=name.end,
            surface=text[name.start : name.end],
            type=name.type,
            entity=entity,
        )
        for name, entity in zip(found, entities, strict=True)
    )


def complete(text: str, names: list[Name]) -> list[Name]:
    """With the occurrences the model passed over: known surfaces, surnames, short forms that the text introduces."""
    short = introduced(text, names)
    known = {text[name.start : name.end]: name.type for name in names}
    for surface, kind in list(known.items()):
        if kind is EntityType.PERSON and " " in surface:
            known.setdefault(surface.rsplit(" ", 1)[1], kind)
    known |= {surface: kind for surface, (_, kind) in short.items()}
    typed = [Name(name.start, name.end, known[text[name.start : name.end]]) for name in names]
    return spread(text, typed, [Known(surface, kind) for surface, kind in known.items()])


def disjoint(names: Iterable[Name]) -> list[Name]:
    """The first, and of those the longest, of names that overlap."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda each: (each.start, -each.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept
