"""The text of an article, from the tree that the metadata is read from too."""

from __future__ import annotations

from typing import Any

import trafilatura


def extract_text(root: Any) -> str:
    """Paragraphs separated by blank lines; empty when nothing was found."""
    found = trafilatura.bare_extraction(root, include_comments=False, fast=True, with_metadata=False)
    if found is None or isinstance(found, dict):
        return ""
    return (found.text or "").replace("\n", "\n\n")
