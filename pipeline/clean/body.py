"""The text of an article, from the tree that the metadata is read from too."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.clean.blocks import Block, Outline
from pipeline.clean.container import choose_container
from pipeline.clean.folding import fold
from pipeline.clean.lead import find_headline, find_lead
from pipeline.clean.selection import select_blocks

LINES_BEFORE = 4
LINES_AROUND = 12


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of an article, and where the lines around it stand in the outline."""

    blocks: list[Block]
    top: range
    """The lines from the headline to the first text: bylines and times are looked for here."""
    tail: range
    """The lines right behind the text."""

    @property
    def text(self) -> str:
        """Paragraphs separated by blank lines."""
        return "\n\n".join(block.text for block in self.blocks)


def _surroundings(blocks: list[Block], kept: list[Block], headline_at: int | None) -> tuple[range, range]:
    """The ranges of lines above and behind the text."""
    if not kept:
        start = headline_at or 0
        return range(max(0, start - LINES_BEFORE), min(len(blocks), start + LINES_AROUND if headline_at else 0)), range(
            0
        )
    chosen = {id(block) for block in kept}
    places = [index for index, block in enumerate(blocks) if id(block) in chosen]
    first, last = places[0], places[-1]
    start = headline_at - LINES_BEFORE if headline_at is not None else first - LINES_AROUND
    start = max(start, 0, first - 3 * LINES_AROUND)
    return range(start, min(len(blocks), first + LINES_BEFORE)), range(last, min(len(blocks), last + 4))


def find_body(outline: Outline, title: str, descriptions: list[str]) -> Body:
    """Find the article in a page; without any blocks when there is no running text."""
    container, masses = choose_container(outline)
    kept = select_blocks(outline, masses, container, title) if container is not None else []
    first = next((i for i, block in enumerate(outline.blocks) if kept and block is kept[0]), len(outline.blocks))
    headline_at = find_headline(outline.blocks, title, first)
    start = headline_at if headline_at is not None else first
    leads = find_lead(outline, masses, kept, start, title, [fold(one) for one in descriptions if one])
    top, tail = _surroundings(outline.blocks, kept, headline_at)
    return Body(leads + kept, top, tail)
