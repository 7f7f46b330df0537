"""One parse of a page: decoded text to an lxml tree that text and metadata are both read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

MAX_PAGE_CHARS = 8 * 1024 * 1024
"""More than any article needs; what lies beyond is cut and flagged."""
_CONTROLS = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20)])
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
LONGEST_TAG = 65_536
_OVERLONG_TAG = re.compile(rb"<([a-zA-Z][a-zA-Z0-9]{0,20})[\s/][^<>]{%d,}>" % LONGEST_TAG)
"""A tag of so many bytes loses its attributes: libxml2 compares each with all others, 15 s for 100,000."""
_PLAIN_ELEMENTS = ("textarea", "style", "xmp", "title")


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page. `root` is an lxml element; readers must not change it."""

    root: Any
    is_truncated: bool


def parse_markup(text: str) -> Page | None:
    """Parse HTML of any quality; None when there is no element in it.

    libxml2 gives up at a depth of 2,048 elements even with `huge_tree`, and says so in its error log: then the page
    is flagged as truncated. An element whose content is plain characters by definition, and which nobody closed, would
    swallow the rest of the page; then its start tag is taken out and the page is parsed once more.
    """
    cut = _without_overlong_tags(_encoded(text[:MAX_PAGE_CHARS]))
    is_cut = len(text) > MAX_PAGE_CHARS
    page = _parse(cut, is_cut)
    swallower = _swallower(page.root) if page is not None else None
    if swallower is None:
        return page
    start = cut.lower().rfind(f"<{swallower}".encode())
    return _parse(cut[:start] + cut[start + 1 + len(swallower) :].partition(b">")[2], is_cut) or page


def _encoded(text: str) -> bytes:
    """As UTF-8, without what markup cannot carry: lone surrogates, controls, noncharacters."""
    encoded = text.encode("utf-8", "ignore").translate(None, _CONTROLS)
    for one in _NONCHARACTERS:
        encoded = encoded.replace(one, b"")
    return encoded


def _without_overlong_tags(markup: bytes) -> bytes:
    """The split is a look, ten times as fast as the pattern, and nearly every page passes it."""
    if max(map(len, markup.split(b"<"))) < LONGEST_TAG:
        return markup
    return _OVERLONG_TAG.sub(rb"<\1>", markup)


def _parse(markup: bytes, is_cut: bool) -> Page | None:
    """One parse, tolerant of everything but emptiness."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    hit_limit = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return Page(root, is_cut or hit_limit)


def _swallower(root: Any) -> str | None:
    """The name of an element of plain characters that holds paragraphs: it was never closed."""
    for name in _PLAIN_ELEMENTS:
        for element in root.iter(name):
            if "</p" in (element.text or "").lower():
                return name
    return None
