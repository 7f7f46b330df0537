"""The headline of a page, by what its declarations and its headings agree on."""

from __future__ import annotations

from html import unescape
from typing import Any

from pipeline.clean.head import Head
from pipeline.clean.json_ld import Node
from pipeline.text import normalise_line

MAX_TITLE_CHARS = 1_000


def _clean(text: Any) -> str:
    """A candidate on one line; entities are resolved once more, since declarations are often escaped twice."""
    return normalise_line(unescape(text))[:MAX_TITLE_CHARS] if isinstance(text, str) else ""


def choose_title(root: Any, head: Head, article: Node, claimed: str | None) -> tuple[str | None, str]:
    """The title and the evidence that decided it."""
    headings = [_clean(" ".join(one.itertext())) for one in root.iter("h1")]
    candidates = [
        ("json_ld", _clean(article.get("headline"))),
        ("heading", headings[0] if len(headings) == 1 else ""),
        ("open_graph", _clean(head.first("og:title", "twitter:title"))),
        ("heading", headings[0] if headings else ""),
        ("title", _clean(head.title)),
        ("entry", _clean(claimed)),
    ]
    return next(((text, source) for source, text in candidates if text), (None, ""))
