"""The folded form by which two pieces of text are compared while cleaning."""

from __future__ import annotations

import re

_FOLD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Letters and digits only, lower case."""
    return _FOLD.sub("", text).lower()
