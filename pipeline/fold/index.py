"""The questions folding asks of whatever remembers the articles: memory in the tests, SQL in the workers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from schemas.fingerprint import Fingerprint, Placement

Stand = tuple[datetime, str, int]
"""Where an article stands in canonical order (publication time, then key), and its id."""
HUBS = 24
"""First heads of a posting: two heads meet there when one of them is a hub."""
MOST_SEEN = 4096
"""Heads that a hub meets in one posting."""
Found = Mapping[int, Sequence[Stand]]
"""Band or posting to the articles found there, in canonical order."""


class FoldIndex(Protocol):
    """Everything is asked for many articles at once. Bands and postings already tell languages apart."""

    def band_articles(self, bands: Collection[int], limit: int) -> Found:
        """For each band the first `limit` articles in canonical order, duplicates too."""
        ...

    def posting_heads(self, postings: Collection[int], limit: int) -> Found:
        """For each posting the first `limit` heads in canonical order."""
        ...

    def slices_held(self, numbers: Collection[int]) -> set[int]:
        """Which of these slices of time have any heads."""
        ...

    def recall(self, article_ids: Collection[int]) -> Mapping[int, tuple[Fingerprint, Placement]]:
        """Fingerprints and placements of known articles; unknown ids are left out."""
        ...

    def copies(self, head_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
        """For each head its duplicates in canonical order; heads without any may be left out."""
        ...

    def block_heads(self, block_ids: Collection[int], limit: int) -> Mapping[int, Sequence[int]]:
        """For each block its first `limit` heads in canonical order."""
        ...

    def members(self, story_ids: Collection[int]) -> Mapping[int, Placement]:
        """Placements of every article of these stories, duplicates too, by article."""
        ...
