"""Names that are written alike in most languages of the Latin script: known bodies, people, countries and large cities.

For texts that the model cannot read. It finds nothing that is not in a table, so it says little and errs seldom.
"""

from __future__ import annotations

from functools import cache

from pipeline.extract.entities.aliases import BODIES, PEOPLE
from pipeline.extract.entities.gazetteer import gazetteer
from pipeline.extract.entities.name import Name
from pipeline.extract.entities.spread import Known, spread
from pipeline.extract.entities.well_known import WELL_KNOWN
from schemas.mention import EntityType

LARGE = 1_000
"""Least thousands of inhabitants of a city that is looked for: smaller ones share their names with words."""

LEAST = 3
"""Shorter names ("UN", "LA", "Le") are words elsewhere: a name is longer."""


def famous(text: str) -> list[Name]:
    """The names of the tables that stand in the text, in order."""
    return spread(text, [], _known())


@cache
def _known() -> tuple[Known, ...]:
    world = gazetteer()
    places = [*world.countries, *(city for city, (_, size) in world.cities.items() if size >= LARGE)]
    people = [person for person in PEOPLE if " " in person]
    tables = (
        (EntityType.ORGANISATION, [*BODIES, *WELL_KNOWN]),
        (EntityType.PLACE, places),
        (EntityType.PERSON, people),
    )
    return tuple(Known(surface, kind) for kind, surfaces in tables for surface in surfaces if len(surface) > LEAST)
