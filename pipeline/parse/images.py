"""The picture of an item: Media RSS, enclosures, iTunes, in that order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.parse.elements import Children, Element, text_of
from pipeline.parse.names import short_name

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)


def images_of(children: Children) -> list[str]:
    """Addresses of pictures, best first."""
    if not (children.keys() & _SOURCES):
        return []
    return [address for address in _candidates(children) if address]


_SOURCES = {"media:content", "media:thumbnail", "media:group", "enclosure", "itunes:image", "image", "image:image"}


def _candidates(children: Children) -> Iterator[str | None]:
    """Every element that may name a picture."""
    for medium in _media(children, "media:content"):
        if _is_picture(medium):
            yield medium.get("url")
    for thumbnail in _media(children, "media:thumbnail"):
        yield thumbnail.get("url")
    for enclosure in children.get("enclosure", ()):
        if _is_picture(enclosure):
            yield enclosure.get("url")
    for image in (*children.get("itunes:image", ()), *children.get("image", ()), *children.get("image:image", ())):
        yield image.get("href") or _first_address(image)


def _media(children: Children, name: str) -> Iterator[Element]:
    """Media elements, also those in a group."""
    yield from children.get(name, ())
    for group in children.get("media:group", ()):
        yield from (child for child in group if short_name(child.tag) == name)


def _is_picture(element: Element) -> bool:
    """Whether a medium says that it is a picture, or, saying nothing, looks like one."""
    kind = (element.get("type") or element.get("medium") or "").lower()
    return kind.startswith("image") if kind else bool(_PICTURE.search((element.get("url") or "")[-200:]))


def _first_address(image: Element) -> str | None:
    """The `url` or `loc` inside an image element."""
    for child in image:
        if short_name(child.tag) in ("url", "image:loc"):
            return text_of(child)
    return text_of(image) if not len(image) else None
