"""Which reader a document gets, and the assembly of the ParsedFeed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from lxml import etree

from pipeline.errors import Poison
from pipeline.parse import limits
from pipeline.parse.atom import read_atom
from pipeline.parse.draft_feed import DraftFeed
from pipeline.parse.elements import Element, parse_xml
from pipeline.parse.entries import Draft, build_entry, distinct_entries
from pipeline.parse.jsonfeed import read_json
from pipeline.parse.links import web_url
from pipeline.parse.mend import Mended, mend
from pipeline.parse.names import short_name
from pipeline.parse.reference import drafts_by_reference
from pipeline.parse.rss import read_rss
from pipeline.parse.sitemap import read_sitemap
from pipeline.parse.text import clean_line, plain_title
from pipeline.prolog import check_shape, decode_as, strip_prolog
from schemas.entry import ParsedEntry, ParsedFeed
from schemas.outcome import Reason

_LONGEST_ITEM = 1024 * 1024
_READERS = {
    "rss": read_rss,
    "rdf:RDF": read_rss,
    "RDF": read_rss,
    "channel": read_rss,
    "feed": read_atom,
    "atom:feed": read_atom,
    "atom:entry": read_atom,
    "urlset": read_sitemap,
    "sitemapindex": read_sitemap,
}


def parse_feed(body: bytes, content_type: str = "", url: str = "", now: datetime | None = None) -> ParsedFeed:
    """The feed in a body. `url` is where it came from, `now` the time of the fetch.

    Raises Poison with the reason `empty`, `not_a_feed`, `dtd_entities`, `too_complex` or `too_large`, and nothing else.
    A feed with `warning` `cut_short` must not replace stored validators: the rest of it was never seen.
    """
    is_cut = len(body) > limits.MAX_BYTES
    text, odd_codec = decode_as(body[: limits.MAX_BYTES], content_type)
    start = text.lstrip("\ufeff \t\r\n\0")[:1]
    if not start:
        raise Poison("the body is empty", Reason.EMPTY)
    feed = _assemble(_read_text(text, start, url, is_cut), url, now)
    if odd_codec is not None:
        feed = replace(feed, remarks=(*feed.remarks, f"read as {odd_codec}"))
    if not is_cut or start == "{":
        return feed
    if not feed.entries:
        raise Poison(f"the body is larger than {limits.MAX_BYTES} bytes", Reason.TOO_LARGE)
    return replace(feed, n_dropped=feed.n_dropped + _n_unread(body))


def _read_text(text: str, start: str, url: str, is_cut: bool) -> DraftFeed:
    """JSON by its first character, else XML."""
    if start == "{":
        return read_json(text.strip("\ufeff \t\r\n\0"), url)
    document = strip_prolog(text)
    check_shape(document)
    return _read_xml(_closed(document) if is_cut else document, url, is_cut)


_ITEM_END = re.compile(r"</(?:[\w.-]{1,30}:)?(?:item|entry|url)\s*>")
_ROOT_NAME = re.compile(r"<([A-Za-z_][\w.:-]{0,60})")


def _closed(document: str) -> str:
    """An over-long document up to the last complete item near its end, with its root closed again."""
    tail = len(document) - _LONGEST_ITEM
    ends = [found.end() for found in _ITEM_END.finditer(document, max(tail, 0))]
    root = _ROOT_NAME.match(document)
    if not ends or root is None:
        return document
    channel = "</channel>" if root[1].lower() == "rss" else ""
    return f"{document[: ends[-1]]}{channel}</{root[1]}>"


def _n_unread(body: bytes) -> int:
    """Items beyond the part of a body that was read, the one on its edge included."""
    rest = body[limits.MAX_BYTES :]
    return 1 + max(rest.count(b"<item"), rest.count(b"<entry"), rest.count(b"<url>"))


def _read_xml(document: str, url: str, is_cut: bool) -> DraftFeed:
    """Strictly where possible, else mended."""
    # A document that begins with anything but a tag has a prolog that we did not understand: no parser sees it.
    if _ROOT_NAME.match(document):
        try:
            return _read_root(parse_xml(document.encode("utf-8", "replace")), url)
        except etree.XMLSyntaxError:
            pass
    return _read_mended(mend(document), url, is_cut)


def _read_mended(mended: Mended | None, url: str, is_cut: bool) -> DraftFeed:
    """A document whose form was broken: its head by our readers, its items by the reference where that is able to."""
    if mended is None:
        raise Poison("no feed begins in this document", Reason.NOT_A_FEED)
    try:
        draft = _read_root(parse_xml(mended.text.encode("utf-8", "replace"), is_mended=True), url)
    except etree.XMLSyntaxError as error:
        raise Poison(f"malformed beyond mending: {error.msg}"[:200], Reason.NOT_A_FEED) from error
    drafts = drafts_by_reference(mended.text) if draft.kind in ("rss", "atom") else None
    if drafts is not None and len(drafts) >= len(draft.items):
        draft.items, draft.read_item = drafts, _with_base
    draft.warning = "cut_short" if mended.is_cut or is_cut else "malformed"
    # The item at the break may have lost half of its address.
    draft.items = draft.items[:-1] if mended.is_cut else draft.items
    return draft


def _with_base(draft: Draft, base: str) -> Draft:
    """A draft that is read already."""
    return replace(draft, base=base)


def _read_root(root: Element, url: str) -> DraftFeed:
    """The reader for a root element."""
    reader = _READERS.get(short_name(root.tag))
    draft = reader(root, url) if reader else None
    if draft is None or (reader is read_rss and short_name(root.tag) == "channel" and not draft.items):
        raise Poison(f"the root element is {clean_line(str(root.tag), 80)}", Reason.NOT_A_FEED)
    return draft


def _assemble(draft: DraftFeed, url: str, now: datetime | None) -> ParsedFeed:
    """The ParsedFeed of a draft, within all limits."""
    base = web_url(draft.base, url) or url
    n_items = len(draft.items)
    drafts = [draft.read_item(item, base) for item in draft.items[: 10 * limits.MAX_ENTRIES]]
    built = [build_entry(one, now) for one in drafts]
    n_undated = sum(
        bool((one.published or "").strip()) and not entry.published_at for one, entry in zip(drafts, built, strict=True)
    )
    entries = _newest(built)
    return ParsedFeed(
        kind=draft.kind,
        title=plain_title(draft.title, limits.MAX_TITLE) if draft.title else None,
        url=web_url(draft.url, url),
        language=clean_line(draft.language, 35) if draft.language else None,
        entries=distinct_entries(entries),
        hints=draft.hints,
        hub_url=web_url(draft.hub_url, url),
        self_url=web_url(draft.self_url, url),
        sitemap_urls=tuple(
            part for address in draft.sitemap_urls[: limits.MAX_ENTRIES] if (part := web_url(address, url))
        ),
        warning=draft.warning or _warning(draft, entries),
        n_dropped=n_items - len(entries),
        remarks=(f"{n_undated} dates refused",) if n_undated else (),
    )


def _warning(draft: DraftFeed, entries: list[ParsedEntry]) -> str | None:
    """What an operator should know of a well-formed feed."""
    if not entries and not draft.sitemap_urls:
        return "no_entries"
    return "text_cut" if any(len(entry.title or "") == limits.MAX_TITLE for entry in entries) else None


def _newest(entries: list[ParsedEntry]) -> list[ParsedEntry]:
    """At most the limit of entries: the newest where all are dated, else the first."""
    if len(entries) <= limits.MAX_ENTRIES:
        return entries
    dated = [(entry.published_at, entry) for entry in entries if entry.published_at]
    if len(dated) == len(entries):
        chosen = {id(entry) for _, entry in sorted(dated, key=lambda pair: pair[0], reverse=True)[: limits.MAX_ENTRIES]}
        return [entry for entry in entries if id(entry) in chosen]
    return entries[: limits.MAX_ENTRIES]
