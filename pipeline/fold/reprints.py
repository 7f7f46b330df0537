"""Near-duplicates: the same text again. The articles of a group point at its oldest, the head.

Articles are decided in canonical order. Each joins the earlier group that it is alike to on average, or stands for
itself: a chain of texts of which each is half like the next is no group. What an article becomes depends on earlier
ones, so the groups are a property of the set of articles: one that arrives late has those behind it decided again.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.fold.bench import Workbench
from pipeline.fold.index import Stand
from pipeline.fold.likeness import LEAST_ALIKE, likeness
from pipeline.fold.memory import stand_of
from pipeline.fold.near import Near
from pipeline.fold.similarity import overlap
from schemas.fingerprint import Placement

_SPEAKERS = 4
"""First members of a group, whose mean likeness decides who joins it."""


def place_reprints(bench: Workbench, article_ids: list[int], sides: Mapping[int, int]) -> None:
    """Decide for each article whether it is a head or whose duplicate, and again for all that depends on it."""
    Reprints(bench, sides).settle(article_ids)


def withdraw_reprints(bench: Workbench, article_ids: list[int]) -> None:
    """Take articles away and decide again for those that were measured by them."""
    near = Near(bench)
    left = {one for gone in article_ids for one in (*bench.copies(gone), *near.once_near(bench.fingerprint(gone)))}
    bench.withdraw(article_ids)
    place_reprints(bench, sorted(left.difference(article_ids)), {})


class Reprints:
    """The articles that wait to be decided, earliest first."""

    def __init__(self, bench: Workbench, sides: Mapping[int, int]) -> None:
        self._bench = bench
        self._sides = sides
        self._near = Near(bench)
        self._known: dict[tuple[int, int], float] = {}
        self._places: dict[int, Stand] = {}
        self._heap: list[Stand] = []
        self._waiting: set[int] = set()
        self._fresh: set[int] = set()

    def settle(self, article_ids: list[int]) -> None:
        """Decide these and what follows from them."""
        self._fresh = set(article_ids)
        self._near.find(article_ids)
        for one in article_ids:
            self._wait([one, *self._left_behind(one)])
        self._wait(self._near.turned_form(article_ids))
        self._look_ahead()
        while self._heap:
            one = heapq.heappop(self._heap)[2]
            self._waiting.discard(one)
            self._decide(one)

    def _left_behind(self, article_id: int) -> list[int]:
        """Articles that were decided by a text that has come anew."""
        old = self._bench.replaced(article_id)
        if old is None:
            return []
        self._near.find([article_id])
        group = self._bench.copies(self._head_of(article_id))
        return [one for one in (*group, *self._near.once_near(old)) if self._is_before(article_id, one)]

    def _look_ahead(self) -> None:
        """Fetch at once what deciding will ask for."""
        self._near.find(self._waiting)
        near = {other for one in self._waiting for other in self._near.of(one)}
        heads = {self._head_of(one) for one in near if one in self._bench.now}
        self._bench.load_copies(heads, _SPEAKERS)

    def _decide(self, article_id: int) -> None:
        bench, before = self._bench, self._bench.now.get(article_id)
        head = self._choose(article_id)
        found = self._alone(article_id) if head is None else self._copy(article_id, head)
        is_new = article_id in self._fresh
        self._fresh.discard(article_id)
        bench.place(found)
        if not is_new and before is not None and before.duplicate_of == found.duplicate_of:
            return
        self._wait(one for one in self._near.of(article_id) if self._is_before(article_id, one))
        if before is not None:
            self._wait_behind(article_id, article_id if before.is_head else before.duplicate_of)
        if head is not None and article_id in self._first(head, None):
            self._wait_behind(article_id, head)

    def _wait_behind(self, article_id: int, head: int | None) -> None:
        """Decide again who was measured by the first members of a group that this article has joined or left."""
        if head is None:
            return
        members = [head, *self._bench.copies(head)]
        self._near.find(members)
        around = {*members, *(other for one in members for other in self._near.of(one))}
        self._wait(one for one in around if self._is_before(article_id, one))

    def _choose(self, article_id: int) -> int | None:
        """The head of the earlier group that the article is most alike to, or none."""
        article = self._bench.fingerprint(article_id)
        heads: set[int] = set()
        for other in self._near.of(article_id):
            if self._is_before(other, article_id) and (head := self._head_of(other)) not in heads:
                found = self._bench.fingerprint(other)
                if self._alike(article_id, other) >= LEAST_ALIKE and not self._near.is_form(article, found):
                    heads.add(head)
        self._bench.load_copies(heads, _SPEAKERS)
        means = [(self._mean(article_id, head), head) for head in self._bench.in_order(heads)]
        # The earliest of equals: `max` takes the first.
        best = max(means, key=lambda pair: pair[0], default=(0.0, 0))
        return best[1] if best[0] >= LEAST_ALIKE else None

    def _mean(self, article_id: int, head: int) -> float:
        members = self._first(head, article_id)
        return sum(self._alike(article_id, one) for one in members) / len(members)

    def _first(self, head: int, before: int | None) -> list[int]:
        """The first members of a group, of those before an article."""
        members = [head, *self._bench.first_copies(head, _SPEAKERS)]
        return [one for one in members if before is None or self._is_before(one, before)][:_SPEAKERS]

    def _alike(self, one: int, other: int) -> float:
        pair = (min(one, other), max(one, other))
        if pair not in self._known:
            self._known[pair] = likeness(self._bench.fingerprint(pair[0]), self._bench.fingerprint(pair[1]))
        return self._known[pair]

    def _wait(self, article_ids: Iterable[int]) -> None:
        for one in article_ids:
            if one not in self._waiting and not self._bench.is_gone(one):
                self._waiting.add(one)
                heapq.heappush(self._heap, self._place_of(one))

    def _place_of(self, article_id: int) -> Stand:
        if article_id not in self._places:
            self._places[article_id] = stand_of(self._bench.fingerprint(article_id))
        return self._places[article_id]

    def _is_before(self, one: int, other: int) -> bool:
        return self._place_of(one) < self._place_of(other)

    def _head_of(self, article_id: int) -> int:
        head = self._bench.now[article_id].duplicate_of
        return article_id if head is None else head

    def _alone(self, article_id: int) -> Placement:
        """The placement of an article that repeats nobody; a head keeps where it stands."""
        old = self._bench.now.get(article_id)
        if old and old.is_head:
            return old
        return Placement(article_id, article_id, article_id, side=old.side if old else self._side(article_id))

    def _copy(self, article_id: int, head_id: int) -> Placement:
        """The placement of a duplicate: the similarity is that with the head it points at."""
        common = overlap(self._bench.fingerprint(article_id), self._bench.fingerprint(head_id))
        why = {"jaccard": round(common.jaccard, 4), "containment": round(common.containment, 4)}
        found = Placement(article_id, head_id, article_id, head_id, similarity=why["jaccard"], why=dict(why))
        old = self._bench.now.get(article_id)
        return replace(found, side=old.side if old else self._side(article_id))

    def _side(self, article_id: int) -> int:
        return self._sides.get(article_id, 0)
