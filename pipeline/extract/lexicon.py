"""The word lists of the extract stage, from `lexicon.tsv`: one line for each list, its name and its words.

Written for this project from general newspaper English. A list says what a word suggests beside a name, never what a
name is.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def _lists() -> dict[str, frozenset[str]]:
    lines = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {name: frozenset(words.split(" ")) for name, words in pairs}


def words(name: str) -> frozenset[str]:
    """The words of a list; an unknown name is a bug and raises KeyError."""
    return _lists()[name]
