"""Where a name begins and ends: articles, possessives, quotes, brackets and titles are no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.entities.cues import TITLES
from pipeline.extract.entities.gazetteer import gazetteer
from pipeline.extract.entities.name import Name
from schemas.mention import EntityType

_LEAD = re.compile(
    r"(?:[\s\"'\u2018\u2019\u201c\u201d\u00ab(\[,;:./|\u2010-\u2015*\u2022-]+|(?:[Tt]he|THE|[Aa]n?)\s+|(?:[Ee]x|[Tt]hen)-(?=[A-Z]))+"
)
_TAIL = re.compile(r"(?:['\u2019\u2018`][sS]?|[\s\"\u201c\u201d\u00bb,;:?!|)\]\u2010-\u2015*-])+$")
_TITLE = re.compile(r"([\w'\u2019]+)\.?\s+(?=[^\W\d_])")
_WEB = re.compile(r"https?:|www\.|\w\.(?:com|org|net|html?)\b|[@#_]|&\w+;", re.IGNORECASE)
_SPLIT = re.compile(r"\s?\([^)\n]*\)?|[\r\n]+|\s[\u2010-\u2015|/-]\s|;\s|[\"\u201c\u201d]")
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_JOINT = re.compile(r" (?:and|&) (?=[^\W\d_a-z])")
_DOT = re.compile(r"(?:^|[\s.])(?!Co\b)[^\W\d_]{1,2}\.$|\b(?:Jr|Sr|St)\.$")
_KEEPS_ARTICLE = re.compile(
    r"The (?:Hague\b|(?:[A-Z][\w.&]* ){1,3}(?:Times|Post|Herald|Express|Telegraph|Shimbun|Independent|Star|Standard)\b)"
)
"""Names whose article is part of them: one city, and newspapers in the middle of a sentence."""


def trim(text: str, name: Name) -> Iterator[Name]:
    """What is left of a name, in pieces where brackets, quotes or line ends cut it; nothing of web addresses."""
    surface = text[name.start : name.end]
    if _WEB.search(surface):
        return
    start = 0
    for cut in [*_SPLIT.finditer(surface), None]:
        end = cut.start() if cut else len(surface)
        piece = _piece(text, name.start + start, name.start + end, name.type)
        if piece:
            yield from _apart(text, piece)
        if cut is None:
            return
        start = cut.end()


def _apart(text: str, name: Name) -> Iterator[Name]:
    """Two people are two names, and so are a people and an acronym: "Milne and Pet", "European NATO"."""
    surface = text[name.start : name.end]
    if name.type is EntityType.PERSON and (joint := _JOINT.search(surface)):
        yield Name(name.start, name.start + joint.start(), name.type)
        yield Name(name.start + joint.end(), name.end, name.type)
        return
    first, _, rest = surface.partition(" ")
    if _ACRONYM.fullmatch(rest) and gazetteer().is_demonym(first):
        yield Name(name.start, name.start + len(first), EntityType.OTHER)
        yield Name(name.end - len(rest), name.end, name.type)
    else:
        yield name


def _piece(text: str, start: int, end: int, kind: EntityType) -> Name | None:
    surface = text[start:end]
    lead = _LEAD.match(surface)
    first = lead.end() if lead and not _KEEPS_ARTICLE.match(surface) else 0
    if kind is EntityType.PERSON:
        first = _after_titles(surface, first)
    tail = _TAIL.search(surface, first)
    last = tail.start() if tail else len(surface)
    if last > first and surface[last - 1] == "." and not _DOT.search(surface[first:last]):
        last -= 1
    if not any(map(str.isalnum, surface[first:last])):
        return None
    return Name(start + first, start + last, kind)


def _after_titles(surface: str, first: int) -> int:
    title = _TITLE.match(surface, first)
    while title and title[1].lower() in TITLES and title[1] != "Nana":
        first = title.end()
        title = _TITLE.match(surface, first)
    return first
