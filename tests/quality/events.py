"""The gold events: invented stories of several invented outlets, with marked figures, statuses and traps.

A text marks a gold figure as `[[36|toll]]`: the characters before the bar are the text, the word behind it names the gold
fact. Two figures under one name measure the same thing; under two names they must never be opposed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

EVENTS = Path(__file__).parent / "events"
_MARK = re.compile(r"\[\[([^|\]]+)\|([\w:-]+)\]\]")


@dataclass(frozen=True)
class Mark:
    """One gold figure or role: its characters and the gold fact it belongs to."""

    article_id: int
    start: int
    end: int
    fact: str


@dataclass(frozen=True)
class GoldArticle:
    """One text, marks taken out."""

    article_id: int
    origin_id: int
    publisher: str
    published_at: datetime
    title: str
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Event:
    """One invented story with what is to be found in it."""

    name: str
    articles: tuple[GoldArticle, ...]
    facts: dict[str, dict[str, str]]
    traps: tuple[tuple[str, str], ...]
    is_kept_aside: bool = False
    marks: tuple[Mark, ...] = field(default=())


def load_events() -> list[Event]:
    """All gold events in the order of their file names."""
    return [_event(path) for path in sorted(EVENTS.glob("*.yaml"))]


def _event(path: Path) -> Event:
    record = yaml.safe_load(path.read_text(encoding="utf-8"))
    origins: dict[str, int] = {}
    articles = tuple(_article(number, item, origins) for number, item in enumerate(record["articles"], start=1))
    marks = tuple(mark for article in articles for mark in article.marks)
    traps = tuple((one, other) for one, other in record.get("traps", []))
    return Event(path.stem, articles, record.get("facts", {}), traps, record.get("kept_aside", False), marks)


def _article(number: int, item: dict[str, Any], origins: dict[str, int]) -> GoldArticle:
    origin = item.get("reprint") or item["publisher"]
    text, marks = _unmark(number, item["text"].strip())
    return GoldArticle(
        number,
        origins.setdefault(origin, len(origins) + 1),
        item["publisher"],
        item["published_at"],
        item["title"],
        text,
        marks,
    )


def _unmark(number: int, marked: str) -> tuple[str, tuple[Mark, ...]]:
    pieces: list[str] = []
    marks: list[Mark] = []
    length = last = 0
    for found in _MARK.finditer(marked):
        before = marked[last : found.start()]
        start = length + len(before)
        marks.append(Mark(number, start, start + len(found.group(1)), found.group(2)))
        pieces += [before, found.group(1)]
        length, last = start + len(found.group(1)), found.end()
    return "".join([*pieces, marked[last:]]), tuple(marks)
