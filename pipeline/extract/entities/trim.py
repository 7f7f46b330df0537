"""Where a name begins and ends: articles, possessives, quotes and titles are not part of it."""

from __future__ import annotations

import re

from pipeline.extract.entities.name import Name
from schemas.mention import EntityType

_LEAD = re.compile(r"(?:[\s\"'\u2018\u2019\u201c\u201d\u00ab(\[,;:.\u2010-\u2015*\u2022-]+|(?:[Tt]he|THE|[Aa]n?)\s+)+")
_TAIL = re.compile(r"(?:['\u2019\u2018`][sS]?|[\s\"\u201c\u201d\u00bb,;:\u2010-\u2015*-])+$")
_TITLE = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sir|Dame|Lord|Lady|Rev|Fr|Hon|Gen|Col|Lt|Capt|Maj|Sgt|Sen|Rep|Gov|Sheikh|Sheik|President|Minister|Chancellor"
    r"|Judge|Justice|Senator|Governor|General|Colonel|Captain|Major|Professor|Doctor|Secretary|Ambassador|Mayor|Pope|King|Queen|Prince|Princess"
    r"|Bishop|Archbishop|Cardinal|Imam|Rabbi)\.?\s+)+(?=[^\W\d_])"
)


def trim(text: str, name: Name) -> Name | None:
    """The name without what only surrounds it; null if nothing is left. A name never crosses a line."""
    surface = text[name.start : name.end]
    line = surface.split("\n", 1)[0] if surface.strip() else ""
    lead = _LEAD.match(line)
    first = lead.end() if lead else 0
    if name.type is EntityType.PERSON:
        title = _TITLE.match(line, first)
        first = title.end() if title else first
    tail = _TAIL.search(line, first)
    last = tail.start() if tail else len(line)
    if first >= last:
        return None
    return Name(name.start + first, name.start + last, name.type)
