"""The folded form by which two pieces of text are compared while cleaning."""

from __future__ import annotations


def fold(text: str) -> str:
    """Letters and digits only, lower case."""
    return "".join(filter(str.isalnum, text)).lower()
