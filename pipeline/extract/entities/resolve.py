"""Which entity each name of a document means: what the document introduces first, then what everybody knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.extract.entities.abbreviations import Introduction
from pipeline.extract.entities.aliases import BODIES, PEOPLE, PLACES, key
from pipeline.extract.entities.gazetteer import gazetteer
from pipeline.extract.entities.name import Name
from pipeline.extract.lexicon import words as lexicon_words
from schemas.mention import EntityType

AMBIGUOUS_COUNTRIES = frozenset({"Korea", "Congo", "Georgia", "Micronesia", "Guinea", "Palestinian territories"})
"""Names of countries that also mean something else; they stay as they are written."""


def resolve(text: str, names: Sequence[Name], introductions: Iterable[Introduction] = ()) -> list[str]:
    """The canonical name of each."""
    surfaces = [" ".join(text[name.start : name.end].split()) for name in names]
    full_names = {each.short: " ".join(text[each.start : each.end].split()) for each in introductions}
    bearers = _bearers(surfaces, names)
    return [
        _person(surface, bearers) if name.type is EntityType.PERSON else _thing(surface, name.type, full_names)
        for surface, name in zip(surfaces, names, strict=True)
    ]


def _thing(surface: str, kind: EntityType, full_names: dict[str, str]) -> str:
    """A place, a body or anything else."""
    plain = _without_shouting(full_names.get(surface, surface))
    known = BODIES.get(key(plain)) or PLACES.get(key(plain))
    if known or kind is not EntityType.PLACE:
        return known or _country(plain) or plain
    town, comma, _ = plain.partition(", ")
    return PLACES.get(key(town), town) if comma else _country(plain) or plain


def _country(plain: str) -> str | None:
    world = gazetteer()
    iso = world.countries.get(plain)
    return world.country_names[iso] if iso and plain not in AMBIGUOUS_COUNTRIES else None


def _without_shouting(surface: str) -> str:
    """LONDON is London; NATO stays."""
    if surface.isupper() and len(surface) > 3:
        calm = surface.title()
        world = gazetteer()
        if world.is_region(calm) or calm in world.cities:
            return calm
    return surface


def _person(surface: str, bearers: dict[str, str]) -> str:
    return bearers.get(surface) or PEOPLE.get(key(surface)) or surface


def _bearers(surfaces: Sequence[str], names: Sequence[Name]) -> dict[str, str]:
    """Surname, or any form with the same first and last word, to the one full name the document gives it.

    Two full names with one surname leave the surname as it is: which of the two is meant cannot be told by rule.
    """
    found: dict[str, set[str]] = {}
    for surface, name in zip(surfaces, names, strict=True):
        words = surface.split()
        if name.type is EntityType.PERSON and len(words) > 1:
            person = PEOPLE.get(key(surface)) or f"{words[0]} {' '.join(_surname(words))}"
            forms = (surface, words[-1], " ".join(_surname(words)))
            for form in forms:
                found.setdefault(form, set()).add(person)
    return {form: next(iter(people)) for form, people in found.items() if len(people) == 1}


_PARTICLES = lexicon_words("particle")


def _surname(words: Sequence[str]) -> Sequence[str]:
    """The last word with the particles before it; "J." in the middle is nobody's surname."""
    start = len(words) - 1
    while start > 1 and (words[start - 1].lower() in _PARTICLES or not words[start - 1].endswith(".")):
        start -= 1
    return words[start:]
