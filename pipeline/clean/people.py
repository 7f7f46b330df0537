"""The authors of a page: people before houses, declarations before bylines.

Sites often declare themselves as the author of what a person wrote. So a name that is the site's own counts only when
no person is named in the metadata or in the byline at the headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.clean import bylines
from pipeline.clean.blocks import Outline
from pipeline.clean.body import Body
from pipeline.clean.evidence import PageEvidence
from pipeline.clean.folding import fold
from pipeline.clean.head import Head
from pipeline.clean.json_ld import Node, types_of
from pipeline.clean.names import is_personal, split_declared

MAX_AUTHORS = 50
_META_ENDINGS = ("author", "authors", "byline", "byl", "creator", "articleauthor", "authorname")
GENERAL_NAMES = frozenset(
    {"admin", "administrator", "editor", "nachrichten", "news", "online", "redaktion", "staff", "web"}
)
"""Folded names of accounts, which say nothing of who wrote."""
_META_ADDRESSED = ("author", "article:author", "dc.creator")
_META_NOT = ("twitter:creator", "fb:", "publisher")


def _named_nodes(nodes: list[Node]) -> dict[str, Node]:
    """Nodes by identifier, so that a reference finds its person."""
    return {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}


def _full_name(node: Node) -> str:
    """The name of a person whose parts stand in fields of their own."""
    parts = (node.get("givenName"), node.get("familyName"))
    return " ".join(part for part in parts if isinstance(part, str))


def _is_account(node: Node) -> bool:
    """Whether a node's address is that of the account that runs the site, which people's articles are filed under."""
    address = str(node.get("@id") or node.get("url") or "")
    return address.rstrip("/").rpartition("/")[2].lower() in GENERAL_NAMES


def _linked(value: Any, by_id: dict[str, Node], depth: int = 0) -> Iterator[tuple[str, bool]]:
    """(name, whether it is an organisation or an account) of an author field of linked data, whatever its shape."""
    for one in value[:MAX_AUTHORS] if isinstance(value, list) else [value]:
        if isinstance(one, str) and not one.startswith(("http:", "https:", "/")):
            yield from ((name, False) for name in split_declared(one))
        elif isinstance(one, list) and depth < 2:
            yield from _linked(one, by_id, depth + 1)
        elif isinstance(one, dict) and depth < 2:
            node = one if one.get("name") else by_id.get(str(one.get("@id")), one)
            is_house = any("organization" in name for name in types_of(node)) or _is_account(node)
            for name, _ in _linked(node.get("name") or _full_name(node), by_id, depth + 1):
                yield name, is_house


def _from_metas(head: Head) -> Iterator[str]:
    """The names of meta elements whose name ends in a word for author."""
    for name, values in head.metas.items():
        if name.rstrip("s").endswith(_META_ENDINGS) and not name.startswith(_META_NOT):
            for value in values:
                yield from split_declared(value)


def _stated_beyond(everyone: tuple[str, ...], outline: Outline, top: range) -> tuple[str, ...]:
    """The authors that the headline's bylines state (`rel`, `itemprop`) where these name all declared ones and more."""
    stated = _distinct(bylines.stated(outline, top), set())
    return stated if set(map(fold, stated)) > set(map(fold, everyone)) else ()


def _distinct(names: Iterable[str], unwanted: set[str]) -> tuple[str, ...]:
    """Names once each, without those that are unwanted and those that another one contains."""
    kept: dict[str, str] = {}
    for name in names:
        if fold(name) and fold(name) not in unwanted:
            kept.setdefault(fold(name), name)
    return tuple(kept.values())[:MAX_AUTHORS]


def _people(evidence: PageEvidence, body: Body, linked: list[tuple[str, bool]]) -> list[str]:
    """Everyone in linked data where that names a person; no editor, where a byline names who wrote."""
    everyone = [name for name, _ in linked]
    if all(is_house or fold(name) in evidence.site for name, is_house in linked):
        return []
    shown = set(map(fold, bylines.marked(evidence.outline, body.top, range(0))))
    if shown and shown.isdisjoint(map(fold, everyone)):
        editors = bylines.editors(evidence.outline)
        return [name for name in everyone if fold(name) not in editors]
    return everyone


def _candidates(evidence: PageEvidence, body: Body) -> Iterator[tuple[str, Iterable[str], set[str]]]:
    """(source, names, folded names that do not count), best first. Each is looked for when those before have none."""
    outline, head = evidence.outline, evidence.head
    field = evidence.article.get("author") or evidence.article.get("creator")
    linked = list(_linked(field, _named_nodes(evidence.nodes)))
    site = evidence.site | {fold(name) for name, is_house in linked if is_house}
    people = _people(evidence, body, linked)
    if people:
        yield "byline", _stated_beyond(_distinct(people, set()), outline, body.top), set()
    yield "json_ld", people, set()
    metas = list(_from_metas(head))
    yield "meta", filter(is_personal, metas), site
    yield "byline", bylines.marked(outline, body.top, body.tail), site
    yield "byline", bylines.begun(outline, body.top), site
    yield "byline", bylines.alone(outline, body.top, body.tail), site
    yield "byline", bylines.labelled(outline), site
    yield "byline", bylines.addressed(outline, head.all(*_META_ADDRESSED)), site
    yield "entry", evidence.entry.authors if evidence.entry else (), site
    yield "byline", bylines.houses(outline, body.top), site
    yield "byline", bylines.stated_initials(outline, body.tail), set()
    yield "json_ld", [name for name, _ in linked], set()
    yield "meta", metas, {*GENERAL_NAMES, *map(fold, head.all("article:section", "section"))}


def choose_authors(evidence: PageEvidence, body: Body) -> tuple[tuple[str, ...], str]:
    """The authors and the evidence that decided them."""
    for source, names, unwanted in _candidates(evidence, body):
        found = _distinct(names, unwanted)
        if found:
            return found, source
    return (), ""
