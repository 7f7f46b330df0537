"""Finds the occurrences of a document's names that the model passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.extract.entities.name import Name
from schemas.mention import EntityType

_CAPITALISED = re.compile(r"(?<![\w/@.])[^\W\d_][\w&]*")
LEAST = 3
"""Shortest single word that is looked for; "Li" and "An" are words of other languages and of sentences."""

MOST_ALIKE = 50
"""Most names with one first word; it keeps the work per word constant on texts made to be slow."""


@dataclass(frozen=True, slots=True)
class Known:
    """A name to look for, by its first word."""

    surface: str
    type: EntityType


def spread(text: str, names: Sequence[Name], known: Iterable[Known]) -> list[Name]:
    """`names` and the uncovered occurrences of `known`, sorted. One pass over the words of the text."""
    index = _by_first_word(known)
    covered = iter([*sorted(names, key=lambda name: name.start), Name(len(text) + 1, len(text) + 1, EntityType.OTHER)])
    current, found, position = next(covered), list(names), 0
    for word in _CAPITALISED.finditer(text):
        while current.end <= word.start():
            current = next(covered)
        if word.start() < position or current.start < word.end() or word[0] not in index:
            continue
        hit = _longest(text, word.start(), current.start, index[word[0]])
        if hit:
            found.append(hit)
            position = hit.end
    return sorted(found, key=lambda name: name.start)


def _by_first_word(known: Iterable[Known]) -> dict[str, list[Known]]:
    index: dict[str, list[Known]] = {}
    for each in known:
        first = _CAPITALISED.match(each.surface)
        if first and len(each.surface) >= LEAST and any(map(str.isupper, each.surface)):
            index.setdefault(first[0], []).append(each)
    for listed in index.values():
        listed.sort(key=lambda each: -len(each.surface))
        del listed[MOST_ALIKE:]
    return index


def _longest(text: str, start: int, limit: int, candidates: list[Known]) -> Name | None:
    for each in candidates:
        end = start + len(each.surface)
        if end <= limit and text.startswith(each.surface, start) and not text[end : end + 1].isalnum():
            return Name(start, end, each.type)
    return None
