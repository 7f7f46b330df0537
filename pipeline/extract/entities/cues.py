"""Words that tell what kind of name stands beside them or ends with them. General newspaper English, lower case."""

from __future__ import annotations

from pipeline.extract.lexicon import words
from schemas.mention import EntityType

PERSON, PLACE, ORGANISATION, OTHER = EntityType.PERSON, EntityType.PLACE, EntityType.ORGANISATION, EntityType.OTHER

TITLES = words("title")
"""Words before a person's name. Most are no part of it."""

OFFICES = TITLES | words("office")
"""Words for people in office, on either side of a name and no part of it."""

CALLINGS = words("calling")
"""What people are called in apposition to their names: "Jane Doe, a spokeswoman"."""

BEFORE = (
    (PERSON, TITLES | words("person_before")),
    (PLACE, words("place_before") | {f"{word} of" for word in words("place_of")}),
    (ORGANISATION, words("organisation_before")),
)
"""What the word before a name, or the two words before it, suggests; the first that fits."""

AFTER = (
    (PERSON, words("person_after")),
    (PLACE, words("place_after")),
    (ORGANISATION, words("organisation_after")),
    (OTHER, words("other_after")),
)

HEADS = (
    dict.fromkeys(words("other_head"), OTHER)
    | dict.fromkeys(words("place_head"), PLACE)
    | dict.fromkeys(words("organisation_head") - words("place_head"), ORGANISATION)
)
"""Head noun to the kind of name it makes. Where newsrooms disagree ("House", "Centre") the model decides."""

PLACE_FIRST = words("place_first")
"""First words of the names of places: "Lake", "Mount"."""

COMMON_NOUNS = OFFICES | HEADS.keys() | words("unclear_head") | words("generic")


def head_type(name: list[str]) -> EntityType | None:
    """What the head noun of a name of several words says: its last word, or the one before "of" or "for"."""
    lowered = [word.lower() for word in name]
    if lowered[-1] in {"programme", "program"} and lowered[0] in {"un", "u.n.", "united", "world"}:
        return ORGANISATION
    if len(name) > 1 and lowered[0] in PLACE_FIRST and lowered[-1] not in HEADS:
        return PLACE if len(name) == 2 else None
    for link in ("of", "for"):
        if link in lowered[1:]:
            return HEADS.get(lowered[lowered.index(link, 1) - 1])
    return HEADS.get(lowered[-1]) if len(name) > 1 else None
