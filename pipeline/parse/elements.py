"""Small readings of lxml elements that RSS, Atom and sitemaps share."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from lxml import etree

from pipeline.parse.limits import MAX_CHILDREN
from pipeline.parse.names import short_name

Element = Any
"""An `lxml.etree._Element`; lxml ships no types."""
Children = dict[str, list[Element]]
"""Child elements by short name, in document order."""

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_xml(data: bytes, is_mended: bool = False) -> Element:
    """The root element of UTF-8 XML that has passed the prolog check. Raises lxml.etree.XMLSyntaxError.

    In a mended document what is left to complain of (a namespace that is no address) is passed over.
    """
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=is_mended,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    root = etree.fromstring(data, parser)
    if root is None:
        raise etree.XMLSyntaxError("no element", 0, 0, 0)
    return root


def children_of(element: Element, name_of: Callable[[str], str]) -> Children:
    """The first children of an element by short name; names that mean nothing to us are left out."""
    found: Children = defaultdict(list)
    for child in islice(element, MAX_CHILDREN):
        found[name_of(child.tag)].append(child)
    return found


def text_of(element: Element) -> str:
    """All text inside an element."""
    return (element.text or "") if not len(element) else "".join(element.itertext())


def first_text(children: Children, *names: str) -> str | None:
    """The first text that is not blank among elements of these names, in the order of the names."""
    return next(texts(children, *names), None)


def texts(children: Children, *names: str) -> Iterator[str]:
    """The texts that are not blank of all elements of these names."""
    for name in names:
        for element in children.get(name, ()):
            text = text_of(element)
            if text and not text.isspace():
                yield text


def inner_markup(element: Element) -> str:
    """The content of an element as markup: escaped markup as it is, inline markup written out without namespaces.

    The `div` that XHTML constructs of Atom must have (RFC 4287 section 3.1.1.3) is not part of the content.
    """
    if not len(element):
        return element.text or ""
    if len(element) == 1 and short_name(element[0].tag) == "xhtml:div" and not (element.text or "").strip():
        return inner_markup(element[0])
    for child in element.iterdescendants():
        child.tag = child.tag.rpartition("}")[2].rpartition(":")[2]
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return html.escape(element.text or "", quote=False) + _ANY_TAG.sub(_without_declarations, "".join(parts))


_ANY_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_DECLARATION = re.compile(r"""\sxmlns(?::[\w.-]+)?="[^"]*\"""")


def _without_declarations(tag: re.Match[str]) -> str:
    """A start tag without namespace declarations."""
    return _DECLARATION.sub("", tag[0]) if "xmlns" in tag[0] else tag[0]


def first_markup(children: Children, *names: str) -> str | None:
    """The first content that is not blank among elements of these names."""
    for name in names:
        for element in children.get(name, ()):
            markup = inner_markup(element)
            if markup and not markup.isspace():
                return markup
    return None
