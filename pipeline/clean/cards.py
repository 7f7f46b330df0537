"""What lies within the element of the article and belongs to other articles: cards, lists of cards, further articles.

A card is the headline of another article, linked, perhaps with a lead, a name and a time. Pages put single cards into
small `<article>` elements, and lists of them behind the text; pages that never end put whole articles behind it.
"""

from __future__ import annotations

from pipeline.clean.blocks import Node, Outline
from pipeline.clean.container import Masses

MAX_NESTED_SHARE = 0.25
"""An `<article>` within the article that holds less of the prose than this is a card of another article."""
LEAST_CARDS = 3
MOST_LINES_OF_CARD = 8
MOST_PROSE_OF_CARD = 2
LEAST_LINKED = 0.45
"""Share of a card's headline that is linked; below 0.5 because pages repeat it, once as the text of a picture."""
LEAST_HEADLINE_WEIGHT = 20
LEAST_SHARE_OF_CARDS = 0.6
MAX_LIST_SHARE = 0.5
"""A list with more of the prose than this is the article itself: a live report, or a list of things to know."""


def _children(nodes: list[Node], container: int) -> dict[int, list[int]]:
    """The nodes within the container that hold any block, by their parents."""
    children: dict[int, list[int]] = {}
    for index in range(container + 1, len(nodes)):
        if nodes[index].first_block >= nodes[container].last_block:
            break
        if nodes[index].first_block < nodes[index].last_block:
            children.setdefault(nodes[index].parent, []).append(index)
    return children


def _is_card(outline: Outline, node: Node) -> bool:
    """Whether an element is a linked headline with a few lines about it."""
    if node.last_block - node.first_block > MOST_LINES_OF_CARD:
        return False
    blocks = outline.blocks[node.first_block : node.last_block]
    return sum(block.is_prose for block in blocks) <= MOST_PROSE_OF_CARD and any(
        block.weight >= LEAST_HEADLINE_WEIGHT and block.n_link >= LEAST_LINKED * len(block.text) for block in blocks
    )


def _last_prose(outline: Outline, masses: Masses, first: int, last: int) -> int:
    """The index of the last running text in a range of blocks, furniture left out; -1 when there is none."""
    blocks = outline.blocks
    return next(
        (i for i in range(last - 1, first - 1, -1) if blocks[i].is_prose and not masses.in_junk[blocks[i].node]), -1
    )


def _find_list(outline: Outline, masses: Masses, container: int, children: dict[int, list[int]]) -> int | None:
    """The outermost list of cards that ends the container, if one does."""
    nodes = outline.nodes
    last = _last_prose(outline, masses, nodes[container].first_block, nodes[container].last_block)
    for parent, own in children.items():
        node = nodes[parent]
        if len(own) < LEAST_CARDS or not node.first_block <= last < node.last_block:
            continue
        if masses.prose[parent] > MAX_LIST_SHARE * masses.prose[container]:
            continue
        if sum(_is_card(outline, nodes[one]) for one in own) >= max(LEAST_CARDS, LEAST_SHARE_OF_CARDS * len(own)):
            return parent
    return None


def _further(outline: Outline, large: list[int]) -> set[int]:
    """Those of the large `<article>` elements that are whole articles behind the first: each has its own h1."""
    ranks = [index for index, block in enumerate(outline.blocks) if block.tag == "h1"]
    headed = [
        one
        for one in large
        if any(outline.nodes[one].first_block <= at < outline.nodes[one].last_block for at in ranks)
    ]
    return set(headed[1:]) if large[:1] == headed[:1] else set()


def _outermost_articles(nodes: list[Node], container: int) -> list[int]:
    """The `<article>` elements within the container that lie in no other one of them."""
    outermost: list[int] = []
    for index in range(container + 1, len(nodes)):
        if nodes[index].first_block >= nodes[container].last_block:
            break
        is_inner = bool(outermost) and nodes[index].first_block < nodes[outermost[-1]].last_block
        if nodes[index].tag == "article" and not is_inner:
            outermost.append(index)
    return outermost


def _are_entries(masses: Masses, container: int, articles: list[int]) -> bool:
    """Whether articles, none of which is most of the container, together are: the entries of a live report."""
    shares = [masses.prose[one] for one in articles]
    half = MAX_LIST_SHARE * masses.prose[container]
    return sum(shares) > half and max(shares) < half


def mark_cards(outline: Outline, masses: Masses, container: int) -> list[bool]:
    """For each node, whether it lies in what belongs to another article."""
    nodes, limit = outline.nodes, MAX_NESTED_SHARE * masses.prose[container]
    outermost = _outermost_articles(nodes, container)
    found = _find_list(outline, masses, container, _children(nodes, container))
    others = _further(outline, [one for one in outermost if masses.prose[one] >= limit]) | {found}
    are_entries = _are_entries(masses, container, outermost)
    marks = [False] * len(nodes)
    for index in range(container + 1, len(nodes)):
        node = nodes[index]
        if node.first_block >= nodes[container].last_block:
            break
        is_small = node.tag == "article" and masses.prose[index] < limit and not are_entries
        marks[index] = marks[node.parent] or is_small or index in others
    return marks
