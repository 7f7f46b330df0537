"""The text of an article, from the tree that the metadata is read from too."""

from __future__ import annotations

from typing import Any

import trafilatura

from pipeline.clean.blocks import read_outline
from pipeline.clean.container import choose_container, measure
from pipeline.clean.folding import fold
from pipeline.clean.lead import find_lead
from pipeline.clean.selection import select_blocks


def extract_text(root: Any, title: str, descriptions: list[str]) -> str:
    """Paragraphs separated by blank lines; empty when nothing was found."""
    outline = read_outline(root)
    masses = measure(outline)
    container = choose_container(masses)
    if container is None:
        return ""
    kept = select_blocks(outline, masses, container, title)
    leads = find_lead(outline, masses, kept, title, [fold(one) for one in descriptions if one])
    return "\n\n".join(block.text for block in leads + kept)


def extract_by_trafilatura(root: Any) -> str:
    """The reference extractor on the same tree, without its metadata search."""
    found = trafilatura.bare_extraction(root, include_comments=False, fast=True, with_metadata=False)
    if found is None or isinstance(found, dict):
        return ""
    return (found.text or "").replace("\n", "\n\n")
