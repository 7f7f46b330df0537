"""What else a page offers as its text, asked when its blocks are few or to judge them.

Linked data often carries the whole text (`articleBody`): it is a witness against short lines that it does not know.
It is no replacement: on 80 news pages that had one, it lacked lead and headings, or held other things, so often that
its F1 was 0.04 below that of the blocks. Only a page without text of its own is read from linked data, from markup
within scripts, or by trafilatura.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import trafilatura

from pipeline.clean.blocks import Block, Outline, read_outline
from pipeline.clean.body import find_body
from pipeline.clean.folding import fold
from pipeline.clean.json_ld import Node
from pipeline.clean.markup_words import HEADINGS
from pipeline.clean.tree import parse_markup
from pipeline.text import weigh

LEAST_DECLARED_CHARS = 500
LEAST_COVERED = 0.6
"""A declared text that knows less of the prose than this is that of something else, or cut off."""
MAX_DOUBTED_CHARS = 240
FIRST_DOUBTED = 3
"""The first blocks are never doubted: declared texts often begin after the lead."""
SAME_END = 30

WEAK_TEXT = 250
MAX_ELEMENTS = 20_000
"""Beyond it trafilatura is not asked: its time grows with the square of the elements (60 s for 200,000)."""
MAX_SCRIPT_CHARS = 2_000_000
MAX_FRAGMENTS = 10
_STRING = re.compile(r'"((?:[^"\\]|\\.){300,})"')
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)


def declared_text(article: Node) -> str:
    """The text that linked data declares, markup taken out; empty when there is none."""
    body = article.get("articleBody")
    if not isinstance(body, str):
        return ""
    body = unescape(body)
    if not _PARAGRAPH.search(body):
        return body
    page = parse_markup(f"<div>{body}</div>")
    return "\n\n".join(block.text for block in read_outline(page.root).blocks) if page else ""


def without_unknown(blocks: list[Block], declared: str) -> list[Block]:
    """Drop short lines that the declared text does not know, where it knows nearly all of the prose."""
    if len(declared) < LEAST_DECLARED_CHARS:
        return blocks
    known_text = fold(declared)
    known = [_is_known(fold(block.text), known_text) for block in blocks]
    prose = [(len(block.text), is_known) for block, is_known in zip(blocks, known, strict=True) if block.is_prose]
    if sum(n for n, is_known in prose if is_known) < LEAST_COVERED * sum(n for n, _ in prose):
        return blocks
    return [
        block
        for index, (block, is_known) in enumerate(zip(blocks, known, strict=True))
        if is_known or index < FIRST_DOUBTED or block.tag in HEADINGS or len(block.text) > MAX_DOUBTED_CHARS
    ]


def _is_known(folded: str, known_text: str) -> bool:
    """Whether a block, or both its ends, occur in a text."""
    return folded in known_text or (
        len(folded) > 2 * SAME_END and folded[:SAME_END] in known_text and folded[-SAME_END:] in known_text
    )


def _by_trafilatura(root: Any, outline: Outline) -> str:
    """The reference extractor on the same tree, without its metadata search."""
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS or any(
        len(block.text) > MAX_SCRIPT_CHARS for block in outline.blocks
    ):
        return ""
    found = trafilatura.bare_extraction(root, include_comments=False, fast=True, with_metadata=False)
    text = None if found is None or isinstance(found, dict) else found.text
    return (text or "").replace("\n", "\n\n")


def _fragments(root: Any) -> Iterator[str]:
    """Markup with paragraphs that scripts hold as strings, once or twice escaped."""
    n_chars = n_found = 0
    for script in root.iter("script"):
        source = script.text or ""
        n_chars += len(source)
        if n_chars > MAX_SCRIPT_CHARS or n_found >= MAX_FRAGMENTS:
            return
        for found in _STRING.finditer(source):
            text = _unescape(found[0])
            inner = _unescape(f'"{text}"') if text and "\\u003c" in text else text
            if inner and _PARAGRAPH.search(inner):
                n_found += 1
                yield inner


def _unescape(literal: str) -> str:
    """The value of a JSON string; empty when it is none."""
    try:
        value = json.loads(literal, strict=False)
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""


def _from_scripts(root: Any, title: str) -> str:
    """The longest article in the markup that scripts hold."""
    texts = [""]
    for fragment in _fragments(root):
        page = parse_markup(f"<html><body><div>{fragment}</div></body></html>")
        if page is not None:
            texts.append(find_body(read_outline(page.root), title, []).text)
    return max(texts, key=weigh)


def ask_others(root: Any, outline: Outline, article: Node, title: str) -> tuple[str, str]:
    """(text, method) of the best other source, for a page whose own blocks are weak."""
    declared = declared_text(article)
    if weigh(declared) >= WEAK_TEXT:
        return declared, "json_ld"
    candidates = {"script": _from_scripts(root, title), "trafilatura": _by_trafilatura(root, outline)}
    method = max(candidates, key=lambda name: weigh(candidates[name]))
    return candidates[method], method
