"""The index in memory: for `fivefold try fold`, the tests, and the batch within a larger index."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from pipeline.fold.index import Hits, Stand
from pipeline.fold.values import FoldResult
from schemas.fingerprint import UNDATED, Fingerprint, Placement


class MemoryIndex:
    """Holds every fingerprint and placement; lists are kept in canonical order, whatever the order of arrival."""

    def __init__(self) -> None:
        self._fingerprints: dict[int, Fingerprint] = {}
        self._placements: dict[int, Placement] = {}
        self._bands: defaultdict[int, list[Stand]] = defaultdict(list)
        self._postings: defaultdict[int, list[Stand]] = defaultdict(list)
        self._stories: defaultdict[int, set[int]] = defaultdict(set)

    def apply(self, result: FoldResult) -> None:
        """Remember what a fold found."""
        for fingerprint in result.fingerprints:
            self.add(fingerprint)
        for placement in result.placements:
            self.place(placement)

    def add(self, fingerprint: Fingerprint) -> None:
        """Enter an article; entering it again with the same text changes nothing."""
        if fingerprint.article_id in self._fingerprints:
            self._forget(fingerprint.article_id)
        self._fingerprints[fingerprint.article_id] = fingerprint
        stand = _stand(fingerprint)
        for band in fingerprint.bands:
            insort(self._bands[band], stand)
        for posting in fingerprint.postings:
            insort(self._postings[posting], stand)

    def place(self, placement: Placement) -> None:
        """Set where an article belongs."""
        old = self._placements.get(placement.article_id)
        if old is not None:
            self._stories[old.story_id].discard(placement.article_id)
        self._placements[placement.article_id] = placement
        self._stories[placement.story_id].add(placement.article_id)

    def band_heads_before(self, asking: Sequence[Fingerprint], limit: int) -> Hits:
        """See `FoldIndex`."""
        return {one.article_id: self._before(one, self._bands, one.bands, limit, None) for one in asking}

    def band_articles_after(self, asking: Sequence[Fingerprint], limit: int) -> Hits:
        """See `FoldIndex`."""
        return {one.article_id: self._after(one, self._bands, one.bands, limit, None, self._is_any) for one in asking}

    def posting_heads_before(self, asking: Sequence[Fingerprint], limit: int, window: timedelta) -> Hits:
        """See `FoldIndex`."""
        return {one.article_id: self._before(one, self._postings, one.postings, limit, window) for one in asking}

    def posting_heads_after(self, asking: Sequence[Fingerprint], limit: int, window: timedelta) -> Hits:
        """See `FoldIndex`."""
        return {
            one.article_id: self._after(one, self._postings, one.postings, limit, window, self._is_head)
            for one in asking
        }

    def recall(self, article_ids: Collection[int]) -> Mapping[int, tuple[Fingerprint, Placement]]:
        """See `FoldIndex`."""
        known = (one for one in article_ids if one in self._placements)
        return {one: (self._fingerprints[one], self._placements[one]) for one in known}

    def members(self, story_ids: Collection[int]) -> Mapping[int, Placement]:
        """See `FoldIndex`."""
        return {one: self._placements[one] for story in story_ids for one in self._stories.get(story, ())}

    def placements(self) -> Iterable[Placement]:
        """All placements, in order of article."""
        return (self._placements[one] for one in sorted(self._placements))

    def _forget(self, article_id: int) -> None:
        old = self._fingerprints[article_id]
        for lists, keys in ((self._bands, old.bands), (self._postings, old.postings)):
            for key in keys:
                lists[key].remove(_stand(old))

    def _is_head(self, article_id: int) -> bool:
        placement = self._placements.get(article_id)
        return placement is not None and placement.is_head

    def _is_any(self, article_id: int) -> bool:
        return article_id in self._placements

    def _before(
        self,
        one: Fingerprint,
        lists: Mapping[int, list[Stand]],
        keys: Iterable[int],
        limit: int,
        window: timedelta | None,
    ) -> dict[int, list[Stand]]:
        found: defaultdict[int, list[Stand]] = defaultdict(list)
        stand = _stand(one)
        earliest = _shifted(one.published_at, window, -1)
        for key in keys:
            n_left = limit
            stands = lists.get(key, [])
            for position in range(bisect_left(stands, stand) - 1, -1, -1):
                at, _, article_id = stands[position]
                if n_left == 0:
                    break
                if at < earliest and at != UNDATED:
                    continue
                if self._is_head(article_id):
                    found[key].append(stands[position])
                    n_left -= 1
        return found

    def _after(
        self, one: Fingerprint, lists: Mapping[int, list[Stand]], keys: Iterable[int], limit: int,
        window: timedelta | None, is_wanted: Callable[[int], bool],
    ) -> dict[int, list[Stand]]:  # fmt: skip
        found: defaultdict[int, list[Stand]] = defaultdict(list)
        latest = _shifted(one.published_at, window, 1)
        for key in keys:
            n_left = limit
            stands = lists.get(key, [])
            for position in range(bisect_right(stands, _stand(one)), len(stands)):
                at, _, article_id = stands[position]
                if n_left == 0 or at > latest:
                    break
                if is_wanted(article_id):
                    found[key].append(stands[position])
                    n_left -= 1
        return found


def _stand(fingerprint: Fingerprint) -> Stand:
    return (*fingerprint.order, fingerprint.article_id)


def _shifted(at: datetime, window: timedelta | None, sign: int) -> datetime:
    """The edge of the window; an undated article has none."""
    if window is None or at == UNDATED:
        return UNDATED if sign < 0 else datetime.max.replace(tzinfo=UNDATED.tzinfo)
    return at + sign * window
