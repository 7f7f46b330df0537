"""The element of a page that holds the article: where prose is many and everything else is little."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.clean.blocks import HEADINGS, Block, Outline

LEAST_PROSE_CHARS = 60
MAX_LINK_SHARE = 0.35
UNDENIABLE_SHARE = 0.4
"""An element that holds this much of the page's prose is no furniture, whatever it is called."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
PLAIN_CREDIT = 0.3
WIDE_WEIGHT = 2.5
"""A character of Chinese, Japanese or Korean says as much as so many Latin ones."""
_SENTENCE = re.compile(r"[.!?…。！？।][\"'”’»›)\]]?(?:\s|$)|[。！？」]|다\.")


def weigh(text: str) -> float:
    """The length of a text in Latin characters."""
    if text.isascii():
        return len(text)
    return len(text) + (WIDE_WEIGHT - 1) * len(_WIDE.findall(text))


def is_prose(block: Block) -> bool:
    """Whether a block is running text: long enough, with an end of a sentence, and not made of links."""
    return (
        block.tag not in HEADINGS
        and block.tag not in ("li", "td", "th", "figcaption", "button", "label")
        and block.n_link <= MAX_LINK_SHARE * len(block.text)
        and weigh(block.text) >= LEAST_PROSE_CHARS
        and _SENTENCE.search(block.text) is not None
    )


def credit(block: Block) -> float:
    """What a block adds to the case that its element is the article: lists and short lines count half."""
    if is_prose(block):
        return weigh(block.text)
    plain = block.n_link == 0 and block.tag in ("p", "li", "div", "section", "blockquote", "dd")
    return PLAIN_CREDIT * weigh(block.text) if plain else 0.0


@dataclass(slots=True)
class Masses:
    """For each node: the prose, and all text, beneath it; and whether it lies in furniture."""

    prose: list[float]
    total: list[float]
    in_junk: list[bool]


def _sum_up(outline: Outline, values: list[float]) -> list[float]:
    """Add the values of each node to all its ancestors. Parents precede children, so one backward pass does it."""
    sums = list(values)
    for index in range(len(outline.nodes) - 1, 0, -1):
        sums[outline.nodes[index].parent] += sums[index]
    return sums


def _spread(outline: Outline, own: list[bool]) -> list[bool]:
    """Hand a mark down from each node to all its descendants."""
    marks = list(own)
    for index in range(1, len(outline.nodes)):
        marks[index] = marks[index] or marks[outline.nodes[index].parent]
    return marks


def measure(outline: Outline) -> Masses:
    """Weigh every element, and decide which furniture is believed to be furniture."""
    nodes = outline.nodes
    prose, total = [0.0] * len(nodes), [0.0] * len(nodes)
    for block in outline.blocks:
        weight = weigh(block.text)
        total[block.node] += weight
        prose[block.node] += credit(block)
    raw = _sum_up(outline, prose)
    limit = UNDENIABLE_SHARE * (raw[0] if raw else 0)
    in_junk = _spread(outline, [node.is_hidden or (node.is_junk and raw[i] <= limit) for i, node in enumerate(nodes)])
    return Masses(
        _sum_up(outline, [0.0 if in_junk[i] else p for i, p in enumerate(prose)]), _sum_up(outline, total), in_junk
    )


def choose_container(masses: Masses) -> int | None:
    """The node with the best product of prose and purity; the deeper one when two are as good. None without prose."""
    best, best_score = None, 0.0
    for index, prose in enumerate(masses.prose):
        if prose:
            score = prose * (prose / masses.total[index])
            if score >= best_score:
                best, best_score = index, score
    return best
