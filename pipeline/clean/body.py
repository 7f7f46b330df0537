"""The text of an article, from the tree that the metadata is read from too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import trafilatura

from pipeline.clean.blocks import Block, Outline
from pipeline.clean.container import choose_container
from pipeline.clean.folding import fold
from pipeline.clean.lead import find_headline, find_lead
from pipeline.clean.selection import select_blocks


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of an article. `headline_at` is the index of the block after the headline, where one was found."""

    blocks: list[Block]
    headline_at: int | None

    @property
    def text(self) -> str:
        """Paragraphs separated by blank lines."""
        return "\n\n".join(block.text for block in self.blocks)


def find_body(outline: Outline, title: str, descriptions: list[str]) -> Body:
    """Find the article in a page; without any blocks when there is no running text."""
    container, masses = choose_container(outline)
    if container is None:
        return Body([], find_headline(outline.blocks, title, len(outline.blocks)))
    kept = select_blocks(outline, masses, container, title)
    first = next((i for i, block in enumerate(outline.blocks) if kept and block is kept[0]), 0)
    headline_at = find_headline(outline.blocks, title, first)
    leads = find_lead(outline, masses, kept, headline_at or first, title, [fold(one) for one in descriptions if one])
    return Body(leads + kept, headline_at)


def extract_by_trafilatura(root: Any) -> str:
    """The reference extractor on the same tree, without its metadata search."""
    found = trafilatura.bare_extraction(root, include_comments=False, fast=True, with_metadata=False)
    if found is None or isinstance(found, dict):
        return ""
    return (found.text or "").replace("\n", "\n\n")
