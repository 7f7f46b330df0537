"""The workbench of one fold: what was asked of the index, overlaid with what this fold has already decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.fold.index import HUBS, MOST_SEEN, FoldIndex, Found, Stand
from pipeline.fold.memory import stand_of
from pipeline.fold.slices import slice_of, sliced_postings
from schemas.fingerprint import Fingerprint, Placement


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
        self._lost: set[int] = set()
        self._read: dict[int, Sequence[Stand]] = {}
        self._moved_hubs: set[int] = set()
        self._slices: set[int] = set()
        self.now: dict[int, Placement] = {}
        self._copies: defaultdict[int, set[int]] = defaultdict(set)
        self._stored_copies: dict[int, list[int]] = {}
        self.load(self._fresh)
        self._replaced = {one: self._known[one] for one in self._fresh if one in self._known}
        self._known.update(self._fresh)
        for one in sorted(batch, key=stand_of):
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
        for stand in sorted(stand_of(self._known[one]) for one in gained):
            for posting in sliced_postings(self._known[stand[2]]):
                self._postings.setdefault(posting, []).append(stand)
        self._lost, self._slices = set(lost), {slice_of(self._known[one]) for one in gained}
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
        """The first `limit` articles of each band, the batch among them."""
        stored = self._index.band_articles(bands, limit + len(self._stale))
        found = self._merged(bands, stored, self._bands, self._stale)
        return {band: stands if len(stands) <= limit else stands[:limit] for band, stands in found.items()}

    def posting_heads(self, postings: Iterable[int]) -> Mapping[int, Sequence[Stand]]:
        """The first heads of each posting by the latest decisions: its hubs, and one more where there are others."""
        missing = set(postings).difference(self._read)
        stored = self._index.posting_heads(missing, HUBS + 1 + len(self._lost)) if missing else {}
        merged = self._merged(missing, stored, self._postings, self._lost)
        for one in missing:
            stands = merged.get(one, ())
            self._read[one] = stands = stands if len(stands) <= HUBS + 1 else stands[: HUBS + 1]
            if len(stands) > HUBS or len(stored.get(one, ())) > HUBS:
                self._moved_hubs |= _hubs(stands) ^ _hubs(stored.get(one, ()))
        return self._read

    def long_postings(self, postings: Collection[int]) -> Mapping[int, Sequence[Stand]]:
        """The first `MOST_SEEN` heads of each posting, by the latest decisions."""
        stored = self._index.posting_heads(postings, MOST_SEEN + len(self._lost)) if postings else {}
        return self._merged(postings, stored, self._postings, self._lost)

    def moved_hubs(self, postings: Iterable[int]) -> set[int]:
        """Heads that stood before and have just ceased to be a hub of one of these, or become one."""
        self.posting_heads(postings)
        self.load(self._moved_hubs)
        return {one for one in self._moved_hubs if self.was_head(one) and self.is_head(one)}

    def slices_held(self, numbers: Collection[int]) -> set[int]:
        """Which slices of time have any heads."""
        return self._index.slices_held(numbers) | self._slices.intersection(numbers)

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

    def replaced_texts(self) -> list[Fingerprint]:
        """All that was known of articles of the batch before their texts came anew."""
        return list(self._replaced.values())

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
        """The first heads that stood in these blocks before this fold, of those that still are heads."""
        found = self._index.block_heads(block_ids, limit)
        self.load({one for heads in found.values() for one in heads})
        return {block: [one for one in heads if self.is_head(one)] for block, heads in found.items()}

    def first_heads(self, block_ids: Collection[int], count: int) -> dict[int, tuple[list[int], list[int]]]:
        """The first heads of these blocks before this fold, and by the latest decisions; in canonical order."""
        n_left = sum(1 for one in self._was if self._was[one].block_id in block_ids and not self._stays(one))
        stored = self._index.block_heads(block_ids, count + n_left)
        self.load({one for heads in stored.values() for one in heads})
        heads: dict[int, list[int]] = {one: [] for one in block_ids}
        for one in self.heads_in(block_ids):
            heads[self.now[one].block_id].append(one)
        return {one: (list(stored.get(one, ()))[:count], self.in_order(found)[:count]) for one, found in heads.items()}

    def heads_in(self, block_ids: Collection[int]) -> list[int]:
        """Of the articles that are here the heads of these blocks."""
        return [one for one, place in self.now.items() if place.block_id in block_ids and place.is_head]

    def has_changed_block(self, article_id: int) -> bool:
        """Whether a head stands in another block than before this fold, or stood in none."""
        return not self.was_head(article_id) or self._was[article_id].block_id != self.now[article_id].block_id

    def _stays(self, article_id: int) -> bool:
        return self.is_head(article_id) and not self.has_changed_block(article_id)

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
    ) -> dict[int, Sequence[Stand]]:
        """What the index and this fold have in each list, in canonical order."""
        merged = dict(stored)
        if without:
            merged = {key: [stand for stand in stands if stand[2] not in without] for key, stands in stored.items()}
        for key in fresh.keys() & keys:
            merged[key] = sorted([*merged[key], *fresh[key]]) if key in merged else fresh[key]
        return merged


def _hubs(stands: Sequence[Stand]) -> set[int]:
    return {stand[2] for stand in stands[:HUBS]}
