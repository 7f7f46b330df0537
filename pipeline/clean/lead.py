"""The lead paragraph (standfirst) of an article, which often stands outside the element of its body."""

from __future__ import annotations

from pipeline.clean.blocks import Block, Outline
from pipeline.clean.container import Masses, weigh
from pipeline.clean.folding import fold

LEAST_LEAD_CHARS = 40
SAME_PREFIX = 50
"""Folded characters at the start that make a block and a description the same sentence."""


def _is_description(folded: str, descriptions: list[str]) -> bool:
    """Whether a block begins as the page's own description does, or the other way round."""
    for description in descriptions:
        shorter = min(len(folded), len(description), SAME_PREFIX)
        if shorter >= LEAST_LEAD_CHARS * 0.6 and folded[:shorter] == description[:shorter]:
            return True
    return False


def _title_at(blocks: list[Block], title: str, end: int) -> int:
    """The index behind the last block before `end` that is the headline, or 0."""
    wanted = fold(title)
    for index in range(end - 1, -1, -1):
        if blocks[index].tag == "h1" or (wanted and fold(blocks[index].text) == wanted):
            return index + 1
    return 0


def find_lead(outline: Outline, masses: Masses, kept: list[Block], title: str, descriptions: list[str]) -> list[Block]:
    """The lead blocks that precede the kept ones and are not among them; mostly one or none."""
    if not kept:
        return []
    blocks, chosen = outline.blocks, {id(block) for block in kept}
    first = next(index for index, block in enumerate(blocks) if id(block) in chosen)
    start = _title_at(blocks, title, first)
    said = {fold(block.text) for block in kept}
    leads: list[Block] = []
    for index, block in enumerate(blocks[:first]):
        folded = fold(block.text)
        if folded in said or weigh(block.text) < LEAST_LEAD_CHARS or block.n_link > 0.5 * len(block.text):
            continue
        node = outline.nodes[block.node]
        is_lead = node.is_lead or outline.nodes[node.parent].is_lead
        by_name = start and index >= start and is_lead and not masses.in_junk[block.node]
        if (by_name or _is_description(folded, descriptions)) and folded != fold(title):
            said.add(folded)
            leads.append(block)
    return leads[:3]
