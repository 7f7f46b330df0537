"""The workbench of one fold: what was asked of the index, overlaid with what this fold has already decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.fold.index import FoldIndex, Found, Stand
from pipeline.fold.memory import stand_of
from pipeline.fold.slices import sliced_postings
from schemas.fingerprint import Fingerprint, Placement

_MOST_HEADS = 16_384


class Workbench:
    """Answers for the batch and the index together, as if everything stood in one index."""

    def __init__(self, index: FoldIndex, batch: Sequence[Fingerprint]) -> None:
        self._index = index
        self._known: dict[int, Fingerprint] = {}
        self._was: dict[int, Placement] = {}
        self._fresh = {one.article_id: one for one in batch}
        self._gone: set[int] = set()
        self._bands: dict[int, list[Stand]] = {}
        self._postings: dict[int, list[Stand]] = {}
        self._n_lost = 0
        self.now: dict[int, Placement] = {}
        self._copies: defaultdict[int, set[int]] = defaultdict(set)
        self._stored_copies: dict[int, list[int]] = {}
        self.load(self._fresh)
        self._replaced = {one: self._known[one] for one in self._fresh if one in self._known}
        self._known.update(self._fresh)
        for one in batch:
            stand = stand_of(one)
            for band in one.bands:
                self._bands.setdefault(band, []).append(stand)

    def load(self, article_ids: Iterable[int]) -> None:
        """Fetch what is not yet here."""
        missing = {one for one in article_ids if one not in self._known}
        for article_id, (fingerprint, placement) in (self._index.recall(missing) if missing else {}).items():
            self._known[article_id] = fingerprint
            self._was[article_id] = placement
            self.place(placement)

    def fingerprint(self, article_id: int) -> Fingerprint:
        """The fingerprint of a loaded article."""
        return self._known[article_id]

    def in_order(self, article_ids: Iterable[int]) -> list[int]:
        """Loaded articles in canonical order."""
        return sorted(article_ids, key=lambda one: self._known[one].order)

    def place(self, placement: Placement) -> None:
        """Decide where an article belongs."""
        old = self.now.get(placement.article_id)
        if old is not None and old.duplicate_of is not None:
            self._copies[old.duplicate_of].discard(placement.article_id)
        if placement.duplicate_of is not None:
            self._copies[placement.duplicate_of].add(placement.article_id)
        self.now[placement.article_id] = placement

    def is_head(self, article_id: int) -> bool:
        """Whether the article stands for itself, by the latest decision."""
        return article_id in self.now and self.now[article_id].is_head

    def was_head(self, article_id: int) -> bool:
        """Whether it did before this fold."""
        return article_id in self._was and self._was[article_id].is_head

    def block_before(self, article_id: int) -> int:
        """The block an article stood in before this fold."""
        return self._was[article_id].block_id

    def story_before(self, article_id: int) -> int | None:
        """The story an article stood in before this fold, if it was known."""
        was = self._was.get(article_id)
        return was.story_id if was else None

    def has_moved(self, article_id: int) -> bool:
        """Whether a known article has another original or another parent than before this fold."""
        was, now = self._was.get(article_id), self.now[article_id]
        return was is not None and (was.parent_id, was.duplicate_of) != (now.parent_id, now.duplicate_of)

    def settle_heads(self) -> tuple[list[int], list[int]]:
        """Articles that became heads and that are no longer; from now on postings answer for them.

        A head whose text came anew is both.
        """
        fresh = self._fresh.keys()
        gained = [one for one in sorted(self.now) if self.is_head(one) and (one in fresh or not self.was_head(one))]
        lost = [one for one in sorted(self._was) if self.was_head(one) and (one in fresh or not self.is_head(one))]
        for one in gained:
            stand = stand_of(self._known[one])
            for posting in sliced_postings(self._known[one]):
                self._postings.setdefault(posting, []).append(stand)
        self._n_lost = len(lost)
        return gained, lost

    def turned(self) -> tuple[int, ...]:
        """Articles the index knew, and the batch does not bring, that became duplicates or are none any more."""
        known = (one for one in self._was if one not in self._fresh)
        return tuple(sorted(one for one in known if self.was_head(one) != self.is_head(one)))

    def changed(self) -> list[Placement]:
        """New and changed placements by article, those of the batch always among them."""
        changed = (one for one, place in self.now.items() if one in self._fresh or place != self._was.get(one))
        return [self.now[one] for one in sorted(changed)]

    def merges(self) -> dict[int, int]:
        """Stories that stood before and whose first article is now in another one."""
        heirs: dict[int, int] = {}
        for one in self.in_order(self.now):
            if one in self._was:
                heirs.setdefault(self._was[one].story_id, one)
        roots = {one: one if one in self.now else heirs[one] for one in heirs if one in self.now or one in self._gone}
        return {one: self.now[root].story_id for one, root in sorted(roots.items()) if self.now[root].story_id != one}

    def band_articles(self, bands: Collection[int], limit: int) -> Found:
        """The first articles of each band, the batch among them."""
        return self._merged(bands, self._index.band_articles(bands, limit), self._bands, self._stale)

    def posting_heads(self, postings: Collection[int], limit: int) -> Found:
        """The first heads of each posting, by the latest decisions."""
        found = self._index.posting_heads(postings, limit + self._n_lost)
        closed = {one for one, placement in self.now.items() if not placement.is_head}
        merged = self._merged(postings, found, self._postings, self._stale | closed)
        return {one: stands[:limit] for one, stands in merged.items()}

    def withdraw(self, article_ids: Iterable[int]) -> None:
        """Take known articles away: from now on every answer is given as if they had never been."""
        known = sorted(one for one in article_ids if one in self._was)
        self._gone.update(known)
        for one in known:
            head = self.now.pop(one).duplicate_of
            if head is not None:
                self._copies[head].discard(one)

    def is_gone(self, article_id: int) -> bool:
        """Whether an article is being withdrawn."""
        return article_id in self._gone

    def replaced(self, article_id: int) -> Fingerprint | None:
        """What was known of an article of the batch before its text came anew."""
        return self._replaced.get(article_id)

    def copies(self, head_id: int) -> list[int]:
        """All duplicates of a head by the latest decisions, loaded, in canonical order."""
        self.load_copies([head_id], None)
        return self.in_order(self._copies[head_id])

    def first_copies(self, head_id: int, count: int) -> list[int]:
        """The first duplicates of a head by the latest decisions, loaded: at least `count` where there are as many."""
        self.load_copies([head_id], count)
        return self.in_order(self._copies[head_id])

    def load_copies(self, head_ids: Collection[int], count: int | None) -> None:
        """Fetch heads and the first `count` duplicates of each, or all, beyond those that are here."""
        self.load(head_ids)
        asking = [one for one in head_ids if one in self._was and one not in self._stored_copies]
        if asking:
            found = self._index.copies(asking)
            self._stored_copies.update((one, list(found.get(one, ()))) for one in asking)
        stored = (self._stored_copies.get(one, []) for one in head_ids)
        self.load({one for some in stored for one in [copy for copy in some if copy not in self.now][:count]})

    def block_heads(self, block_ids: Collection[int], limit: int) -> dict[int, list[int]]:
        """The heads that stood in these blocks before this fold and are still heads."""
        found = self._index.block_heads(block_ids, limit)
        self.load({one for heads in found.values() for one in heads})
        return {block: [one for one in heads if self.is_head(one)] for block, heads in found.items()}

    def heads_now(self, block_ids: Collection[int]) -> dict[int, list[int]]:
        """All heads of these blocks by the latest decisions, in canonical order."""
        heads: dict[int, set[int]] = {one: set() for one in block_ids}
        stored = self.block_heads(block_ids, _MOST_HEADS)
        for one in {*self.now, *(head for found in stored.values() for head in found)}:
            block = self.now[one].block_id
            if block in heads and self.is_head(one):
                heads[block].add(one)
        return {block: self.in_order(found) for block, found in heads.items()}

    def members(self, story_ids: Collection[int]) -> list[int]:
        """Every article that stands in one of these stories, before this fold or by it."""
        self.load(self._index.members(story_ids))
        return [one for one, placement in self.now.items() if placement.story_id in story_ids]

    @property
    def _stale(self) -> set[int]:
        """Articles of which the index must not answer: their text came anew, or they are gone."""
        return self._replaced.keys() | self._gone

    def _merged(
        self, keys: Collection[int], stored: Found, fresh: Mapping[int, list[Stand]], without: set[int]
    ) -> dict[int, list[Stand]]:
        """What the index and this fold have in each list, in canonical order; empty lists are left out."""
        merged: dict[int, list[Stand]] = {}
        for key in keys:
            ours, theirs = fresh.get(key), stored.get(key)
            if theirs:
                kept = [stand for stand in theirs if stand[2] not in without]
                merged[key] = sorted(kept + ours) if ours else kept
            elif ours:
                merged[key] = sorted(ours) if len(ours) > 1 else ours
        return {key: stands for key, stands in merged.items() if stands}
