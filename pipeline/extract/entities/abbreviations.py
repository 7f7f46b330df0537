"""Names that introduce their own short form: "Full Name (ABBR)", and the short form from then on.

The letters of the short form are matched, from the last, to the initials of the words before the bracket, as in
Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.lexicon import words

_SHORT = re.compile(r"\(\s?[\"\u201c']?(?P<short>[A-Z][A-Za-z&/-]{1,9})[\"\u201d']?\s?\)")
_WORD = re.compile(r"[^\W_][\w'\u2019]*")
LITTLE = words("little")


@dataclass(frozen=True, slots=True)
class Introduction:
    """`text[start:end]` is the full name of `short`, which stands at `short_start`."""

    start: int
    end: int
    short: str
    short_start: int


def introductions(text: str) -> Iterator[Introduction]:
    """The places where a text introduces a short form. Linear: each bracket looks back over at most twelve words."""
    for bracket in re.finditer(r"\(", text):
        window = max(0, bracket.start() - 160)
        end = min(len(text), bracket.start() + 16)
        line = max(window, text.rfind("\n", window, bracket.start()) + 1)
        found = _introduction(text, line, bracket.start(), end)
        if found:
            yield found


def _introduction(text: str, line: int, bracket: int, end: int) -> Introduction | None:
    match = _SHORT.match(text, bracket, end)
    if not match:
        return None
    words = [(word.start(), word.end(), word[0]) for word in _WORD.finditer(text, line, bracket)][-12:]
    first = _first_word(match["short"], words)
    if first is None:
        return None
    return Introduction(words[first][0], words[-1][1], match["short"], match.start("short"))


def _first_word(short: str, words: list[tuple[int, int, str]]) -> int | None:
    """The index of the word that the first letter stands for; null unless every letter finds its initial."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    if len(letters) < 2 or not words:
        return None
    at = len(letters) - 1
    for index in range(len(words) - 1, -1, -1):
        word = words[index][2]
        if word[0].lower() == letters[at] and (word[0].isupper() or word.lower() in LITTLE):
            at -= 1
            if at < 0:
                return index if word[0].isupper() else None
        elif word.lower() not in LITTLE and word[0].islower():
            return None
    return None
