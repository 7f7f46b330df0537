"""One short name for every element of a feed, whatever namespace address its publisher wrote.

Publishers misspell namespaces (`http://purl.org/dc/terms` for Dublin Core, `Atom/` with a slash), so families are told
by the words in the address.
"""

from __future__ import annotations

from functools import lru_cache

_FAMILIES = (
    ("purl.org/dc/terms", "dcterms"),
    ("purl.org/dc/elements", "dc"),
    ("purl.org/dc/", "dc"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/rss/1.0/modules/syndication", "sy"),
    ("purl.org/rss/1.0/modules/", ""),
    ("search.yahoo.com/mrss", "media"),
    ("podlove.org/simple-chapters", ""),
    ("itunes", "itunes"),
    ("feedburner", "feedburner"),
    ("news/1.0", "news"),
    ("schemas/sitemap-news", "news"),
    ("schemas/sitemap-image", "image"),
    ("schemas/sitemap-video", "video"),
    ("schemas/sitemap/", "-"),
    ("w3.org/1999/xhtml", "xhtml"),
    ("w3.org/2005/atom", "atom"),
    ("purl.org/atom", "atom"),
    ("w3.org/1999/02/22-rdf", "rdf"),
    ("purl.org/rss/1.0", "-"),
    ("purl.org/net/rss1.1", "-"),
    ("my.netscape.com/rdf", "-"),
    ("channel.netscape.com/rdf", "-"),
    ("my.netscape.com/publish", "-"),
    ("backend.userland.com/rss", "-"),
    ("blogs.law.harvard.edu/tech/rss", "-"),
    ("rssboard.org/media-rss", "media"),
)
"""Words of an address and the prefix they mean; `-` is the plain name, an empty prefix is a family that is not read."""
_NAMES = (
    "RDF author category channel content description enclosure entry feed guid image item link pubDate rss skipDays"
    " skipHours summary title ttl url urlset sitemapindex updatePeriod updateFrequency updated published origLink"
)
_SPELLINGS = {name.lower(): name for name in _NAMES.split()}
"""Old feeds shout (`<RSS><CHANNEL>`) or whisper (`<pubdate>`)."""


@lru_cache(maxsize=4096)
def short_name(tag: str) -> str:
    """`dc:creator` for `{http://purl.org/dc/elements/1.1/}creator`, the plain name without a namespace, or nothing.

    Elements of families that are not read have the name "".
    """
    if not tag.startswith("{"):
        return _SPELLINGS.get(tag.lower(), tag)
    address, _, local = tag[1:].partition("}")
    name = _SPELLINGS.get(local.lower(), local)
    lowered = address.lower()
    for words, prefix in _FAMILIES:
        if words in lowered:
            return name if prefix == "-" else f"{prefix}:{name}" if prefix else ""
    return ""


@lru_cache(maxsize=4096)
def atom_name(tag: str) -> str:
    """The name inside an Atom document: plain for Atom's own elements, with or without their namespace."""
    return short_name(tag).removeprefix("atom:")
