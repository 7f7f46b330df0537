"""How far a name reaches: the model often stops one word short of a name it has not seen before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.entities.cues import OFFICES
from pipeline.extract.entities.gazetteer import gazetteer
from pipeline.extract.entities.name import Name
from pipeline.extract.lexicon import words
from schemas.mention import EntityType

PERSON, PLACE, ORGANISATION, OTHER = EntityType.PERSON, EntityType.PLACE, EntityType.ORGANISATION, EntityType.OTHER

_NEXT_WORD = re.compile(r"(?:[ \u00a0]|(?=-\w)|(?<=-))(-?[^\W\d_][\w'\u2019]*(?:-[\w'\u2019]+)*)(?=[^\w]|$)")
_PREVIOUS_WORD = re.compile(r"(?:^|[\s(\"\u201c\u2018])([^\W\d_][\w\u2019']*(?:-\w+)*)[ \u00a0]$")
_NEVER_JOINED = words("never_joined") | OFFICES
_PARTICLES = words("particle")
_PARTICLED = re.compile(rf"(?: (?:{'|'.join(sorted(_PARTICLES))})){{1,3}} [^\W\d_a-z][\w\u2019'-]*[^\W_](?!\w)")
_COMPOUND = words("compound")
"""Second halves of compounds on a name: "Berlin-based" is no name."""


def reach(text: str, names: Sequence[Name]) -> list[Name]:
    """The names, grown over the capitalised words that continue them and joined with names that do."""
    grown: list[Name] = []
    for index, name in enumerate(names):
        ceiling = names[index + 1].start if index + 1 < len(names) else len(text)
        grown.append(replace(name, end=_right_end(text, name, ceiling)))
    return _joined(text, grown)


def _right_end(text: str, name: Name, ceiling: int) -> int:
    end = name.end
    if name.type is OTHER or text[end - 1 : end] == "." or text[name.start : end].isupper():
        return end
    if name.type is PERSON:
        end = _over_particles(text, name, ceiling)
    match = _NEXT_WORD.match(text, end)
    while match and match.end() <= ceiling and _continues(match[1], name.type):
        end = match.end()
        match = _NEXT_WORD.match(text, end)
    return end


def _over_particles(text: str, name: Name, ceiling: int) -> int:
    """The end of "Ursula von" is that of "Ursula von der Leyen", and so is that of "Ursula"."""
    match = _PARTICLED.match(text, _before_particle(text, name))
    return match.end() if match and name.end < match.end() <= ceiling else name.end


def _before_particle(text: str, name: Name) -> int:
    """Where the particles would begin: before the last word if that is one, else at the end."""
    last = text.rfind(" ", name.start, name.end)
    return last if last > 0 and text[last + 1 : name.end] in _PARTICLES else name.end


def _continues(word: str, kind: EntityType) -> bool:
    """Whether a word that stands directly after a name can be part of it."""
    if word.startswith("-"):
        return kind is PERSON and word[1:] not in _COMPOUND
    if word.endswith(("'s", "\u2019s")) or word.lower() in _NEVER_JOINED:
        return False
    return word[:1].isupper()


_ONE_NAME = {
    (PERSON, PERSON): PERSON,
    (ORGANISATION, PLACE): ORGANISATION,
    (PLACE, PLACE): PLACE,
    (PLACE, ORGANISATION): ORGANISATION,
    (ORGANISATION, ORGANISATION): ORGANISATION,
}


def _joined(text: str, names: Sequence[Name]) -> list[Name]:
    joined: list[Name] = []
    for name in names:
        if joined and text[joined[-1].end : name.start] == " ":
            kind = _ONE_NAME.get((joined[-1].type, name.type))
            if kind and not _is_owner(text, joined[-1], name):
                joined[-1] = Name(joined[-1].start, name.end, kind)
                continue
        joined.append(name)
    return joined


def _is_owner(text: str, left: Name, right: Name) -> bool:
    """A country before the name of a body or person owns it and is a name of its own."""
    return right.type is not PLACE and gazetteer().is_country(text[left.start : left.end])
