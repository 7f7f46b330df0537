"""Capitalised common words that are no names: "the Agency", "Opposition", "Education", and words that the text also
writes small."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.entities import cues
from pipeline.extract.entities.gazetteer import gazetteer
from pipeline.extract.entities.name import Name
from schemas.mention import EntityType

STAND_ALONE = frozenset(
    "parliament congress senate cabinet tribunal foundation knesset duma bundestag politburo reuters army navy greens crown labor labour assembly diet "
    "telegraph guardian independent times post democrats republicans nationals treasury pentagon".split()
)
"""Common nouns that name one body when capitals make names of them."""

GENERIC = (
    cues.OFFICES
    | cues.ORGANISATION_HEADS
    | cues.PLACE_HEADS
    | cues.OTHER_HEADS
    | frozenset(
        "opposition north south east west northern southern eastern western central national federal royal presidential executive "
        "interior education justice health science gender defence defense finance economics commerce customs agriculture fisheries "
        "environment medical naval criminal financial chemical homage media danger source photo image video advertisement comments "
        "details breaking exclusive update live watch read women men child children police fintech internet space team trial "
        "general public centre center belt bar hall".split()
    )
) - STAND_ALONE

_LOWER_WORD = re.compile(r"(?<![\w/.@-])[a-z]{3,}(?![\w/@-])")


def without_generic(text: str, names: Sequence[Name]) -> list[Name]:
    """The names that are more than a common word with a capital."""
    small = set(_LOWER_WORD.findall(text))
    backed = {
        word
        for name in names
        if name.type is EntityType.PERSON and len(words := text[name.start : name.end].split()) > 1
        for word in words
    }
    return [name for name in names if not _is_generic(text[name.start : name.end], name.type, small, backed)]


def _is_generic(surface: str, kind: EntityType, small: set[str], backed: set[str]) -> bool:
    if not any(map(str.isupper, surface)):
        return True
    lowered = surface.lower()
    if " " in surface or gazetteer().is_region(surface):
        return False
    if kind is EntityType.PERSON:
        return lowered in GENERIC and surface not in backed
    return lowered in GENERIC or (lowered in small and lowered not in STAND_ALONE and not surface.isupper())
