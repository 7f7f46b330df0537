"""Lists in memory: keys to stands in canonical order, whatever the order of arrival.

Most keys have one stand. It is kept bare: a list for each would take half of the memory of an index, and be nearly all
that the garbage collector looks at.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Sequence

from pipeline.fold.index import Stand


class Lists:
    """Bands, postings or blocks to the articles that stand there."""

    def __init__(self) -> None:
        self._stands: dict[int, Stand | list[Stand]] = {}

    def add(self, keys: Iterable[int], stand: Stand) -> None:
        """Enter a stand under each of these keys."""
        for key in keys:
            known = self._stands.setdefault(key, stand)
            if isinstance(known, list):
                insort(known, stand)
            elif known is not stand:
                self._stands[key] = sorted((known, stand))

    def remove(self, keys: Iterable[int], stand: Stand) -> None:
        """Take a stand out from under each of these keys, where it must be."""
        for key in keys:
            known = self._stands[key]
            if isinstance(known, list) and len(known) > 1:
                del known[bisect_left(known, stand)]
            else:
                del self._stands[key]

    def first(self, keys: Collection[int], limit: int) -> dict[int, Sequence[Stand]]:
        """The first stands under each key, at most `limit`; keys without any are left out. Not to be changed."""
        found: dict[int, Sequence[Stand]] = {}
        for key in keys:
            known = self._stands.get(key)
            if isinstance(known, list):
                found[key] = known if len(known) <= limit else known[:limit]
            elif known is not None:
                found[key] = (known,)
        return found
