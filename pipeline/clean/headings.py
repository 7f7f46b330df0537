"""The heading of a page that is the headline of its article.

Most pages have one first-level heading, and it is the headline. Some make the last crumb of the trail their only
first-level heading, in the words written for search engines, and set the headline at the second level; some run the
kicker into the heading as an element of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from pipeline.text import normalise_line

MAX_TITLE_CHARS = 1_000
MAX_HEADINGS = 20
MAX_ANCESTORS = 4
LEAST_LIKENESS = 0.3
"""A heading that shares fewer words than this with every declared title is that of a box, not of the article."""
LEAST_LIKENESS_BELOW = 0.5
"""The same for second-level headings, of which a page has many."""
LEAST_LINKS_OF_TRAIL = 2
_WORD = re.compile(r"\w+")
_TRAIL = re.compile(r"crumb", re.IGNORECASE)
_LIST_TAGS = frozenset({"li", "ol", "ul", "nav"})
_KICKER = re.compile(
    r"kicker|overline|topline|roof|dachzeile|spitzmarke|eyebrow|overtitle|pre-?title|suptitle|volanta|antetitulo",
    re.IGNORECASE,
)


def clean_title(text: Any) -> str:
    """A candidate on one line. Entities are resolved twice, since declarations are often escaped twice."""
    if not isinstance(text, str):
        return ""
    return normalise_line(unescape(unescape(text[: MAX_TITLE_CHARS * 4])))[:MAX_TITLE_CHARS]


def likeness(left: str, right: str) -> float:
    """The share of words that two lines have in common."""
    ours, theirs = set(_WORD.findall(left.lower())), set(_WORD.findall(right.lower()))
    return len(ours & theirs) / max(1, len(ours | theirs))


def _is_crumb(heading: Any) -> bool:
    """Whether a heading is the end of a trail of links: within a list, named so, or among several links."""
    if heading.getparent() is not None and len(heading.getparent().findall("a")) >= LEAST_LINKS_OF_TRAIL:
        return True
    for depth, one in enumerate((heading, *heading.iterancestors())):
        if depth > MAX_ANCESTORS:
            return False
        if one.tag in _LIST_TAGS or _TRAIL.search(one.get("class") or ""):
            return True
    return False


def _words_of(heading: Any) -> str:
    """The text of a heading without the kicker that stands in it as an element of its own."""
    kicker = next((one for one in heading.iter("span", "div", "p", "small", "strong", "a") if _is_kicker(one)), None)
    left_out = set(kicker.itertext()) if kicker is not None else set()
    whole = [text for text in heading.itertext() if text not in left_out]
    return clean_title(" ".join(whole)).lstrip("-–—:| ") or clean_title(" ".join(heading.itertext()))


def _is_kicker(element: Any) -> bool:
    """Whether an element is named as a kicker is."""
    return _KICKER.search(element.get("class") or "") is not None


def _headings(root: Any, level: str) -> Iterator[str]:
    """The headings of a level that are no crumbs."""
    for _, one in zip(range(MAX_HEADINGS), root.iter(level), strict=False):
        text = "" if _is_crumb(one) else _words_of(one)
        if text:
            yield text


def _most_like(headings: list[str], declared: list[str], least: float) -> str:
    """The heading that is most like a declared title, if any is like one."""
    best = max(headings, key=lambda text: max(likeness(text, other) for other in declared), default="")
    return best if best and max(likeness(best, other) for other in declared) >= least else ""


def find_heading(root: Any, declared: list[str]) -> str:
    """The heading most like a declared title; the first one where nothing is declared; "" where none is like one."""
    first = list(_headings(root, "h1"))
    if not declared:
        return first[0] if first else ""
    best = _most_like(first, declared, LEAST_LIKENESS)
    if best or first:
        return best or (first[0] if len(first) == 1 else "")
    return _most_like(list(_headings(root, "h2")), declared, LEAST_LIKENESS_BELOW)
