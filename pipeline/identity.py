"""Which entries are the same: the natural key of an entry, and when a known guid may be trusted.

An entry is looked up by its key first and by (feed, guid) second. So a new guid for a known link, the same article in
another feed and tracking parameters change nothing (one key), and a new link for a known guid is found by the guid.
The address that a link leads to becomes a second key once its page was read.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

from pipeline.canonical import canonical_url
from pipeline.errors import Poison
from schemas.document import Document
from schemas.entry import ParsedEntry

_WWW = re.compile(r"^www\d?\.")


def entry_key(entry: ParsedEntry, feed_url: str = "", home_url: str | None = None) -> str:
    """The natural key of an entry, 64 hex digits.

    It is made of the canonical address without scheme and `www` where that names one article, else of feed and guid.
    `home_url` is the site of the feed: a link to it names no article.
    """
    place = None if entry.is_link_shared else article_place(entry.url)
    if place is not None and place != article_place(home_url):
        return _digest("url", place)
    return _digest("guid", feed_url, entry.guid)


def page_key(url: str) -> str:
    """The key of an article known by its address alone, equal to that of an entry with this link. Raises Poison."""
    return _digest("url", _place(url))


def article_place(url: str | None) -> str | None:
    """The canonical address without scheme and `www`; None for a home page and for what is no web address."""
    if not url:
        return None
    try:
        place = _place(url)
    except Poison:
        return None
    return place if "/" in place.rstrip("/") or "?" in place else None


def second_key(link: str, announced: str | None, document: Document) -> str | None:
    """The key of the place where a page was found, if not at its link, it calls that its own and has the headline.

    A redirect may lead to a wall or to whatever is the latest, and a page may name any address: all three must agree.
    """
    place = article_place(document.canonical_url)
    if place is None or place != article_place(document.url) or place == article_place(link):
        return None
    return _digest("url", place) if announced and document.title and _overlap(announced, document.title) else None


def _place(url: str) -> str:
    """What of an address tells articles apart."""
    parts = urlsplit(canonical_url(url))
    query = f"?{parts.query}" if parts.query else ""
    return _WWW.sub("", parts.netloc) + parts.path + query


def _digest(*parts: str) -> str:
    """SHA-256 of parts that cannot run into each other."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def is_same_by_guid(known_title: str | None, known_url: str | None, entry: ParsedEntry) -> bool:
    """Whether an entry with a known guid but an unknown link is the known one moved, rather than a guid used again.

    Some feeds number their items from 1 every day: a guid whose link and title both changed names another article.
    """
    if not entry.url or not known_url or article_place(known_url) == article_place(entry.url):
        return True
    return not known_title or not entry.title or _overlap(known_title, entry.title)


def _words(title: str) -> list[str]:
    """Lower-case words of a title."""
    return re.findall(r"\w+", title.lower())


def _overlap(first: str, second: str) -> bool:
    """Whether two titles share half of the words of the shorter."""
    words, others = set(_words(first)), set(_words(second))
    return first == second or 2 * len(words & others) >= min(len(words), len(others)) > 0
