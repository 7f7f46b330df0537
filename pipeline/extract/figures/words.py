"""How word lists are written in this package: as running text, for people to read and extend."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The set of words of a text."""
    return frozenset(text.split())


def pairs(text: str) -> dict[str, str]:
    """A table written as "word=value word=value"; an underscore in a word stands for a blank."""
    table = dict(entry.split("=") for entry in text.split())
    return {word.replace("_", " "): value for word, value in table.items()}
