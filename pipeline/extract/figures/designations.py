"""Things counted by the name of their model: "12 F-35s", "two Boeing 787s", "3,000 Model 3s"."""

from __future__ import annotations

from pipeline.extract.figures.number_lexicon import HYPHENS
from pipeline.extract.figures.tokens import Tokens

_LONGEST = 5
"""Tokens of a designation: "Su", "-", "27", "s" and a maker's name."""


def read_designation(tokens: Tokens, start: int) -> tuple[str, int] | None:
    """The designation that begins at token `start`, without the "s" of its plural, and the token after it."""
    if not tokens.raw[start][:1].isupper():
        return None
    for at in range(start + 1, start + _LONGEST):
        raw = tokens.raw[at]
        if raw.isdigit():
            is_plural = tokens.low[at + 1] == "s" and tokens.glued(at + 1)
            return (tokens.surface(start, at + 1), at + 2) if is_plural else None
        if not (raw[:1].isupper() or (raw in HYPHENS and tokens.glued(at))):
            return None
    return None
