"""The questions folding asks of whatever remembers the articles: memory in the tests, SQL in the workers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from schemas.fingerprint import Fingerprint, Placement

Stand = tuple[datetime, str, int]
"""Where an article stands in canonical order (publication time, then key), and its id."""
Found = Mapping[int, Sequence[Stand]]
"""Band or posting to the articles found there."""
Hits = Mapping[int, Found]
"""Asking article to what was found for it."""


class FoldIndex(Protocol):
    """Everything is asked for many articles at once. Bands and postings already tell languages apart.

    An article that is asked about need not be known; one that is known is never found for itself.
    """

    def band_heads_before(self, asking: Sequence[Fingerprint], limit: int) -> Hits:
        """For each band the latest `limit` heads that stand before the asking article in canonical order."""
        ...

    def band_articles_after(self, asking: Sequence[Fingerprint], limit: int) -> Hits:
        """For each band the first `limit` articles, heads or not, that stand after the asking article."""
        ...

    def posting_heads_before(self, asking: Sequence[Fingerprint], limit: int, window: timedelta) -> Hits:
        """For each posting the latest `limit` heads before the asking article and within the window."""
        ...

    def posting_heads_after(self, asking: Sequence[Fingerprint], limit: int, window: timedelta) -> Hits:
        """For each posting the first `limit` heads after the asking article and within the window."""
        ...

    def recall(self, article_ids: Collection[int]) -> Mapping[int, tuple[Fingerprint, Placement]]:
        """Fingerprints and placements of known articles; unknown ids are left out."""
        ...

    def members(self, story_ids: Collection[int]) -> Mapping[int, Placement]:
        """Placements of every article of these stories, by article."""
        ...
