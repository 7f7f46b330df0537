"""Capitalised common words that are no names: "the Agency", "Opposition", and words that the text also writes small."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.entities.cues import COMMON_NOUNS
from pipeline.extract.entities.gazetteer import gazetteer
from pipeline.extract.entities.name import Name
from pipeline.extract.lexicon import words
from schemas.mention import EntityType

STAND_ALONE = words("stand_alone")
"""Common nouns that name one body when capitals make names of them: "Parliament"."""

GENERIC = COMMON_NOUNS - STAND_ALONE
NO_NAMES = words("acronym_no_name")
"""Acronyms of things that nobody is: GDP, CEO."""

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
    if surface in NO_NAMES:
        return True
    lowered = surface.lower()
    if " " in surface or gazetteer().is_region(surface):
        return False
    if kind is EntityType.PERSON:
        return lowered in GENERIC and surface not in backed
    return lowered in GENERIC or (lowered in small and lowered not in STAND_ALONE and not surface.isupper())
