"""Names that introduce their own short form: "Full Name (ABBR)", and the short form from then on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.entities.name import Name
from schemas.mention import EntityType

_IN_BRACKETS = re.compile(r"\s?\(\s?[\"\u201c']?(?P<short>[A-Z][\w&/.-]{1,11})[\"\u201d']?\s?\)")
_WORDS = re.compile(r"[^\W_]+")
SMALL = frozenset("of the and for in on de la del du des y e".split())


def introduced(text: str, names: Sequence[Name]) -> dict[str, tuple[str, EntityType]]:
    """Short form to the full name that introduces it, and its type."""
    found = {}
    for name in names:
        match = _IN_BRACKETS.match(text, name.end)
        if match and is_short_form(match["short"], text[name.start : name.end]):
            found[match["short"]] = (text[name.start : name.end], name.type)
    return found


def is_short_form(short: str, full: str) -> bool:
    """Whether the capitals of the short form are initials of the full name, in order."""
    letters = [letter for letter in short if letter.isupper()]
    initials = [word[0].upper() for word in _WORDS.findall(full)]
    if len(letters) < 2 or len(initials) < 2 or letters[0] not in initials:
        return False
    rest = iter(initials)
    matched = sum(any(letter == initial for initial in rest) for letter in letters)
    return matched >= min(2, len(letters)) and matched * 2 >= len(letters)
