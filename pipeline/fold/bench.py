"""The workbench of one fold: what was asked of the index, overlaid with what this fold has already decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from pipeline.fold.index import FoldIndex, Found, Hits, Stand
from pipeline.fold.memory import MemoryIndex
from schemas.fingerprint import Fingerprint, Placement

BAND_LIMIT = 32
"""Heads looked at for one band: a band with more belongs to boilerplate, and true reprints share others."""
POSTING_LIMIT = 32
"""Heads looked at for one posting: the latest, so that the cost of an article does not grow with its story."""
AFTER_LIMIT = 512
"""Later articles looked at again for one band or posting when an article arrives late."""


class Workbench:
    """Answers for the batch and the index together, as if everything stood in one index."""

    def __init__(self, index: FoldIndex, batch: Sequence[Fingerprint], window: timedelta) -> None:
        self._index = index
        self._window = window
        self._batch = MemoryIndex()
        self._known: dict[int, Fingerprint] = {}
        self._before: dict[int, Placement] = {}
        self.now: dict[int, Placement] = {}
        for one in batch:
            self._batch.add(one)
            self._known[one.article_id] = one
        self.load(self._known)

    def load(self, article_ids: Iterable[int]) -> None:
        """Fetch what is not yet here."""
        missing = [one for one in article_ids if one not in self.now]
        for article_id, (fingerprint, placement) in self._index.recall(missing).items():
            self._known.setdefault(article_id, fingerprint)
            self._before.setdefault(article_id, placement)
            self.now.setdefault(article_id, placement)

    def fingerprint(self, article_id: int) -> Fingerprint:
        """The fingerprint of a loaded article."""
        return self._known[article_id]

    def place(self, placement: Placement) -> None:
        """Decide where an article belongs."""
        self.now[placement.article_id] = placement
        self._batch.place(placement)

    def is_head(self, article_id: int) -> bool:
        """Whether the article stands for itself, by the latest decision."""
        return article_id in self.now and self.now[article_id].is_head

    def head_changes(self) -> list[int]:
        """Articles that became heads or are no longer."""
        was = {one for one, placement in self._before.items() if placement.is_head}
        heads = {one for one, placement in self.now.items() if placement.is_head}
        return sorted(was ^ heads)

    def changed(self) -> list[Placement]:
        """New and changed placements by article."""
        return [self.now[one] for one in sorted(self.now) if self.now[one] != self._before.get(one)]

    def merges(self) -> dict[int, int]:
        """Stories that stood before and whose first article is now in another one."""
        gone = {one.story_id for one in self._before.values() if one.story_id in self.now}
        return {one: self.now[one].story_id for one in sorted(gone) if self.now[one].story_id != one}

    def reprint_candidates(self, asking: Sequence[Fingerprint]) -> dict[int, Counter[int]]:
        """Earlier heads with the number of bands they share."""
        hits = self._index.band_heads_before(asking, BAND_LIMIT + len(self.head_changes()))
        ours = self._batch.band_heads_before(asking, BAND_LIMIT)
        return self._latest_heads(asking, hits, ours, BAND_LIMIT)

    def story_candidates(self, asking: Sequence[Fingerprint]) -> dict[int, Counter[int]]:
        """Earlier heads within the window with the number of postings they share."""
        hits = self._index.posting_heads_before(asking, POSTING_LIMIT + len(self.head_changes()), self._window)
        ours = self._batch.posting_heads_before(asking, POSTING_LIMIT, self._window)
        return self._latest_heads(asking, hits, ours, POSTING_LIMIT)

    def later_reprints(self, asking: Sequence[Fingerprint]) -> set[int]:
        """Later articles that share a band with any of these."""
        hits = self._index.band_articles_after(asking, AFTER_LIMIT)
        return self._all_of(hits) | self._all_of(self._batch.band_articles_after(asking, AFTER_LIMIT))

    def later_heads(self, asking: Sequence[Fingerprint]) -> set[int]:
        """Later heads that share a posting with any of these."""
        hits = self._index.posting_heads_after(asking, AFTER_LIMIT, self._window)
        ours = self._batch.posting_heads_after(asking, AFTER_LIMIT, self._window)
        return {one for one in self._all_of(hits) | self._all_of(ours) if self.is_head(one)}

    def members(self, story_ids: Collection[int]) -> list[int]:
        """Every article that stands in one of these stories, before this fold or by it."""
        self.load(self._index.members(story_ids))
        return [one for one, placement in self.now.items() if placement.story_id in story_ids]

    def _all_of(self, hits: Hits) -> set[int]:
        found = {stand[2] for lists in hits.values() for stands in lists.values() for stand in stands}
        self.load(found)
        return found

    def _latest_heads(
        self, asking: Sequence[Fingerprint], hits: Hits, ours: Hits, limit: int
    ) -> dict[int, Counter[int]]:
        self._all_of(hits)
        return {
            one.article_id: self._merge(hits.get(one.article_id, {}), ours.get(one.article_id, {}), limit)
            for one in asking
        }

    def _merge(self, first: Found, second: Found, limit: int) -> Counter[int]:
        lists: defaultdict[int, set[Stand]] = defaultdict(set)
        for hits in (first, second):
            for key, stands in hits.items():
                lists[key].update(stand for stand in stands if self.is_head(stand[2]))
        return Counter(stand[2] for stands in lists.values() for stand in sorted(stands, reverse=True)[:limit])
