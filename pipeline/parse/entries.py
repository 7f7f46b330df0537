"""From the raw words of one item to a ParsedEntry within all limits, and from entries to distinct entries."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline.canonical import without_userinfo
from pipeline.parse import limits
from pipeline.parse.dates import parse_date
from pipeline.parse.links import web_url
from pipeline.parse.text import (
    clean_line,
    clean_markup,
    has_markup,
    hides_something,
    plain_text,
    plain_title,
    spelled,
)
from schemas.entry import ParsedEntry

_NAMED_MAIL = re.compile(r"^\s*[^\s()<>@]{1,100}@[^\s()<>@]{1,100}\s*\(([^()]{1,300})\)\s*$")
_MAIL_OF_NAME = re.compile(r"^\s*(?:\"([^\"]{1,300})\"|([^<>\"]{1,300}?))\s*<[^<>@\s]{1,100}@[^<>@\s]{1,100}>\s*$")


@dataclass(slots=True)
class Draft:
    """The words of one item as its format gives them, before any check."""

    guid: str | None = None
    is_permalink: bool = False
    links: list[str] = field(default_factory=list)
    """In order of trust."""
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    updated: str | None = None
    summary: str | None = None
    content: str | None = None
    categories: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    base: str = ""


def build_entry(draft: Draft, now: datetime | None) -> ParsedEntry:
    """The entry of a draft. Its guid is still the feed's own: `distinct_entries` makes it unique."""
    url = _best_url(draft)
    updated = parse_date(draft.updated, now)
    title = plain_title(draft.title, limits.MAX_TITLE) if draft.title else None
    summary, content = _summary_and_content(draft)
    return ParsedEntry(
        guid=_own_guid(draft.guid),
        url=url,
        title=title,
        authors=_authors(draft.authors),
        published_at=parse_date(draft.published, now) or updated,
        updated_at=updated,
        summary=summary,
        content_html=content,
        categories=_categories(draft.categories),
        image_url=next((image for text in draft.images if (image := web_url(text, draft.base))), None),
        title_as_given=_strange_title(draft.title),
        link_as_given=_strange_link(draft) if url is None else None,
    )


def _strange_title(text: str | None) -> str | None:
    """A title that is not shown as the feed gave it, kept as evidence."""
    return spelled(text, limits.MAX_TITLE) if text and hides_something(text) else None


def _strange_link(draft: Draft) -> str | None:
    """The first link of an item of which none is a web address, without credentials."""
    text = next((link for link in map(str.strip, draft.links) if link), None)
    return spelled(without_userinfo(text[: limits.MAX_URL]), limits.MAX_STRANGE_LINK) if text else None


def _best_url(draft: Draft) -> str | None:
    """The first link that is a web address; else the guid, if it claims to be one and is absolute."""
    for text in draft.links:
        if url := web_url(text, draft.base):
            return url
    return web_url(draft.guid) if draft.is_permalink else None


def _own_guid(text: str | None) -> str:
    """A guid that fits into every index: long ones by their hash."""
    guid = clean_line(text[: 4 * limits.MAX_BYTES], limits.MAX_BYTES) if text else None
    if guid is None:
        return ""
    return _short(guid)


def _short(guid: str) -> str:
    """A guid, or its hash where it is longer than an index can hold (PostgreSQL: 2,704 bytes)."""
    return guid if len(guid.encode("utf-8", "surrogatepass")) <= limits.MAX_GUID else _hashed(guid)


def _hashed(text: str) -> str:
    """A stand-in of fixed length for a long or missing guid."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _summary_and_content(draft: Draft) -> tuple[str | None, str | None]:
    """Plain summary and untrusted HTML. A marked-up summary is the content of a feed that has no other."""
    source = draft.summary or draft.content
    summary = plain_text(source, limits.MAX_SUMMARY) if source else None
    content = draft.content
    if content is None and draft.summary and "<" in draft.summary and has_markup(draft.summary):
        content = draft.summary
    return summary, clean_markup(content, limits.MAX_CONTENT) if content else None


def _authors(texts: Iterable[str]) -> tuple[str, ...]:
    """Distinct names; of `mail (name)` and `name <mail>` the name."""
    names: dict[str, None] = {}
    for text in texts:
        name = clean_line(_author_name(text[: 4 * limits.MAX_AUTHOR]), limits.MAX_AUTHOR)
        if name:
            names[name] = None
        if len(names) == limits.MAX_AUTHORS:
            break
    return tuple(names)


def _author_name(text: str) -> str:
    """The name in an author element."""
    if "@" in text:
        if found := _NAMED_MAIL.match(text):
            return found[1]
        if found := _MAIL_OF_NAME.match(text):
            return found[1] or found[2]
    return plain_text(text, limits.MAX_AUTHOR) or ""


def _categories(texts: Iterable[str]) -> tuple[str, ...]:
    """The first distinct categories."""
    kept: dict[str, None] = {}
    for text in texts:
        if category := plain_text(text, limits.MAX_CATEGORY):
            kept[category] = None
        if len(kept) == limits.MAX_CATEGORIES:
            break
    return tuple(kept)


def distinct_entries(entries: Sequence[ParsedEntry]) -> tuple[ParsedEntry, ...]:
    """Entries with guids unique in the feed, exact repetitions left out.

    A guid that several items claim belongs to none of them alone: all of them get `guid|link`, so that it does not
    matter which one the feed lists first tomorrow. Without a guid the link stands for it, without a link the text.
    """
    claims = Counter(entry.guid for entry in _without_repetitions(entries) if entry.guid)
    links = Counter(entry.url or "" for entry in entries if not entry.guid)
    kept: dict[str, ParsedEntry] = {}
    for entry in entries:
        guid = _unique_guid(entry, claims[entry.guid] > 1, links[entry.url or ""] > 1)
        if guid not in kept:
            kept[guid] = entry if guid == entry.guid else replace(entry, guid=guid)
    return _with_shared_links(list(kept.values()))


def _with_shared_links(entries: list[ParsedEntry]) -> tuple[ParsedEntry, ...]:
    """Entries, those marked whose link several of them have under different titles."""
    titles: dict[str, set[str | None]] = {}
    for entry in entries:
        titles.setdefault(entry.url or "", set()).add(entry.title)
    shared = {url for url, found in titles.items() if url and len(found) > 1}
    return tuple(replace(entry, is_link_shared=True) if entry.url in shared else entry for entry in entries)


def _without_repetitions(entries: Iterable[ParsedEntry]) -> list[ParsedEntry]:
    """One entry for each guid and link."""
    return list({(entry.guid, entry.url or entry.title): entry for entry in entries}.values())


def _unique_guid(entry: ParsedEntry, is_claimed: bool, is_link_repeated: bool) -> str:
    """The guid of one entry among its neighbours."""
    text = f"{entry.title}|{entry.summary if not entry.title else ''}|{entry.published_at if not entry.title else ''}"
    if not entry.guid:
        guid = f"{entry.url}|{text}" if entry.url and is_link_repeated else entry.url or _hashed(text)
    else:
        guid = f"{entry.guid}|{entry.url or text}" if is_claimed else entry.guid
    return _short(guid)
