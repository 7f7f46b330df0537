"""One parse of a page: decoded text to an lxml tree that text and metadata are both read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

MAX_PAGE_CHARS = 8 * 1024 * 1024
"""More than any article needs; what lies beyond is cut and flagged."""
_NOT_IN_MARKUP = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page. `root` is an lxml element; readers must not change it."""

    root: Any
    is_truncated: bool


def parse_markup(text: str) -> Page | None:
    """Parse HTML of any quality; None when there is no element in it.

    libxml2 gives up at a depth of 2,048 elements even with `huge_tree`, and says so in its error log: then the page
    is flagged as truncated.
    """
    cut = text[:MAX_PAGE_CHARS]
    source = _NOT_IN_MARKUP.sub("", cut).encode("utf-8")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    hit_limit = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return Page(root, hit_limit or len(cut) < len(text))
