"""Who may hold the same text as whom: articles that share bands. And what of a text is its house's form of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from pipeline.fold.bench import Workbench
from pipeline.fold.index import Stand
from pipeline.fold.likeness import house_of, is_one_house
from schemas.fingerprint import Fingerprint

MOST_IN_BAND = 64
"""First articles looked at for one band."""
MOST_OF_HOUSE = 48
"""Articles of one house from which a band they share is its form of words: what it writes under every text.

Half of that is not enough: 26 of 298 measured articles share the list of captions that one house repeats for years, and
are labelled by their exact similarity.
"""
_LEAST_BANDS = 3
_LEAST_OWN = 0.5
"""Share of the bands that are not the house's form which a reprint must have in common."""


class Near:
    """Answers for one fold; every question is asked of the index once, for many articles together."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._windows: dict[int, Sequence[Stand]] = {}
        self._near: dict[int, list[int]] = {}

    def find(self, article_ids: Iterable[int]) -> None:
        """Look for the neighbours of all of these at once, and load them."""
        asking = [self._bench.fingerprint(one) for one in set(article_ids) if one not in self._near]
        self._open({band for one in asking for band in one.bands})
        for one in asking:
            self._near[one.article_id] = self._sharing(one)
        self._bench.load({other for one in asking for other in self._near[one.article_id]})

    def of(self, article_id: int) -> list[int]:
        """Articles that share enough bands with one."""
        if article_id not in self._near:
            self.find([article_id])
        return self._near[article_id]

    def once_near(self, old: Fingerprint) -> list[int]:
        """Articles that share enough bands with a text that is no more."""
        self._open(set(old.bands))
        found = self._sharing(old)
        self._bench.load(found)
        return found

    def is_form(self, one: Fingerprint, other: Fingerprint) -> bool:
        """Whether two articles of one house are alike in little but what the house writes under every text."""
        if not is_one_house(one, other):
            return False
        self._open(set(one.bands))
        own = [band for band in one.bands if self._n_of_house(band, house_of(one)) < MOST_OF_HOUSE]
        if len(own) == len(one.bands):
            return False
        return len(set(own) & set(other.bands)) <= _LEAST_OWN * len(own) and one.shingles != other.shingles

    def turned_form(self, fresh: Collection[int]) -> set[int]:
        """Articles that share a band which these have just made their house's form of words."""
        asking = [self._bench.fingerprint(one) for one in fresh]
        # Beyond the first articles of a band none is counted, so a new one changes nothing there.
        full = {band for one in asking for band in one.bands if self._turns(band, one.article_id)}
        self._bench.load({stand[2] for band in full for stand in self._windows[band]})
        turned: set[int] = set()
        for one in asking:
            for band in full.intersection(one.bands):
                members = self._of_house(band, house_of(one))
                if len(members) >= MOST_OF_HOUSE > len(members - set(fresh)):
                    turned |= members
        return turned

    def _turns(self, band: int, article_id: int) -> bool:
        window = self._windows[band]
        return len(window) >= MOST_OF_HOUSE and any(stand[2] == article_id for stand in window)

    def _open(self, bands: set[int]) -> None:
        missing = bands - self._windows.keys()
        found = self._bench.band_articles(missing, MOST_IN_BAND) if missing else {}
        for band in missing:
            self._windows[band] = found.get(band, ())

    def _sharing(self, one: Fingerprint) -> list[int]:
        shared = Counter([stand[2] for band in one.bands for stand in self._windows[band]])
        least = min(_LEAST_BANDS, len(one.bands))
        return [other for other, n in shared.items() if n >= least and other != one.article_id]

    def _n_of_house(self, band: int, house: str) -> int:
        return len(self._of_house(band, house)) if len(self._windows[band]) >= MOST_OF_HOUSE else 0

    def _of_house(self, band: int, house: str) -> set[int]:
        members = {stand[2] for stand in self._windows[band]}
        self._bench.load(members)
        return {one for one in members if house and house_of(self._bench.fingerprint(one)) == house}
