"""The lesser fields of a page: publisher, canonical address, section, keywords, lead image."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypedDict
from urllib.parse import urljoin, urlsplit

from pipeline.clean.evidence import PageEvidence
from pipeline.clean.site_name import publisher_name
from pipeline.text import normalise_line

MAX_KEYWORDS = 50
MAX_KEYWORD_CHARS = 100
MAX_URL_CHARS = 2_048


class About(TypedDict):
    """Fields of a document by their names."""

    publisher: str | None
    canonical_url: str | None
    section: str | None
    keywords: tuple[str, ...]
    image_url: str | None


def _web_address(evidence: PageEvidence, claimed: Any) -> str | None:
    """An absolute web address, or None. The page's `<base>` is not believed: it may name any host."""
    if not isinstance(claimed, str) or not claimed.strip():
        return None
    try:
        url = urljoin(evidence.url, claimed.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname and len(url) <= MAX_URL_CHARS else None


def _canonical(evidence: PageEvidence) -> str | None:
    """The address that the page calls its own, on its own host or one of the same family: nobody speaks for others."""
    url = _web_address(evidence, evidence.head.canonical) or _web_address(evidence, evidence.head.first("og:url"))
    if url is None:
        return None
    theirs, ours = (_family(one) for one in (url, evidence.url))
    return url if theirs == ours else None


def _family(url: str) -> str:
    """The last two labels of a host; three where the last two are as short as in "co.uk"."""
    labels = (urlsplit(url).hostname or "").split(".")
    is_short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if is_short else labels[-2:])


def _image(value: Any) -> Any:
    """The address within an image field of linked data."""
    first = value[0] if isinstance(value, list) and value else value
    return first.get("url") if isinstance(first, dict) else first


def _keywords(evidence: PageEvidence) -> Iterator[str]:
    """The page's keywords, the most specific field that it has."""
    linked = evidence.article.get("keywords")
    tags: list[Any] = list(evidence.head.all("article:tag"))
    if not tags:
        tags = (
            linked if isinstance(linked, list) else [linked or evidence.head.first("news_keywords", "keywords") or ""]
        )
    for value in tags:
        for keyword in value.split(",") if isinstance(value, str) else ():
            line = normalise_line(keyword)
            if line and len(line) <= MAX_KEYWORD_CHARS:
                yield line


def _section(evidence: PageEvidence) -> str | None:
    """The part of the site that the article stands in."""
    linked = evidence.article.get("articleSection")
    first = linked[0] if isinstance(linked, list) and linked else linked
    claimed = evidence.head.first("article:section") or (first if isinstance(first, str) else None)
    return normalise_line(claimed)[:MAX_KEYWORD_CHARS] or None if claimed else None


def describe(evidence: PageEvidence) -> About:
    """Read the lesser fields."""
    publisher = publisher_name(evidence.head, evidence.article, evidence.nodes)[0]
    return {
        "publisher": normalise_line(publisher)[:300] or None if publisher else None,
        "canonical_url": _canonical(evidence),
        "section": _section(evidence),
        "keywords": tuple(dict.fromkeys(_keywords(evidence)))[:MAX_KEYWORDS],
        "image_url": _web_address(evidence, evidence.head.first("og:image", "twitter:image"))
        or _web_address(evidence, _image(evidence.article.get("image"))),
    }
