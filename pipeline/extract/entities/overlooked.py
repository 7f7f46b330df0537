"""Names whose form gives them away even where the model sees none: acronyms and datelines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.extract.entities.gazetteer import gazetteer
from pipeline.extract.entities.generic import NO_NAMES
from pipeline.extract.entities.name import Name
from schemas.mention import EntityType

_ACRONYM = re.compile(r"(?:\b[Tt]he |\()([A-Z]{3,6})(?=\)|['\u2019]s\b| [a-z]|[.,;])")
_DATELINE = re.compile(
    r"(?:^|(?<=\n))[ \t]*([A-Z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*){0,3})"
    r"(?=(?:, [A-Z][A-Za-z.]+(?: \d{1,2})?(?: \d{4})?)?(?: \([\w /.]{2,20}\))?(?: ?[\u2014\u2013] ?| ?--? |: )\S)"
)
_AGENCY = re.compile(r"(?:^|(?<=\n))[^\n()]{3,60} \(([A-Z][A-Za-z]{1,12})\) ?(?:[\u2014\u2013]|--?\s)")


def overlooked(text: str, names: Sequence[Name]) -> list[Name]:
    """The names with the acronyms and dateline places beside them that overlap none."""
    taken = {position for name in names for position in range(name.start, name.end)}
    found = [name for name in _candidates(text) if taken.isdisjoint(range(name.start, name.end))]
    return sorted([*names, *found], key=lambda name: name.start)


def _candidates(text: str) -> Iterator[Name]:
    acronyms = list(_ACRONYM.finditer(text))
    often = Counter(match[1] for match in acronyms)
    for match in acronyms:
        in_brackets = text[match.start()] == "("
        if match[1] not in NO_NAMES and (often[match[1]] > 1 or not in_brackets):
            yield Name(match.start(1), match.end(1), EntityType.ORGANISATION)
    for match in _AGENCY.finditer(text):
        yield Name(match.start(1), match.end(1), EntityType.ORGANISATION)
    world = gazetteer()
    for match in _DATELINE.finditer(text):
        place = match[1].title() if match[1].isupper() else match[1]
        if place in world.cities or world.is_region(place):
            yield Name(match.start(1), match.end(1), EntityType.PLACE)
