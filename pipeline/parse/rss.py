"""RSS 0.9x, 1.0 (RDF) and 2.0 with the modules that news feeds use."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.parse.atom import link_with
from pipeline.parse.draft_feed import DraftFeed
from pipeline.parse.elements import XML_BASE, Children, Element, children_of, first_markup, first_text, text_of, texts
from pipeline.parse.entries import Draft
from pipeline.parse.hints import read_hints
from pipeline.parse.images import images_of
from pipeline.parse.names import short_name

_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RDF_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"


def read_rss(root: Element, url: str) -> DraftFeed:
    """A feed from an `rss`, `RDF` or `channel` element; items may stand inside the channel or beside it."""
    channel = root if short_name(root.tag) == "channel" else next(_named(root, "channel"), root)
    children = children_of(channel, short_name)
    home = first_text(children, "link") or link_with(children.get("atom:link", ()), "alternate")
    items = list(_named(channel, "item"))
    if channel is not root:
        items.extend(_named(root, "item"))
    return DraftFeed(
        kind="rss",
        title=first_text(children, "title", "dc:title"),
        url=home,
        language=first_text(children, "language", "dc:language"),
        base=channel.get(XML_BASE) or root.get(XML_BASE) or home or url,
        items=items,
        read_item=read_item,
        hints=read_hints(children),
        hub_url=link_with(children.get("atom:link", ()), "hub"),
        self_url=link_with(children.get("atom:link", ()), "self"),
    )


def _named(parent: Element, name: str) -> Iterator[Element]:
    """The children of one name."""
    return (child for child in parent if short_name(child.tag) == name)


def read_item(item: Element, base: str) -> Draft:
    """The words of one item."""
    children = children_of(item, short_name)
    guid = next(iter(children.get("guid", ())), None)
    return Draft(
        guid=first_text(children, "guid", "atom:id") or item.get(_RDF_ABOUT) or first_text(children, "dc:identifier"),
        is_permalink=guid is not None and guid.get("isPermaLink", "true").strip().lower() != "false",
        links=_links(item, children),
        title=first_text(children, "title", "dc:title", "atom:title", "media:title", "itunes:title"),
        authors=_authors(children),
        published=first_text(children, "pubDate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published"),
        updated=first_text(children, "atom:updated", "dcterms:modified", "atom:modified"),
        summary=first_markup(
            children,
            "description",
            "dc:description",
            "atom:summary",
            "itunes:summary",
            "media:description",
            "summary",
            "ABSTRACT",
        ),
        content=first_markup(children, "content:encoded", "xhtml:body", "atom:content", "body", "fullitem"),
        categories=list(texts(children, "category", "dc:subject", "atom:category")),
        images=images_of(children),
        base=item.get(XML_BASE) or base,
    )


def _links(item: Element, children: Children) -> list[str]:
    """Candidates for the address of the article, best first."""
    found = list(texts(children, "feedburner:origLink", "link"))
    found += [href for link in children.get("link", ()) if (href := link.get("href") or link.get(_RDF_RESOURCE))]
    if alternate := link_with(children.get("atom:link", ()), "alternate"):
        found.append(alternate)
    # The last is CDF, which names the article in an attribute.
    return found + [address for address in (item.get(_RDF_ABOUT), item.get("HREF")) if address]


def _authors(children: Children) -> list[str]:
    """Authors as Dublin Core names them, else as RSS and iTunes do."""
    found = list(texts(children, "dc:creator")) or list(texts(children, "author"))
    for author in children.get("atom:author", ()):
        found += [text_of(part) for part in author if short_name(part.tag) == "atom:name"]
    return found or list(texts(children, "itunes:author", "media:credit", "dc:contributor"))
