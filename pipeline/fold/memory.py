"""The index in memory: for `fivefold try fold`, the tests, and the batch within a larger index."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.fold.index import Found, Stand
from pipeline.fold.lists import Lists
from pipeline.fold.slices import slice_of, sliced_postings
from pipeline.fold.values import FoldResult
from schemas.fingerprint import Fingerprint, Placement


class MemoryIndex:
    """Holds every fingerprint and placement; lists are kept in canonical order, whatever the order of arrival."""

    def __init__(self) -> None:
        self._fingerprints: dict[int, Fingerprint] = {}
        self._placements: dict[int, Placement] = {}
        self._bands, self._postings, self._blocks = Lists(), Lists(), Lists()
        self._slices: Counter[int] = Counter()
        self._stories: defaultdict[int, set[int]] = defaultdict(set)
        self._copies: defaultdict[int, set[int]] = defaultdict(set)

    def apply(self, result: FoldResult) -> None:
        """Remember what a fold found."""
        for article_id in result.forgotten:
            self.forget(article_id)
        for fingerprint in result.fingerprints:
            self.add(fingerprint)
        for placement in result.placements:
            self.place(placement)

    def add(self, fingerprint: Fingerprint) -> None:
        """Enter an article; entering it again replaces what was known of its text and place."""
        if fingerprint.article_id in self._fingerprints:
            self.forget(fingerprint.article_id)
        self._fingerprints[fingerprint.article_id] = fingerprint
        self._bands.add(fingerprint.bands, stand_of(fingerprint))

    def place(self, placement: Placement) -> None:
        """Set where an article belongs."""
        article_id = placement.article_id
        self._displace(article_id)
        self._placements[article_id] = placement
        self._stories[placement.story_id].add(article_id)
        if placement.duplicate_of is not None:
            self._copies[placement.duplicate_of].add(article_id)
        else:
            one = self._fingerprints[article_id]
            stand = stand_of(one)
            self._blocks.add((placement.block_id,), stand)
            self._postings.add(sliced_postings(one), stand)
            self._slices[slice_of(one)] += 1

    def forget(self, article_id: int) -> None:
        """Remove an article, as when it is withdrawn or outlived its time."""
        self._displace(article_id)
        self._placements.pop(article_id, None)
        one = self._fingerprints.pop(article_id)
        self._bands.remove(one.bands, stand_of(one))

    def band_articles(self, bands: Collection[int], limit: int) -> Found:
        """See `FoldIndex`."""
        return self._bands.first(bands, limit)

    def posting_heads(self, postings: Collection[int], limit: int) -> Found:
        """See `FoldIndex`."""
        return self._postings.first(postings, limit)

    def slices_held(self, numbers: Collection[int]) -> set[int]:
        """See `FoldIndex`."""
        return {one for one in numbers if self._slices[one]}

    def recall(self, article_ids: Collection[int]) -> Mapping[int, tuple[Fingerprint, Placement]]:
        """See `FoldIndex`."""
        known = (one for one in article_ids if one in self._placements)
        return {one: (self._fingerprints[one], self._placements[one]) for one in known}

    def copies(self, head_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
        """See `FoldIndex`."""
        return {head: sorted(self._copies.get(head, ()), key=self._stand) for head in head_ids}

    def block_heads(self, block_ids: Collection[int], limit: int) -> Mapping[int, Sequence[int]]:
        """See `FoldIndex`."""
        found = self._blocks.first(block_ids, limit)
        return {one: [stand[2] for stand in found.get(one, ())] for one in block_ids}

    def members(self, story_ids: Collection[int]) -> Mapping[int, Placement]:
        """See `FoldIndex`."""
        return {one: self._placements[one] for story in story_ids for one in self._stories.get(story, ())}

    def placements(self) -> Iterable[Placement]:
        """All placements, in order of article."""
        return (self._placements[one] for one in sorted(self._placements))

    def _stand(self, article_id: int) -> Stand:
        return stand_of(self._fingerprints[article_id])

    def _displace(self, article_id: int) -> None:
        old = self._placements.get(article_id)
        if old is None:
            return
        self._stories[old.story_id].discard(article_id)
        if old.duplicate_of is not None:
            self._copies[old.duplicate_of].discard(article_id)
        else:
            one = self._fingerprints[article_id]
            self._blocks.remove((old.block_id,), stand_of(one))
            self._postings.remove(sliced_postings(one), stand_of(one))
            self._slices[slice_of(one)] -= 1


def stand_of(fingerprint: Fingerprint) -> Stand:
    """Where an article stands in canonical order."""
    return (*fingerprint.order, fingerprint.article_id)
