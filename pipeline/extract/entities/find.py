"""From the model's spans to mentions: trimmed, corrected by the document itself, resolved to entities."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract.entities.abbreviations import Introduction, introductions
from pipeline.extract.entities.evidence import settle
from pipeline.extract.entities.extent import reach
from pipeline.extract.entities.generic import NO_NAMES, without_generic
from pipeline.extract.entities.located import located
from pipeline.extract.entities.name import Name
from pipeline.extract.entities.overlooked import overlooked
from pipeline.extract.entities.resolve import resolve
from pipeline.extract.entities.spread import Known, spread
from pipeline.extract.entities.trim import trim
from schemas.mention import EntityType, Mention


def find_mentions(text: str, names: Iterable[Name]) -> tuple[Mention, ...]:
    """Mentions sorted by start and free of overlaps."""
    found = disjoint(kept for name in names for kept in trim(text, name))
    short = list(introductions(text))
    found = reach(text, overlooked(text, introduced(found, short)))
    found = complete(text, without_generic(text, settle(text, found, short)))
    found = located(text, found)
    entities = resolve(text, found, short)
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


def introduced(names: list[Name], introductions: list[Introduction]) -> list[Name]:
    """With each introduced full name as one name, and its short form beside it."""
    kept = list(names)
    for each in introductions:
        if each.short in NO_NAMES:
            continue
        short_end = each.short_start + len(each.short)
        inside = [name for name in kept if name.start < each.end and each.start < name.end]
        kind = inside[-1].type if inside else EntityType.ORGANISATION
        kept = [name for name in kept if name not in inside and not each.short_start <= name.start < short_end]
        kept += [Name(each.start, each.end, kind), Name(each.short_start, short_end, kind)]
    return disjoint(kept)


def complete(text: str, names: list[Name]) -> list[Name]:
    """With the occurrences the model passed over: known surfaces and surnames."""
    known = {text[name.start : name.end]: name.type for name in names}
    for surface, kind in list(known.items()):
        if kind is EntityType.PERSON and " " in surface:
            known.setdefault(surface.rsplit(" ", 1)[1], kind)
    return spread(text, names, [Known(surface, kind) for surface, kind in known.items()])


def disjoint(names: Iterable[Name]) -> list[Name]:
    """The first, and of those the longest, of names that overlap."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda each: (each.start, -each.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept
