"""What a site calls itself, and titles without it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.clean.folding import fold
from pipeline.clean.furniture import is_stamp
from pipeline.clean.head import Head
from pipeline.clean.json_ld import Node, types_of
from pipeline.clean.times import read_stamp

LEAST_NAME_CHARS = 2
MAX_NAME_CHARS = 60
"""A longer one is a headline that stands in the field for the name; the folded names of 200 sites have at most 55."""
MAX_PARTS_TAKEN = 3
_SEPARATOR = re.compile(r"\s[-–—|•·:»]\s|\s?[|ㅣ]\s?|：|-(?=\w{1,9}[ㅣ|])")
_PUBLISHER_TYPES = frozenset({"organization", "newsmediaorganization", "website"})


def publisher_name(head: Head, article: Node, nodes: list[Node]) -> tuple[str | None, str]:
    """The name of the publisher and its source."""
    publisher = article.get("publisher")
    first = publisher[0] if isinstance(publisher, list) and publisher else publisher
    if isinstance(first, dict) and isinstance(first.get("name"), str):
        return first["name"], "json_ld"
    if head.first("og:site_name"):
        return head.first("og:site_name"), "open_graph"
    named = [
        node["name"] for node in nodes if isinstance(node.get("name"), str) and _PUBLISHER_TYPES & set(types_of(node))
    ]
    return (named[0], "json_ld") if named else (head.first("application-name", "dc.publisher", "publisher"), "meta")


def site_names(head: Head, article: Node, nodes: list[Node], url: str) -> set[str]:
    """All names by which the site may stand in its titles, folded; the parts of its host among them."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    declared = head.all(
        "og:site_name", "application-name", "twitter:site", "apple-mobile-web-app-title", "al:ios:app_name"
    )
    declared += [str(node.get("name") or "") for node in nodes if _PUBLISHER_TYPES & set(types_of(node))]
    declared += [publisher_name(head, article, nodes)[0] or "", host, *host.split(".")[:-1]]
    return {name for name in map(fold, declared) if LEAST_NAME_CHARS <= len(name) <= MAX_NAME_CHARS}


def _is_name(part: str, names: set[str]) -> bool:
    """Whether a part of a title is the name of the site, or nearly: shortened, or with a word more."""
    folded = fold(part)
    if len(folded) < LEAST_NAME_CHARS:
        return folded in names
    return any(
        folded == name or folded in name or (len(name) > 3 and name in folded and len(folded) < len(name) + 12)
        for name in names
    )


def without_site_name(title: str, names: set[str]) -> str:
    """Take the name of the site, and the section before it, off either end of a title."""
    for _ in range(MAX_PARTS_TAKEN):
        marks = list(_SEPARATOR.finditer(title))
        if not marks:
            break
        last = title[marks[-1].end() :]
        if marks[-1].start() and (_is_name(last, names) or (is_stamp(last) and read_stamp(last))):
            title = title[: marks[-1].start()].strip()
        elif fold(title[: marks[0].start()]) in names:
            title = title[marks[0].end() :].strip()
        else:
            break
    return title
