"""Atom 1.0 (RFC 4287) and 0.3."""

from __future__ import annotations

import base64
from collections.abc import Iterable

from pipeline.parse.draft_feed import DraftFeed
from pipeline.parse.elements import (
    XML_BASE,
    XML_LANG,
    Children,
    Element,
    children_of,
    first_text,
    inner_markup,
    text_of,
    texts,
)
from pipeline.parse.entries import Draft
from pipeline.parse.hints import read_hints
from pipeline.parse.images import images_of
from pipeline.parse.names import atom_name


def read_atom(root: Element, url: str) -> DraftFeed:
    """A feed from a `feed` element, or from a lone `entry`."""
    children = children_of(root, atom_name)
    links = children.get("link", ())
    home = link_with(links, "alternate")
    items = [root] if atom_name(root.tag) == "entry" else [child for child in root if atom_name(child.tag) == "entry"]
    return DraftFeed(
        kind="atom",
        title=_construct(children, "title", "dc:title"),
        url=home,
        language=root.get(XML_LANG),
        base=root.get(XML_BASE) or home or url,
        items=items,
        read_item=read_entry,
        hints=read_hints(children),
        hub_url=link_with(links, "hub"),
        self_url=link_with(links, "self"),
    )


def read_entry(entry: Element, base: str) -> Draft:
    """The words of one entry."""
    children = children_of(entry, atom_name)
    alternate = link_with(children.get("link", ()), "alternate")
    return Draft(
        guid=first_text(children, "id"),
        is_permalink=True,
        links=[link for link in (first_text(children, "feedburner:origLink"), alternate) if link],
        title=_construct(children, "title", "dc:title", "media:title"),
        authors=_authors(children),
        published=first_text(children, "published", "issued", "dc:date", "created"),
        updated=first_text(children, "updated", "modified", "dcterms:modified"),
        summary=_construct(children, "summary", "description", "media:description"),
        content=_construct(children, "content"),
        categories=_categories(children),
        images=images_of(children),
        base=entry.get(XML_BASE) or base,
    )


def link_with(links: Iterable[Element], relation: str) -> str | None:
    """The address of the first link of a relation, HTML before other types; no relation means `alternate`."""
    found = [
        link for link in links if (link.get("rel") or "alternate").strip().lower() == relation and link.get("href")
    ]
    html = (link for link in found if "html" in (link.get("type") or "html"))
    best = next(html, found[0] if found else None)
    return None if best is None else best.get("href")


def _construct(children: Children, *names: str) -> str | None:
    """The first text construct of these names as markup."""
    for name in names:
        for element in children.get(name, ()):
            markup = _decoded(element)
            if markup and not markup.isspace():
                return markup
    return None


def _decoded(element: Element) -> str:
    """A construct as markup, out of base64 where its mode (0.3) or media type (RFC 4287 section 4.1.3.3) says so."""
    kind = (element.get("type") or "").strip().lower()
    is_binary = "/" in kind and not kind.startswith("text/") and not kind.endswith(("xml", "html", "json"))
    if not is_binary and element.get("mode") != "base64":
        return inner_markup(element)
    try:
        return base64.b64decode(text_of(element)).decode("utf-8")
    except ValueError:
        return ""


def _authors(children: Children) -> list[str]:
    """Names of authors, addresses where there is no name; then the other ways to name a creator."""
    found = []
    for author in children.get("author", ()):
        parts = children_of(author, atom_name)
        found += list(texts(parts, "name", "email"))[:1] or ([text_of(author)] if not len(author) else [])
    return found or list(texts(children, "dc:creator", "media:credit"))


def _categories(children: Children) -> list[str]:
    """Labels, else terms, else text."""
    found = [item.get("label") or item.get("term") or text_of(item) for item in children.get("category", ())]
    return found + list(texts(children, "dc:subject"))
