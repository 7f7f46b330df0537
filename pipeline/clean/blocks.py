"""A tree as a flat list of text blocks and the elements that contain them: one pass, linear, no recursion."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from pipeline.clean.markup_words import (
    BLOCK_TAGS,
    HEADINGS,
    JUNK_TAGS,
    MAX_NAME_CHARS,
    SKIPPED_TAGS,
    is_byline_name,
    is_clipped,
    is_hidden_style,
    is_junk_role,
    kind_of,
)
from pipeline.text import weigh

BREAK = "\x1f"
"""Stands for `<br>` until a block is finished; markup never contains it, see `tree`."""

MAX_BLOCKS = 50_000
MAX_BLOCK_CHARS = 1_000_000
"""No article has so many paragraphs, or one so long: what lies beyond is left out and flagged."""
LEAST_PROSE_WEIGHT = 60
MAX_LINK_SHARE = 0.35
MAX_SEARCHED_CHARS = 2_000
NEVER_PROSE = HEADINGS | {"li", "td", "th", "figcaption", "button", "label"}
_SENTENCE = re.compile(r"[.!?…。！？।][\"'”’»›)\]]?(?:\s|$)|[。！？」]|다\.")

MAX_BYLINE_CHARS = 300
MAX_BYLINES = 200


@dataclass(slots=True)
class Node:
    """A block element. `parent` is an index; the root is its own parent."""

    tag: str
    parent: int
    is_junk: bool = False
    is_hidden: bool = False
    is_lead: bool = False
    first_block: int = 0
    last_block: int = 0
    """Its blocks are blocks[first_block:last_block]."""


@dataclass(slots=True)
class Block:
    """A run of text within one block element. `n_link` counts its characters within links."""

    text: str
    node: int
    tag: str
    n_link: int = 0
    weight: float = field(init=False)
    """See `pipeline.text.weigh`."""
    is_prose: bool = field(init=False)
    """Whether it is running text: long enough, with an end of a sentence, and not made of links."""

    def __post_init__(self) -> None:
        """Weigh once; blocks are looked at often."""
        self.weight = weigh(self.text)
        self.is_prose = (
            self.weight >= LEAST_PROSE_WEIGHT
            and self.tag not in NEVER_PROSE
            and self.n_link <= MAX_LINK_SHARE * len(self.text)
            and _SENTENCE.search(self.text[:MAX_SEARCHED_CHARS]) is not None
        )


@dataclass(slots=True)
class TimeMark:
    """A `<time>` element: the block it stands in or before, its machine-readable value, its names and its node."""

    block: int
    value: str
    names: str
    node: int


@dataclass(slots=True)
class BylineMark:
    """An element that calls itself the author's: the block it stands in or before, and its text."""

    block: int
    text: str
    is_stated: bool
    """Whether `rel` or `itemprop` says so, rather than a class name."""


@dataclass(slots=True)
class Outline:
    """All nodes and blocks of a page in document order."""

    nodes: list[Node] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    times: list[TimeMark] = field(default_factory=list)
    bylines: list[BylineMark] = field(default_factory=list)
    is_truncated: bool = False


class _Walk:
    """The state of the pass over a tree."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.stack: list[int] = []
        self.parts: list[str] = []
        self.n_link = 0
        self.link_depth = 0
        self.n_bylines_seen = 0
        self.is_byline: dict[str, bool] = {}
        """By class attribute; a page has few of them."""

    def say(self, text: str | None) -> None:
        """Add text to the current run."""
        if text:
            self.parts.append(text)
            if self.link_depth and not text.isspace():
                self.n_link += len(text.strip())

    def mark_time(self, element: Any) -> None:
        """Note where a time stands."""
        value = element.get("datetime") or "".join(element.itertext())
        names = f"{element.get('itemprop', '')} {element.get('class', '')}"
        self.outline.times.append(
            TimeMark(len(self.outline.blocks), value, names.lower(), self.stack[-1] if self.stack else 0)
        )

    def mark_byline(self, element: Any) -> None:
        """Note where a byline stands, by microdata (itemprop), link relation or class name."""
        is_stated = "author" in element.get("rel", "") or "author" in element.get("itemprop", "")
        if not is_stated and not self.has_byline_class(element.get("class")):
            return
        self.n_bylines_seen += 1
        if self.n_bylines_seen > MAX_BYLINES:
            return
        text = " ".join(BREAK.join(element.itertext()).split())[: MAX_BYLINE_CHARS + 1]
        if text and len(text) <= MAX_BYLINE_CHARS:
            self.outline.bylines.append(BylineMark(len(self.outline.blocks), text, is_stated))

    def has_byline_class(self, names: str | None) -> bool:
        """Whether a class attribute says that its element is the author's."""
        if not names:
            return False
        if names not in self.is_byline:
            self.is_byline[names] = is_byline_name(names)
        return self.is_byline[names]

    def flush(self) -> None:
        """End the current run; a double break within it ends a paragraph."""
        if not self.parts:
            return
        raw, n_link = "".join(self.parts), self.n_link
        self.parts, self.n_link = [], 0
        if not raw or raw.isspace() or not self.stack:
            return
        if len(raw) > MAX_BLOCK_CHARS:
            raw, self.outline.is_truncated = raw[:MAX_BLOCK_CHARS], True
        lines = [" ".join(line.split()) for line in raw.split(BREAK)]
        node = self.stack[-1]
        tag = self.outline.nodes[node].tag
        for text in "\n".join(lines).split("\n\n"):
            if text.strip():
                self.outline.blocks.append(Block(text.strip(), node, tag, min(n_link, len(text))))

    def judge(self, element: Any) -> tuple[bool, bool, bool]:
        """(junk, hidden, lead) by what the element says of itself."""
        attributes = element.attrib
        if not attributes:
            return False, False, False
        junk, lead = kind_of(f"{attributes.get('class', '')} {attributes.get('id', '')}"[:MAX_NAME_CHARS])
        role, style = attributes.get("role"), attributes.get("style")
        hidden = (
            "hidden" in attributes
            or attributes.get("aria-hidden") == "true"
            or (style is not None and is_hidden_style(style))
        )
        return junk or (role is not None and is_junk_role(role)), hidden, lead

    def open(self, element: Any, tag: str) -> None:
        """A block element begins."""
        self.flush()
        junk, hidden, lead = self.judge(element)
        nodes = self.outline.nodes
        parent = self.stack[-1] if self.stack else 0
        self.stack.append(len(nodes))
        nodes.append(Node(tag, parent, junk or tag in JUNK_TAGS, hidden, lead, len(self.outline.blocks)))
        self.say(element.text)

    def close(self) -> None:
        """A block element ends."""
        self.flush()
        self.outline.nodes[self.stack.pop()].last_block = len(self.outline.blocks)

    def stop(self) -> None:
        """Leave the rest of the page out."""
        self.outline.is_truncated = True
        for index in self.stack:
            self.outline.nodes[index].last_block = len(self.outline.blocks)

    def enter(self, element: Any, tag: str) -> None:
        """An element begins that may hold text."""
        if element.attrib:
            self.mark_byline(element)
        if tag in BLOCK_TAGS:
            self.open(element, tag)
            return
        if tag == "time":
            self.mark_time(element)
        self.link_depth += tag == "a" and "href" in element.attrib
        self.say(BREAK if tag == "br" else element.text)

    def leave(self, element: Any, tag: str) -> None:
        """An element ends that may have held text."""
        if tag in BLOCK_TAGS:
            self.close()
        else:
            self.link_depth -= tag == "a" and "href" in element.attrib


def _is_unseen(span: Any) -> bool:
    """Whether words within a line are there for screen readers only."""
    return is_clipped(span.get("class", ""), span.get("style", ""))


def read_outline(root: Any) -> Outline:
    """Read the blocks of a tree."""
    walk = _Walk()
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        tag = element.tag
        is_skipped = tag in SKIPPED_TAGS or (tag == "span" and _is_unseen(element))
        if event == "start":
            if is_skipped:
                events.skip_subtree()
            else:
                walk.enter(element, tag)
            continue
        if not is_skipped:
            walk.leave(element, tag)
        if element is not root:
            walk.say(element.tail)
        if len(walk.outline.blocks) >= MAX_BLOCKS:
            walk.stop()
            break
    return walk.outline
