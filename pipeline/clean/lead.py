"""The lead paragraph (standfirst) of an article, which often stands outside the element of its body."""

from __future__ import annotations

from pipeline.clean.blocks import Block, Outline
from pipeline.clean.container import Masses
from pipeline.clean.folding import fold

LEAST_LEAD_CHARS = 40
MAX_LEADS = 3
SAME_PREFIX = 50
"""Folded characters at the start that make a block and a description the same sentence."""


def _is_description(folded: str, descriptions: list[str]) -> bool:
    """Whether a block begins as the page's own description does, or the other way round."""
    for description in descriptions:
        shorter = min(len(folded), len(description), SAME_PREFIX)
        if shorter >= LEAST_LEAD_CHARS * 0.6 and folded[:shorter] == description[:shorter]:
            return True
    return False


def find_headline(blocks: list[Block], title: str, end: int) -> int | None:
    """The index behind the last block before `end` that is the headline."""
    wanted = fold(title)
    for index in range(min(end, len(blocks)) - 1, -1, -1):
        if blocks[index].tag == "h1" or (wanted and fold(blocks[index].text) == wanted):
            return index + 1
    return None


def find_lead(
    outline: Outline, masses: Masses, kept: list[Block], start: int, title: str, descriptions: list[str]
) -> list[Block]:
    """The lead blocks before the kept ones: those that are the page's description, or are named so behind `start`."""
    if not kept:
        return []
    said = {fold(block.text) for block in kept} | {fold(title)}
    leads: list[Block] = []
    for index, block in enumerate(outline.blocks):
        if block is kept[0] or len(leads) == MAX_LEADS:
            break
        folded = fold(block.text)
        if folded in said or block.weight < LEAST_LEAD_CHARS or block.n_link > 0.5 * len(block.text):
            continue
        node = outline.nodes[block.node]
        is_named = (node.is_lead or outline.nodes[node.parent].is_lead) and not masses.in_junk[block.node]
        if (is_named and index >= start) or _is_description(folded, descriptions):
            said.add(folded)
            leads.append(block)
    return leads
