"""Sitemaps (sitemaps.org 0.9) with the news extension, and indexes of sitemaps."""

from __future__ import annotations

from pipeline.parse.draft_feed import DraftFeed
from pipeline.parse.elements import Children, Element, children_of, first_text, texts
from pipeline.parse.entries import Draft
from pipeline.parse.images import images_of
from pipeline.parse.names import short_name


def read_sitemap(root: Element, url: str) -> DraftFeed:
    """The pages of a `urlset` as items; the parts of a `sitemapindex` as addresses, latest first."""
    items = [child for child in root if short_name(child.tag) == "url"]
    return DraftFeed(
        kind="sitemap",
        items=items,
        read_item=read_page,
        title=_publication(items),
        language=_language(items),
        base=url,
        sitemap_urls=_parts(root),
    )


def read_page(item: Element, base: str) -> Draft:
    """One page: its address, and title and date where the news extension gives them."""
    children = children_of(item, short_name)
    news = _news(children)
    return Draft(
        links=list(texts(children, "loc")),
        title=first_text(news, "news:title"),
        published=first_text(news, "news:publication_date") or first_text(children, "lastmod"),
        updated=first_text(children, "lastmod"),
        categories=[word for words in texts(news, "news:keywords") for word in words[:4_000].split(",")],
        images=images_of(children),
        base=base,
    )


def _news(children: Children) -> Children:
    """The children of the news element."""
    return next((children_of(news, short_name) for news in children.get("news:news", ())), {})


def _publication(items: list[Element]) -> str | None:
    """The name of the publication, said once for each page, taken from the first."""
    return _said_by_first(items, "news:name")


def _language(items: list[Element]) -> str | None:
    """The language of the publication."""
    return _said_by_first(items, "news:language")


def _said_by_first(items: list[Element], name: str) -> str | None:
    """One word about the publication from the first page."""
    news = _news(children_of(items[0], short_name)) if items else {}
    publication = next(iter(news.get("news:publication", ())), None)
    return None if publication is None else first_text(children_of(publication, short_name), name)


def _parts(root: Element) -> list[str]:
    """Addresses of the sitemaps of an index, latest `lastmod` first, in the given order without one."""
    parts = [children_of(child, short_name) for child in root if short_name(child.tag) == "sitemap"]
    dated = sorted(parts, key=lambda part: (first_text(part, "lastmod") or "").strip(), reverse=True)
    return [address.strip() for part in dated if (address := first_text(part, "loc"))]
