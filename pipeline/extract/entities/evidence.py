"""What a document says about the kind of each of its names: every occurrence votes, and so do the words beside it.

The model labels each occurrence alone. Here the occurrences of one surface elect one type, with the neighbours
("said X", "in X", "X district"), the head noun ("X Ministry"), the map and the full names of people as further voters.
Weights were set on one half of `entities_worldwide` and checked on the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.entities import cues
from pipeline.extract.entities.abbreviations import Introduction
from pipeline.extract.entities.aliases import BODIES, PEOPLE, key
from pipeline.extract.entities.gazetteer import gazetteer
from pipeline.extract.entities.name import Name
from pipeline.extract.entities.well_known import WELL_KNOWN
from schemas.mention import EntityType

Votes = dict[EntityType, float]

MODEL, CUE, HEAD, SURNAME = 0.7, 1.5, 12.0, 2.0
COUNTRY, REGION, DEMONYM, ACRONYM, LISTED, INTRODUCED, THING, BODY = 8.0, 8.0, 8.0, 6.0, 0.5, 20.0, 1.0, 3.0
CITY_SIZES = ((500, 6.0), (100, 3.0), (0, 1.0))
"""Least thousands of inhabitants, and the weight of a city of that size."""

_BEFORE = re.compile(r"[\s\"\u201c]{1,2}[.,:]?([\w'\u2019-]+)\s?\W?([\w'\u2019-]+)?")
"""The two words before a name, the nearer one first, read backwards: from the left each character is a try."""
_ACRONYM = re.compile(r"[A-Z][A-Z&/]*[A-Z]s?")
_THING = re.compile(
    r"[.,;:]|['\u2019]s|\s(?:and|or|is|was|has|had|will|said|says|on|in|at|to|for|from|with|by|are|were|have)\b"
)
"""What follows "the X" when X is itself the thing: nobody says "the" of a person."""

_ARTICLE = re.compile(r"\b[Tt]he\s$")
_DATELINE = re.compile(r"(?:^|\n)[ \t]*$")
_DATELINE_END = re.compile(r"(?:,\s[^\n\u2014\u2013:-]{2,30})?(?:\s\([^()\n]{2,30}\))?\s?(?:[\u2014\u2013]|--?\s|:\s)")
_CALLING = "|".join(sorted(cues.CALLINGS))
_IN_APPOSITION = re.compile(
    rf", (?:(?:aged )?\d\d,|(?:(?:the|a|an|its|their) )?(?:[\w'\u2019-]+ ){{0,2}}?(?:{_CALLING})\b)"
)
"""What is said of people after their names: an age, or what they do for a living."""
_AFTER = re.compile(r"['\u2019]?s?,?[\"\u201d]?\s([\w-]+)")


def settle(text: str, names: Sequence[Name], introductions: Sequence[Introduction] = ()) -> list[Name]:
    """The same spans, each surface with the one type the document elects for it."""
    surfaces = [text[name.start : name.end] for name in names]
    votes = _count(text, names, surfaces)
    for each in introductions:
        _share(votes, text[each.start : each.end], each.short)
    elected = {surface: max(ballot, key=lambda kind: ballot[kind]) for surface, ballot in votes.items()}
    return [replace(name, type=elected[surface]) for name, surface in zip(names, surfaces, strict=True)]


def _share(votes: dict[str, Votes], full: str, short: str) -> None:
    """A full name and its short form are of one kind; the full name, whose words speak, is believed more."""
    if full in votes and short in votes:
        leader = max(votes[full], key=lambda kind: votes[full][kind])
        if leader is EntityType.PERSON:
            leader = EntityType.ORGANISATION
        votes[full][leader] += INTRODUCED
        votes[short][leader] += INTRODUCED


def _count(text: str, names: Sequence[Name], surfaces: Sequence[str]) -> dict[str, Votes]:
    votes: dict[str, Votes] = defaultdict(lambda: defaultdict(float))
    for name, surface in zip(names, surfaces, strict=True):
        votes[surface][name.type] += MODEL
        for kind in _neighbours(text, name):
            votes[surface][kind] += CUE
        if _is_thing(text, name):
            votes[surface][EntityType.PERSON] -= THING
            votes[surface][EntityType.ORGANISATION] += THING / 10
    for surface, ballot in votes.items():
        for kind, weight in _standing(surface):
            ballot[kind] += weight
    _hear_full_names(votes)
    _hear_lists(text, names, surfaces, votes)
    return votes


def _is_thing(text: str, name: Name) -> bool:
    if not _ARTICLE.search(text, max(0, name.start - 5), name.start):
        return False
    return " " not in text[name.start : name.end] or bool(_THING.match(text, name.end))


def _neighbours(text: str, name: Name) -> list[EntityType]:
    """The types that the words before and after an occurrence speak for."""
    found = []
    before = _BEFORE.match(text[max(0, name.start - 40) : name.start][::-1])
    if before:
        last = before[1][::-1].lower()
        spoken = {last, f"{(before[2] or '')[::-1].lower()} {last}"}
        found += [kind for kind, words in cues.BEFORE if not spoken.isdisjoint(words)][:1]
    elif _DATELINE.search(text, max(0, name.start - 8), name.start) and _DATELINE_END.match(text, name.end):
        found.append(EntityType.PLACE)
    if _IN_APPOSITION.match(text, name.end, name.end + 60):
        found.append(EntityType.PERSON)
    after = _AFTER.match(text, name.end, name.end + 30)
    if after:
        found += [kind for kind, words in cues.AFTER if after[1].lower() in words]
    return found


def _standing(surface: str) -> list[tuple[EntityType, float]]:
    """What is known of a surface before any document is read."""
    found = _on_the_map(surface.title() if surface.isupper() and len(surface) > 3 else surface)
    if not found and _ACRONYM.fullmatch(surface):
        found.append((EntityType.ORGANISATION, ACRONYM))
    elif key(surface) in BODIES or surface in WELL_KNOWN:
        found.append((EntityType.ORGANISATION, BODY))
    elif " " in surface and key(surface) in PEOPLE:
        found.append((EntityType.PERSON, BODY))
    head = cues.head_type(surface.split())
    if head and not gazetteer().is_region(surface):
        found.append((head, HEAD))
    return found


def _on_the_map(surface: str) -> list[tuple[EntityType, float]]:
    world = gazetteer()
    if world.is_country(surface):
        return [(EntityType.PLACE, COUNTRY)]
    if world.is_demonym(surface):
        return [(EntityType.OTHER, DEMONYM)]
    if surface in world.regions:
        return [(EntityType.PLACE, REGION)]
    if surface in world.cities:
        size = world.cities[surface][1]
        return [(EntityType.PLACE, next(weight for least, weight in CITY_SIZES if size >= least))]
    return []


def _hear_full_names(votes: dict[str, Votes]) -> None:
    """A single word that ends or begins the full name of a person in this document is that person."""
    parts: dict[str, float] = defaultdict(float)
    for surface, ballot in votes.items():
        words = surface.split()
        if len(words) > 1 and max(ballot, key=lambda kind: ballot[kind]) is EntityType.PERSON:
            for word in {words[0], words[-1]}:
                parts[word] += SURNAME
    for word, weight in parts.items():
        if word in votes:
            votes[word][EntityType.PERSON] += weight + sum(votes[word].values()) / 2


_LINK = re.compile(r",?\s(?:and|or|&)\s|,\s|/")


def _hear_lists(text: str, names: Sequence[Name], surfaces: Sequence[str], votes: dict[str, Votes]) -> None:
    """Names in one enumeration are of one kind: each hears what its neighbours are held to be."""
    leaders = {surface: max(ballot, key=lambda kind: ballot[kind]) for surface, ballot in votes.items()}
    for index in range(1, len(names)):
        left, right = names[index - 1], names[index]
        if right.start - left.end < 8 and _LINK.fullmatch(text, left.end, right.start):
            votes[surfaces[index]][leaders[surfaces[index - 1]]] += LISTED
            votes[surfaces[index - 1]][leaders[surfaces[index]]] += LISTED
