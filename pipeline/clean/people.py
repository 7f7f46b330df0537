"""The authors of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.clean.head import Head
from pipeline.clean.json_ld import Node
from pipeline.text import normalise_line

MAX_AUTHORS = 50
MAX_NAME_CHARS = 300
_BETWEEN_NAMES = re.compile(r"\s*(?:[;|/&]|,(?!\s*(?:jr|sr|ph\.?d|md|m\.d)\b)|\s(?:and|und|et|y)\s)\s*", re.IGNORECASE)
_LEADING_BY = re.compile(r"^(?:by|von|par|por|di|de)\s*:?\s+(?=\S)", re.IGNORECASE)


def split_names(text: str) -> list[str]:
    """The single names of a byline."""
    parts = _BETWEEN_NAMES.split(_LEADING_BY.sub("", normalise_line(text)[: MAX_NAME_CHARS * 4]))
    return [part.strip(" .,") for part in parts if part.strip(" .,")]


def _names_of(value: Any) -> Iterator[str]:
    """The names of an author field of linked data, whatever its shape."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield from _names_of(one.get("name"))
        elif isinstance(one, str) and not one.startswith(("http:", "https:")):
            yield from split_names(one)


def choose_authors(head: Head, article: Node, claimed: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The authors and the evidence that decided them."""
    metas = head.all("author", "article:author", "parsely-author", "dc.creator", "sailthru.author")
    candidates = [
        ("json_ld", list(_names_of(article.get("author") or article.get("creator")))),
        ("meta", [name for value in metas if "//" not in value for name in split_names(value)]),
        ("entry", list(claimed)),
    ]
    for source, names in candidates:
        if names:
            return tuple(dict.fromkeys(names))[:MAX_AUTHORS], source
    return (), ""
