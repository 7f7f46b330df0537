"""The authors of a page: people before houses, declarations before bylines.

Sites often declare themselves as the author of what a person wrote. So a name that is the site's own counts only when
no person is named in the metadata or in the byline at the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.clean.blocks import Outline
from pipeline.clean.body import Body
from pipeline.clean.evidence import PageEvidence
from pipeline.clean.folding import fold
from pipeline.clean.furniture import is_stamp
from pipeline.clean.head import Head
from pipeline.clean.json_ld import Node, types_of
from pipeline.clean.names import begins_byline, is_personal, split_byline, split_declared
from pipeline.clean.times import read_stamp

MAX_AUTHORS = 50
MAX_LONE_NAME_CHARS = 40
LINES_WITHIN_TEXT = 3
"""Lines of the range at the headline that lie behind the first line of the text."""
MAX_LABELLED_CHARS = 100
MAX_LABELLED = 4
_LABEL = re.compile(
    r"(?:author|written by|autor(?:in)?(?:/autor(?:in)?)?|auteur(?:e|rice)?|autore|forfatter|författare)s?"
    r"\b\s?(?::\s?|\n\s?|\s(?-i:(?=[A-ZÀ-Þ])))",
    re.IGNORECASE,
)
_META_ENDINGS = ("author", "authors", "byline", "byl", "creator", "articleauthor", "authorname")
GENERAL_NAMES = frozenset(
    {"admin", "administrator", "editor", "nachrichten", "news", "online", "redaktion", "staff", "web"}
)
"""Folded names of accounts, which say nothing of who wrote."""
_META_NOT = ("twitter:creator", "fb:", "publisher")


def _named_nodes(nodes: list[Node]) -> dict[str, Node]:
    """Nodes by identifier, so that a reference finds its person."""
    return {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}


def _full_name(node: Node) -> str:
    """The name of a person whose parts stand in fields of their own."""
    parts = (node.get("givenName"), node.get("familyName"))
    return " ".join(part for part in parts if isinstance(part, str))


def _linked(value: Any, by_id: dict[str, Node], depth: int = 0) -> Iterator[tuple[str, bool]]:
    """(name, whether it is an organisation) of an author field of linked data, whatever its shape."""
    for one in value[:MAX_AUTHORS] if isinstance(value, list) else [value]:
        if isinstance(one, str) and not one.startswith(("http:", "https:", "/")):
            yield from ((name, False) for name in split_declared(one))
        elif isinstance(one, list) and depth < 2:
            yield from _linked(one, by_id, depth + 1)
        elif isinstance(one, dict) and depth < 2:
            node = one if one.get("name") else by_id.get(str(one.get("@id")), one)
            is_house = any("organization" in name for name in types_of(node))
            for name, _ in _linked(node.get("name") or _full_name(node), by_id, depth + 1):
                yield name, is_house


def _from_metas(head: Head) -> Iterator[str]:
    """The names of meta elements whose name ends in a word for author."""
    for name, values in head.metas.items():
        if name.rstrip("s").endswith(_META_ENDINGS) and not name.startswith(_META_NOT):
            for value in values:
                yield from split_declared(value)


def _from_bylines(outline: Outline, top: range, tail: range) -> list[str]:
    """The names in the bylines at the headline, or else behind the text; what states itself before class names."""
    for place in (top, tail):
        near = [mark for mark in outline.bylines if mark.block in place]
        stated = [name for mark in near if mark.is_stated for name in split_byline(mark.text)]
        names = stated or [name for mark in near for name in split_byline(mark.text)]
        if names:
            return names
    return []


def _from_lines(outline: Outline, top: range, tail: range) -> list[str]:
    """The names in plain lines: "By Name Surname" at the headline, or a paragraph of a name right behind the text."""
    begun = [name for index in top for name in _begun(outline.blocks[index].text)]
    begun = begun or _lone_before(outline, top)
    behind = [outline.blocks[index] for index in tail[1:2]]
    alone = [one.text for one in behind if one.tag == "p" and not one.n_link and len(one.text) <= MAX_LONE_NAME_CHARS]
    return begun or list(filter(is_personal, alone))


def _stated_beyond(everyone: tuple[str, ...], outline: Outline, top: range) -> tuple[str, ...]:
    """The authors that the headline's bylines state (`rel`, `itemprop`) where these name all declared ones and more."""
    marks = [mark for mark in outline.bylines if mark.block in top and mark.is_stated]
    stated = _distinct((name for mark in marks for name in split_byline(mark.text)), set())
    return stated if set(map(fold, stated)) > set(map(fold, everyone)) else ()


def _labelled(outline: Outline) -> list[str]:
    """The names in short lines that begin with the word for author, wherever the page has its box of facts."""
    short = (one.text for one in outline.blocks if len(one.text) <= MAX_LABELLED_CHARS)
    return [name for line in short if (found := _LABEL.match(line)) for name in split_byline(line[found.end() :])]


def _lone_before(outline: Outline, top: range) -> list[str]:
    """The names of a paragraph of nothing else, or of a line with a time, right before the text."""
    near = [outline.blocks[index] for index in top[:-LINES_WITHIN_TEXT]]
    alone = [
        name
        for one in near[-2:]
        if one.tag == "p" and not one.n_link and len(one.text) <= 2 * MAX_LONE_NAME_CHARS
        for name in one.text.split("/")
    ]
    timed = [name for one in near if is_stamp(one.text, 6) and read_stamp(one.text) for name in split_byline(one.text)]
    return [name for name in alone if " " in name and is_personal(name)] or timed


def _begun(line: str) -> list[str]:
    """The names of a line that begins as a byline does."""
    return split_byline(line) if begins_byline(line) else []


def _distinct(names: Iterable[str], unwanted: set[str]) -> tuple[str, ...]:
    """Names once each, without those that are unwanted and those that another one contains."""
    kept: dict[str, str] = {}
    for name in names:
        if fold(name) and fold(name) not in unwanted:
            kept.setdefault(fold(name), name)
    return tuple(kept.values())[:MAX_AUTHORS]


def choose_authors(evidence: PageEvidence, body: Body) -> tuple[tuple[str, ...], str]:
    """The authors and the evidence that decided them."""
    article, site, outline = evidence.article, evidence.site, evidence.outline
    linked = list(_linked(article.get("author") or article.get("creator"), _named_nodes(evidence.nodes)))
    metas = list(_from_metas(evidence.head))
    sections = set(map(fold, evidence.head.all("article:section", "section"))) | GENERAL_NAMES
    has_person = any(not is_house and fold(name) not in site for name, is_house in linked)
    everyone = _distinct((name for name, _ in linked), set())
    stated = _stated_beyond(everyone, outline, body.top)
    candidates = [
        ("byline", stated if has_person else ()),
        ("json_ld", everyone if has_person else ()),
        ("meta", _distinct(filter(is_personal, metas), site)),
        ("byline", _distinct(_from_bylines(outline, body.top, body.tail), site)),
        ("byline", _distinct(_from_lines(outline, body.top, body.tail), site)),
        ("byline", _distinct(_labelled(outline), site)[:MAX_LABELLED]),
        ("entry", _distinct(evidence.entry.authors if evidence.entry else (), site)),
        ("json_ld", everyone),
        ("meta", _distinct(metas, sections)),
    ]
    return next(((names, source) for source, names in candidates if names), ((), ""))
