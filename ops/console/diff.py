"""What changed between two revisions, paragraph by paragraph and, inside a changed one, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

LINES_MOST = 400
WORDS_MOST = 400
"""Comparing takes the square of these; what is longer is shown as taken away and put in as a whole."""
_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stayed, went or came."""

    kind: str
    """same, gone or new."""
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One paragraph of the comparison. Unchanged ones are only counted."""

    runs: tuple[Run, ...] = ()
    n_same: int = 0


def compare(old: str, new: str) -> list[Changed]:
    """The changed paragraphs in order, with the number of unchanged ones between them."""
    before, after = _paragraphs(old), _paragraphs(new)
    found: list[Changed] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Changed(n_same=j - i))
        else:
            found.append(Changed(tuple(_runs("\n".join(before[i:j]), "\n".join(after[k:m])))))
    return found


def _paragraphs(text: str) -> list[str]:
    """A line end alone is nothing that could be shown."""
    return [line for line in text.split("\n") if line][:LINES_MOST]


def _runs(old: str, new: str) -> Iterator[Run]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) > WORDS_MOST or len(after) > WORDS_MOST:
        yield from (Run(kind, text) for kind, text in (("gone", old), ("new", new)) if text)
        return
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(before[i:j]))
            continue
        if i < j:
            yield Run("gone", "".join(before[i:j]))
        if k < m:
            yield Run("new", "".join(after[k:m]))
