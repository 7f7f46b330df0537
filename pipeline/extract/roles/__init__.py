"""Offices people are said to hold: "NATO Secretary General Mark Rutte", "Dmitry Peskov, the Kremlin spokesman".

Works on the text and the mentions found in it. Says who is said to hold what; not whether it is so.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.roles.after import role_after
from pipeline.extract.roles.before import role_before
from pipeline.extract.roles.made import role_made
from schemas.mention import EntityType, Mention, RoleMention

__all__ = ["find_roles"]


def find_roles(text: str, mentions: Sequence[Mention]) -> tuple[RoleMention, ...]:
    """Roles sorted by start, free of overlaps; each holder is one of the mentions."""
    roles: list[RoleMention] = []
    for index, mention in enumerate(mentions):
        if mention.type is EntityType.PERSON:
            found = next((role for read in _READERS if (role := read(text, mentions, index))), None)
            if found and (not roles or found.start_char >= roles[-1].end_char):
                roles.append(found)
    return tuple(roles)


_READERS = (role_before, role_made, role_after)
