"""The element of a page that holds the article: where prose is many and everything else is little."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.clean.blocks import Block, Node, Outline
from pipeline.clean.furniture import is_about_consent
from pipeline.clean.markup_words import HEADINGS, JUNK_TAGS

UNDENIABLE_SHARE = 0.4
"""An element that holds this much of the page's prose is no furniture, whatever it is called."""
UNDENIABLE_SHARE_AT_EDGE = 0.7
"""The same for `<footer>` and `<nav>`, which hold more prose than a notice of three sentences does."""
EDGE_TAGS = frozenset({"footer", "nav"})
NO_CONTAINERS = HEADINGS | {"p", "li", "td", "th", "dd", "dt", "caption", "figcaption"}
LEAST_SHARE_LEFT = 0.3
"""With less of the page's prose left, the names that took the rest away are doubted."""
MUCH_MORE = 2.5
PLAIN_CREDIT = 0.3
"""Measured: at 0 pages of lists lose their body, from 0.6 on footers begin to win."""


def credit(block: Block) -> float:
    """What a block adds to the case that its element is the article: lists and short lines count half."""
    if block.is_prose:
        return 0.0 if is_about_consent(block.text) else block.weight
    plain = block.n_link == 0 and block.tag in ("p", "li", "div", "section", "blockquote", "dd")
    return PLAIN_CREDIT * block.weight if plain else 0.0


@dataclass(slots=True)
class Masses:
    """For each node: the prose, and all text, beneath it; and whether it lies in furniture."""

    prose: list[float]
    total: list[float]
    in_junk: list[bool]
    raw: float
    """The prose of the whole page, furniture included."""


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


def _may_be_junk(node: Node, prose: float, whole: float) -> bool:
    """Whether an element holds so little of the page's prose that it may be furniture."""
    return prose <= (UNDENIABLE_SHARE_AT_EDGE if node.tag in EDGE_TAGS else UNDENIABLE_SHARE) * whole


def measure(outline: Outline, *, believe_names: bool = True, believe_hiding: bool = True) -> Masses:
    """Weigh every element, and decide which furniture is believed to be furniture."""
    nodes = outline.nodes
    prose, total = [0.0] * len(nodes), [0.0] * len(nodes)
    for block in outline.blocks:
        total[block.node] += block.weight
        prose[block.node] += credit(block)
    raw = _sum_up(outline, prose)
    whole = raw[0] if raw else 0.0
    own = [
        (node.is_hidden and believe_hiding)
        or (_may_be_junk(node, raw[index], whole) and ((node.is_junk and believe_names) or node.tag in JUNK_TAGS))
        for index, node in enumerate(nodes)
    ]
    in_junk = _spread(outline, own)
    believed = _sum_up(outline, [0.0 if in_junk[index] else value for index, value in enumerate(prose)])
    return Masses(believed, _sum_up(outline, total), in_junk, whole)


def _best(outline: Outline, masses: Masses) -> int | None:
    """The node with the best product of prose and purity; the deeper one when two are as good."""
    best, best_score = None, 0.0
    for index, prose in enumerate(masses.prose):
        if prose and outline.nodes[index].tag not in NO_CONTAINERS:
            score = prose * (prose / masses.total[index])
            if score >= best_score:
                best, best_score = index, score
    return best


def choose_container(outline: Outline) -> tuple[int | None, Masses]:
    """The element of the article, and the masses by which it was chosen; no element in a page without prose.

    When what is called furniture or is hidden leaves hardly any prose, the names are not believed, and then the hiding.
    """
    masses = measure(outline)
    best = _best(outline, masses)
    for hiding in (True, False):
        if best is not None and masses.prose[best] >= LEAST_SHARE_LEFT * masses.raw:
            break
        lenient = measure(outline, believe_names=False, believe_hiding=hiding)
        found = _best(outline, lenient)
        if found is not None and lenient.prose[found] > MUCH_MORE * (masses.prose[best] if best is not None else 0):
            best, masses = found, lenient
    return best, masses
