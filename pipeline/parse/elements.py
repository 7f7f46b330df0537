"""Small readings of lxml elements that RSS, Atom and sitemaps share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from lxml import etree

from pipeline.parse.limits import MAX_CHILDREN

Element = Any
"""An `lxml.etree._Element`; lxml ships no types."""
Children = dict[str, list[Element]]
"""Child elements by short name, in document order."""

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_xml(data: bytes) -> Element:
    """The root element of UTF-8 XML that has passed the prolog check. Raises lxml.etree.XMLSyntaxError."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    return etree.fromstring(data, parser)


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
    """The content of an element as markup: escaped markup as it is, inline markup written out without namespaces."""
    if not len(element):
        return element.text or ""
    for child in element.iterdescendants():
        child.tag = child.tag.rpartition("}")[2]
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return (element.text or "") + "".join(parts)


def first_markup(children: Children, *names: str) -> str | None:
    """The first content that is not blank among elements of these names."""
    for name in names:
        for element in children.get(name, ()):
            markup = inner_markup(element)
            if markup and not markup.isspace():
                return markup
    return None
