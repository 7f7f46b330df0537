"""Linked data of a page (`application/ld+json`, https://json-ld.org): the nodes that say what the article is.

Only plain structure is read: no context is fetched, no identifier resolved beyond the page. Broken JSON is repaired
where one rule does it; work is bounded in bytes, depth and number of nodes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

MAX_SCRIPT_CHARS = 1_000_000
MAX_NODES = 2_000
MAX_DEPTH = 60
"""Deeper brackets than this are an attack, not an article; Python's decoder recurses."""

_TRAILING_COMMA = re.compile(r",(?=\s{0,99}[}\]])")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)

Node = dict[str, Any]


def _is_too_deep(text: str) -> bool:
    """Whether brackets nest beyond MAX_DEPTH; brackets within strings count too, which errs on the safe side."""
    depth = 0
    for bracket in re.findall(r"[{}\[\]]", text):
        depth += 1 if bracket in "{[" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def _load(text: str) -> Any:
    """The value of a script, or None. `strict=False` admits raw line breaks in strings, the commonest fault."""
    if len(text) > MAX_SCRIPT_CHARS or _is_too_deep(text):
        return None
    try:
        return json.loads(text, strict=False)
    except ValueError:
        pass
    try:
        return json.loads(_TRAILING_COMMA.sub("", _WRAPPING.sub("", text)).strip().rstrip(";"), strict=False)
    except ValueError:
        return None


def _walk(value: Any) -> Iterator[Node]:
    """Every object that may be a node of its own: the top level, lists, `@graph` and `mainEntity`."""
    pending = [value]
    while pending:
        item = pending.pop(0)
        if isinstance(item, list):
            pending[:0] = item[:MAX_NODES]
        elif isinstance(item, dict):
            yield item
            pending[:0] = [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "article") if key in item]


def read_nodes(root: Any) -> list[Node]:
    """All nodes of all linked-data scripts of the page, in order."""
    nodes: list[Node] = []
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        for node in _walk(_load(script.text)):
            nodes.append(node)
            if len(nodes) >= MAX_NODES:
                return nodes
    return nodes


def types_of(node: Node) -> tuple[str, ...]:
    """The types of a node, lower case, without namespace."""
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return tuple(str(one).rpartition("/")[2].rpartition(":")[2].lower() for one in values if one)


def is_article(node: Node) -> bool:
    """Whether the node is an article: schema.org Article and all that end in it, postings, reports, reviews."""
    return any(
        name.endswith(("article", "posting", "report", "blogpost", "analysisnewsarticle")) or name == "review"
        for name in types_of(node)
    )


def article_node(nodes: list[Node]) -> Node:
    """The node of the page's article: the richest of those that are one; empty when there is none."""
    articles = [node for node in nodes if is_article(node)]
    return max(articles, key=_richness, default={})


def _richness(node: Node) -> int:
    """How much a node says of what is wanted of it."""
    return sum(bool(node.get(key)) for key in ("headline", "datePublished", "author", "articleBody"))
