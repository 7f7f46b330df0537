"""A town and the region that holds it are one place: "Kingston, Jamaica". In a list they are not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.entities.gazetteer import gazetteer
from pipeline.extract.entities.name import Name
from schemas.mention import EntityType

_COMMA = re.compile(r",\s{1,2}")
_LIST = re.compile(r",?\s(?:and|or)\s|,\s|/|;")


def located(text: str, names: Sequence[Name]) -> list[Name]:
    """The names, towns joined with the country or region that follows after a comma."""
    joined: list[Name] = []
    index = 0
    while index < len(names):
        if _is_pair(text, names, index):
            joined.append(Name(names[index].start, names[index + 1].end, EntityType.PLACE))
            index += 2
        else:
            joined.append(names[index])
            index += 1
    return joined


def _is_pair(text: str, names: Sequence[Name], index: int) -> bool:
    """Whether a town and its region stand here, with no list around them."""
    if index + 1 >= len(names):
        return False
    town, region = names[index], names[index + 1]
    if not (town.type is region.type is EntityType.PLACE and _COMMA.fullmatch(text, town.end, region.start)):
        return False
    world = gazetteer()
    if world.is_region(text[town.start : town.end]) or not world.is_region(_plain(text[region.start : region.end])):
        return False
    return not _listed(text, names, index - 1) and not _listed(text, names, index + 1)


def _plain(surface: str) -> str:
    return surface.title() if surface.isupper() and len(surface) > 3 else surface


def _listed(text: str, names: Sequence[Name], index: int) -> bool:
    """Whether two neighbouring places stand in one list."""
    if not 0 <= index < len(names) - 1:
        return False
    left, right = names[index], names[index + 1]
    both = left.type is right.type is EntityType.PLACE
    return both and right.start - left.end < 8 and bool(_LIST.fullmatch(text, left.end, right.start))
