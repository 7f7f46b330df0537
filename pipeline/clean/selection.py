"""Which blocks of the article's element are its text."""

from __future__ import annotations

from collections import Counter

from pipeline.clean.blocks import Block, Outline
from pipeline.clean.cards import mark_cards
from pipeline.clean.container import Masses
from pipeline.clean.folding import fold
from pipeline.clean.furniture import is_appeal, is_caption, is_entry_stamp, is_instruction, is_stamp
from pipeline.clean.markup_words import HEADINGS
from pipeline.clean.times import read_stamp

LEAST_REPEATED_WEIGHT = 40
TIMES_OF_FURNITURE = 3
MAX_PROSE_BEFORE_TITLE = 0.3
BLOCKS_AT_END = 3
MAX_WORDS_OF_STAMP = 4


def _is_kept(block: Block) -> bool:
    """Whether a block within the container reads as text of the article."""
    if is_instruction(block.text) or is_caption(block.text) or _is_clock(block.text):
        return False
    link_share = block.n_link / max(1, len(block.text))
    if block.tag in ("td", "th"):
        return block.is_prose
    if block.tag == "p":
        return link_share < 0.7 or block.weight > 200
    return link_share < 0.5


def _is_clock(text: str) -> bool:
    """Whether a line is a day with a time of day, perhaps with a name: the stamp of an entry in a live report."""
    if is_entry_stamp(text):
        return True
    moment = read_stamp(text) if is_stamp(text, MAX_WORDS_OF_STAMP) else None
    return moment is not None and moment.certainty != "day"


def _after_title(blocks: list[Block], title: str) -> list[Block]:
    """Drop what precedes the headline, unless much of the prose does; any first-level heading serves if none is it."""
    wanted = fold(title)
    limit = MAX_PROSE_BEFORE_TITLE * sum(block.is_prose for block in blocks)
    by_title = by_rank = -1
    seen = 0
    for index, block in enumerate(blocks):
        if seen > limit:
            break
        seen += block.is_prose
        if wanted and fold(block.text) == wanted:
            by_title = index
        elif block.tag == "h1":
            by_rank = index
    return blocks[(by_title if by_title >= 0 else by_rank) + 1 :]


def _trim_edges(blocks: list[Block]) -> list[Block]:
    """Drop the short lines before the first and after the last running text: times, kickers, labels, headings."""
    prose = [index for index, block in enumerate(blocks) if block.is_prose]
    if not prose:
        return blocks
    first, last = prose[0], prose[-1]
    start = next((i for i in range(first) if not _is_edge(blocks[i])), first)
    while start and blocks[start - 1].tag in HEADINGS and not is_stamp(blocks[start - 1].text):
        start -= 1
    end = next((i + 1 for i in range(len(blocks) - 1, last, -1) if not _is_edge(blocks[i])), last + 1)
    return blocks[start:end]


def _is_edge(block: Block) -> bool:
    """Whether a block may not begin or end an article: a heading, a time, a line of few words that is no list item."""
    if block.tag in HEADINGS or is_stamp(block.text):
        return True
    return block.tag != "li" and block.weight < 40 and block.text[-1:] not in '.!?…。”"»'


def _without_appeals(blocks: list[Block]) -> list[Block]:
    """Drop the appeals to the reader that end a page, with what stands behind the first of them."""
    last = len(blocks)
    for index in range(len(blocks) - 1, max(0, len(blocks) - BLOCKS_AT_END) - 1, -1):
        if index and is_appeal(blocks[index].text):
            last = index
    return blocks[:last]


def _without_repeats(blocks: list[Block]) -> list[Block]:
    """Keep the first of each longer text that stands twice, and none of what stands three times: that is furniture."""
    counts = Counter(fold(block.text) for block in blocks if block.weight >= LEAST_REPEATED_WEIGHT)
    seen: set[str] = set()
    kept: list[Block] = []
    for block in blocks:
        folded = fold(block.text)
        if counts[folded] < TIMES_OF_FURNITURE and folded not in seen:
            kept.append(block)
        if counts[folded]:
            seen.add(folded)
    return kept


def select_blocks(outline: Outline, masses: Masses, container: int, title: str) -> list[Block]:
    """The blocks of the article in order."""
    node, cards = outline.nodes[container], mark_cards(outline, masses, container)
    inside = outline.blocks[node.first_block : node.last_block]
    kept = [block for block in inside if not masses.in_junk[block.node] and not cards[block.node] and _is_kept(block)]
    return _trim_edges(_without_appeals(_without_repeats(_after_title(kept, title))))
