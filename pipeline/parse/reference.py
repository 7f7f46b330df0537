"""feedparser, the reference for what feeds mean, decides where the form of a document was broken.

It reads only mended text: bare, it ends the process on nested entities, raises on some character references, and takes
minutes for 100,000 attributes or one author of 64 KB (measured with 6.0.14). Its sanitiser and its resolver of
relative addresses stay off: markup is untrusted in any case, and both are quadratic. What exceeds the limits here is
left to our readers.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import feedparser

from pipeline.parse.entries import Draft

MAX_TEXT = 1024 * 1024
MAX_TAGS = 12_000
"""Repeated elements of one item are quadratic in feedparser: 1.5 s for as many as this allows."""
MAX_DECLARATIONS = 300
_FAILURES = (ValueError, LookupError, ArithmeticError, AttributeError, TypeError, AssertionError, re.error)
"""What feedparser was seen to raise, and the kinds of error that its unguarded conversions can raise."""


def drafts_by_reference(text: str) -> list[Draft] | None:
    """The items of a mended document as feedparser understands them; None where it must not or cannot read it."""
    if len(text) > MAX_TEXT or text.count("<") > MAX_TAGS or text.count("xmlns:") > MAX_DECLARATIONS:
        return None
    try:
        feed = feedparser.parse(
            BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        return [_draft(entry) for entry in feed.entries]
    except _FAILURES:
        return None


def _draft(entry: Any) -> Draft:
    """One of feedparser's entries as a draft."""
    contents = [part.get("value") for part in entry.get("content", ())]
    content = next((value for value in contents if value), None)
    # `link` may be a guid that feedparser took for one; `links` are those of link elements.
    links = [link.get("href") for link in entry.get("links", ()) if link.get("rel") == "alternate"]
    return Draft(
        guid=entry.get("id"),
        is_permalink=bool(entry.get("guidislink")),
        links=[link for link in (entry.get("feedburner_origlink"), *links) if link],
        title=entry.get("title"),
        authors=_authors(entry),
        published=entry.get("published") or entry.get("created"),
        updated=entry.get("updated") if "updated" in entry else None,
        summary=entry.get("summary") if entry.get("summary") != content else None,
        content=content,
        categories=[tag.get("label") or tag.get("term") or "" for tag in entry.get("tags", ())],
        images=_images(entry),
    )


def _authors(entry: Any) -> list[str]:
    """Names of authors, else their addresses."""
    people = entry.get("authors") or [entry.get("author_detail", {})]
    names = [person.get("name") or person.get("email") for person in people]
    return [name for name in names if name]


def _images(entry: Any) -> list[str]:
    """Addresses of pictures."""
    media = [*entry.get("media_content", ()), *entry.get("media_thumbnail", ())]
    pictures = [medium.get("url") for medium in media if (medium.get("type") or "image").startswith("image")]
    pictures += [
        item.get("href") for item in entry.get("enclosures", ()) if (item.get("type") or "").startswith("image")
    ]
    return [address for address in pictures if address]
