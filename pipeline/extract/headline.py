"""Offices in a headline, by rule alone: "NATO Secretary General Mark Rutte urges ..." needs no model to be read.

Only people who stand directly beside an office are found; everything else in a headline is left to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.entities import country_behind, known_body
from pipeline.extract.lexicon import words
from pipeline.extract.offices import OFFICE
from pipeline.extract.roles import find_roles
from schemas.mention import EntityType, Mention, RoleMention

_CAPITAL = r"[^\W\d_a-z]"
_NAME = (
    rf"(?-i:{_CAPITAL}[\w'\u2019-]+(?: (?:{_CAPITAL}\.|von|van|der|den|de|la|da|di|al|bin)){{0,3}}"
    rf"(?: {_CAPITAL}[\w'\u2019-]+)?)"
)
_HOLDER = re.compile(rf"(?<![\w-]){OFFICE},? (?P<name>{_NAME})", re.IGNORECASE)
_BODY = re.compile(r"[^\W\d_a-z][\w.&]*(?: [^\W\d_a-z][\w.&]*)?")
_VERBS = words("headline_verb")


def headline_roles(title: str) -> tuple[RoleMention, ...]:
    """The roles of a headline."""
    people = list(_people(title))
    bodies = [body for body in _bodies(title) if not any(_overlap(body, person) for person in people)]
    return find_roles(title, sorted([*people, *bodies], key=lambda mention: mention.start_char))


def _people(title: str) -> Iterator[Mention]:
    for match in _HOLDER.finditer(title):
        pieces = match["name"].split(" ")
        if len(pieces) > 1 and pieces[-1].lower() in _VERBS:
            pieces.pop()
        name = " ".join(pieces).removesuffix("'s").removesuffix("\u2019s")
        if pieces[0].lower() not in _VERBS:
            yield _mention(match.start("name"), name, EntityType.PERSON, name)


def _bodies(title: str) -> Iterator[Mention]:
    """Countries, peoples and well-known bodies, one or two words long."""
    for match in _BODY.finditer(title):
        for surface in (match[0], match[0].split(" ")[0]):
            entity = known_body(surface)
            if entity:
                yield _mention(match.start(), surface, EntityType.ORGANISATION, country_behind(entity))
                break


def _mention(start: int, surface: str, kind: EntityType, entity: str) -> Mention:
    return Mention(start_char=start, end_char=start + len(surface), surface=surface, type=kind, entity=entity)


def _overlap(left: Mention, right: Mention) -> bool:
    return left.start_char < right.end_char and right.start_char < left.end_char
