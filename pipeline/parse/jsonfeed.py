"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read without trust in any type."""

from __future__ import annotations

import json
from typing import Any

from pipeline.errors import Poison
from pipeline.parse.draft_feed import DraftFeed
from pipeline.parse.entries import Draft
from schemas.outcome import Reason


def read_json(text: str, url: str) -> DraftFeed:
    """A feed from JSON text. Raises Poison(NOT_A_FEED) for any other JSON."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Poison(f"not JSON: {type(error).__name__}", Reason.NOT_A_FEED) from error
    if not isinstance(document, dict) or "jsonfeed.org" not in str(document.get("version", ""))[:200]:
        raise Poison("JSON, but no JSON Feed", Reason.NOT_A_FEED)
    items = document.get("items")
    return DraftFeed(
        kind="json",
        title=_text(document, "title"),
        url=_text(document, "home_page_url"),
        language=_text(document, "language"),
        base=_text(document, "home_page_url") or url,
        items=[item for item in items if isinstance(item, dict)] if isinstance(items, list) else [],
        read_item=read_item,
        hub_url=_hub(document),
        self_url=_text(document, "feed_url"),
    )


def read_item(item: dict[str, Any], base: str) -> Draft:
    """The words of one item."""
    content = _text(item, "content_html")
    return Draft(
        guid=_text(item, "id"),
        is_permalink=True,
        links=[link for link in (_text(item, "url"), _text(item, "external_url")) if link],
        title=_text(item, "title"),
        authors=_authors(item),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        summary=_text(item, "summary") or _text(item, "content_text"),
        content=content,
        categories=[tag for tag in _list(item, "tags") if isinstance(tag, str)],
        images=[image for image in (_text(item, "image"), _text(item, "banner_image")) if image],
        base=base,
    )


def _text(values: dict[str, Any], name: str) -> str | None:
    """A text; numbers, which the specification allows as ids, become text."""
    value = values.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30 else None


def _list(values: dict[str, Any], name: str) -> list[Any]:
    """A list, or nothing."""
    value = values.get(name)
    return value if isinstance(value, list) else []


def _authors(item: dict[str, Any]) -> list[str]:
    """Names of authors, in the plural of 1.1 or the singular of 1.0."""
    people = [*_list(item, "authors"), item.get("author")]
    return [name for person in people if isinstance(person, dict) and (name := _text(person, "name"))]


def _hub(document: dict[str, Any]) -> str | None:
    """The address of a WebSub hub."""
    for hub in _list(document, "hubs"):
        if isinstance(hub, dict) and str(hub.get("type", "")).lower() in ("websub", "pubsubhubbub"):
            return _text(hub, "url")
    return None
