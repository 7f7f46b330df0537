"""Feed lists in and out as OPML 2.0, also the OPML that exists: of 59 real files 40 are not well-formed.

Reading looks for outlines tag by tag, so that a bare ampersand in a title or an outline that is never closed costs
nothing. No XML parser sees the input, and no entities but those of HTML are resolved. Linear in the input.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from pipeline.prolog import decode, without_comments
from schemas.feed import FeedLink

MAX_BYTES = 4 * 1024 * 1024
MAX_FEEDS = 100_000
MAX_DEPTH = 100
_MARK = re.compile(r"<(?:(?P<close>/)\s*outline|outline(?=[\s/>]))", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\s*+([A-Za-z_][\w:.-]{0,63})\s*+=\s*+("[^"<]*+"|'[^'<]*+')(?=[\s/>])""")
_START = re.compile(r"""(?<=[\s"'])([A-Za-z_][\w:.-]{0,63})\s{0,9}=\s{0,9}(["'])""")
_MAX_TAG = 16_384
_HUGE_REFERENCE = re.compile(r"&#(?:[xX]0*+[0-9a-fA-F]{7,}|0*+[0-9]{8,});?")


def read_opml(data: bytes) -> list[FeedLink]:
    """Every outline that names a feed, in document order, with the innermost group around it. Raises nothing."""
    text = without_comments(decode(data[:MAX_BYTES]))
    marks = list(_MARK.finditer(text))
    feeds: list[FeedLink] = []
    open_names: list[str | None] = []
    for index, mark in enumerate(marks):
        if mark["close"]:
            del open_names[-1:]
            continue
        end = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        chunk = text[mark.end() : min(end, mark.end() + _MAX_TAG)]
        _read_outline(chunk, open_names, feeds)
        if len(feeds) == MAX_FEEDS:
            break
    return feeds


def _read_outline(chunk: str, open_names: list[str | None], feeds: list[FeedLink]) -> None:
    """Take one outline, `chunk` being its text up to the next one: a feed, or a group that opens.

    `open_names` holds the names of open groups and None for an open feed. Feeds do not hold outlines, so one that is
    still open when the next begins was never closed.
    """
    if open_names and open_names[-1] is None:
        open_names.pop()
    attributes = _attributes(chunk)
    url = attributes.get("xmlurl") or (attributes.get("url") if attributes.get("type") in ("rss", "atom") else None)
    title = attributes.get("title") or attributes.get("text")
    if url:
        group = next((name for name in reversed(open_names) if name), None)
        feeds.append(
            FeedLink(url=url, title=title if title != url else None, group=group, html_url=attributes.get("htmlurl"))
        )
    if not _is_empty(chunk) and len(open_names) < MAX_DEPTH:
        open_names.append(None if url else title or "")


def _attributes(chunk: str) -> dict[str, str]:
    """Attributes by lower-case name, the first of each: strictly where that reads the whole tag, else generously."""
    found: list[tuple[str, str]] = []
    position = 0
    while match := _ATTRIBUTE.match(chunk, position):
        found.append((match[1], match[2][1:-1]))
        position = match.end()
    if chunk[position:].lstrip().lstrip("/").lstrip()[:1] != ">":
        found = _generous_attributes(chunk)
    attributes: dict[str, str] = {}
    for name, value in found:
        text = " ".join(html.unescape(_HUGE_REFERENCE.sub("\ufffd", value)).split())
        if text:
            attributes.setdefault(name.lower(), text)
    return attributes


def _generous_attributes(chunk: str) -> list[tuple[str, str]]:
    """Attributes of a tag with stray quotes or brackets: a value goes on to the last quote before the next name."""
    starts = list(_START.finditer(chunk))
    ends = [*(start.start() for start in starts[1:]), len(chunk)][: len(starts)]
    values = [chunk[start.end() : end] for start, end in zip(starts, ends, strict=True)]
    return [
        (start[1], value[: value.rfind(start[2])])
        for start, value in zip(starts, values, strict=True)
        if start[2] in value
    ]


def _is_empty(chunk: str) -> bool:
    """Whether the outline closes itself: the last bracket of its text has a slash before it."""
    end = chunk.rfind(">")
    return end > 0 and chunk[:end].rstrip().endswith("/")


def write_opml(feeds: Iterable[FeedLink], title: str = "Feeds") -> bytes:
    """An OPML 2.0 document, one outline for each group in order of first appearance, feeds without a group first."""
    groups: dict[str, list[FeedLink]] = {"": []}
    for feed in feeds:
        groups.setdefault(feed.group or "", []).append(feed)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += ["  <head>", f"    <title>{_escaped(title)}</title>", "  </head>", "  <body>"]
    for name, members in groups.items():
        lines += _group_lines(name, members)
    return "\n".join([*lines, "  </body>", "</opml>", ""]).encode("utf-8", "replace")


def _group_lines(name: str, members: list[FeedLink]) -> list[str]:
    """The outlines of one group, nested when it has a name."""
    if not name:
        return [f"    {_outline(feed)}" for feed in members]
    label = _escaped(name)
    inner = [f"      {_outline(feed)}" for feed in members]
    return [f'    <outline text="{label}" title="{label}">', *inner, "    </outline>"]


def _outline(feed: FeedLink) -> str:
    """The outline of one feed. OPML 2.0 requires `text`."""
    label = _escaped(feed.title or feed.url)
    home = f' htmlUrl="{_escaped(feed.html_url)}"' if feed.html_url else ""
    return f'<outline type="rss" text="{label}" title="{label}" xmlUrl="{_escaped(feed.url)}"{home}/>'


_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _escaped(text: str) -> str:
    """Text for an attribute."""
    return html.escape(_INVALID.sub("", " ".join(text.split())))
