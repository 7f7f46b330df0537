"""A feed document after reading its head: what it says of itself, and its items still unread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pipeline.parse.entries import Draft
from schemas.feed import FeedHints


@dataclass(slots=True)
class DraftFeed:
    """Items are read one by one with `read_item(item, base)`, so that those beyond the limit cost nothing."""

    kind: str
    items: list[Any]
    read_item: Callable[[Any, str], Draft]
    title: str | None = None
    url: str | None = None
    language: str | None = None
    base: str = ""
    hints: FeedHints = field(default_factory=FeedHints)
    hub_url: str | None = None
    self_url: str | None = None
    sitemap_urls: list[str] = field(default_factory=list)
    warning: str | None = None
