"""The fold index in SQL: fingerprints, placements, and the lists of bands and postings, on PostgreSQL and SQLite.

Every question is asked for a whole batch in one statement (more only beyond ten thousand keys). The caller holds the
fold lane: one transaction at a time reads and writes here, and commits with the articles it concerns.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, TextClause, and_, bindparam, delete, insert, select, update

from pipeline.fold import FoldInput, FoldResult, fold
from pipeline.fold.index import Found, Stand
from pipeline.fold.slices import posting_base, sliced_postings
from schemas.fingerprint import Fingerprint, Placement
from workers.store.fold_rows import (
    PLACED,
    chunks,
    fingerprint_of,
    first_of,
    placement_of,
    row_of,
    stand_of,
    stand_text,
)
from workers.store.tables import band, fingerprint, posting

Known = Mapping[int, tuple[Fingerprint, Placement]]


class SqlIndex:
    """Implements `pipeline.fold.FoldIndex` on one connection, within the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_sqlite = connection.dialect.name == "sqlite"

    def band_articles(self, bands: Collection[int], limit: int) -> Found:
        """See `FoldIndex`."""
        return self._first("band", bands, limit)

    def posting_heads(self, postings: Collection[int], limit: int) -> Found:
        """See `FoldIndex`."""
        return self._first("posting", postings, limit)

    def recall(self, article_ids: Collection[int]) -> Known:
        """See `FoldIndex`."""
        found: dict[int, tuple[Fingerprint, Placement]] = {}
        for some in chunks(article_ids):
            query = select(fingerprint).where(fingerprint.c.article_id.in_(some))
            for row in self._connection.execute(query).mappings():
                found[row["article_id"]] = (fingerprint_of(dict(row)), placement_of(dict(row)))
        return found

    def copies(self, head_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
        """See `FoldIndex`."""
        copies: defaultdict[int, list[int]] = defaultdict(list)
        columns = (fingerprint.c.duplicate_of, fingerprint.c.article_id)
        for some in chunks(head_ids):
            query = select(*columns).where(fingerprint.c.duplicate_of.in_(some)).order_by(fingerprint.c.stand)
            for head, article_id in self._connection.execute(query):
                copies[head].append(article_id)
        return copies

    def slices_held(self, numbers: Collection[int]) -> set[int]:
        """See `FoldIndex`: one statement with a look into the key for each, and there are a few."""
        asked = [(number, posting.c.posting.between(base, base | 0xFFFF_FFFF)) for number, base in _bases(numbers)]
        if not asked:
            return set()
        looks = [
            select(posting.c.posting).where(within).exists().label(f"n{at}") for at, (_, within) in enumerate(asked)
        ]
        held = self._connection.execute(select(*looks)).one()
        return {number for (number, _), is_held in zip(asked, held, strict=True) if is_held}

    def block_heads(self, block_ids: Collection[int], limit: int) -> Mapping[int, Sequence[int]]:
        """See `FoldIndex`."""
        heads: dict[int, list[int]] = {one: [] for one in block_ids}
        for block, _, article_id in self._rows_of(first_of("block", self._is_sqlite), block_ids, limit):
            heads[block].append(article_id)
        return heads

    def members(self, story_ids: Collection[int]) -> Mapping[int, Placement]:
        """See `FoldIndex`."""
        columns = [fingerprint.c.article_id, *(fingerprint.c[name] for name in PLACED)]
        found: dict[int, Placement] = {}
        for some in chunks(story_ids):
            query = select(*columns).where(fingerprint.c.story_id.in_(some))
            found |= {row["article_id"]: placement_of(dict(row)) for row in self._connection.execute(query).mappings()}
        return found

    def apply(self, result: FoldResult) -> None:
        """Write what a fold found, in the caller's transaction."""
        self.forget(result.forgotten)
        fresh = {one.article_id: one for one in result.fingerprints}
        placed = {one.article_id: one for one in result.placements}
        known = self.recall({*fresh, *placed})
        prints = {**{one: print_ for one, (print_, _) in known.items()}, **fresh}
        now = {**{one: place for one, (_, place) in known.items()}, **placed}
        was_head = {one for one, (_, place) in known.items() if place.is_head}
        is_head = {one for one, place in now.items() if place.is_head}
        self._unlist([known[one][0] for one in sorted(was_head - (is_head - fresh.keys()))])
        self._drop([known[one][0] for one in sorted(fresh) if one in known])
        _insert(self._connection, fingerprint, [row_of(one, now[one.article_id]) for one in fresh.values()])
        _insert(self._connection, band, _list_rows("band", ((one, one.bands) for one in fresh.values())))
        self._move([place for one, place in placed.items() if one not in fresh])
        listed = [prints[one] for one in sorted(is_head - (was_head - fresh.keys()))]
        _insert(self._connection, posting, _list_rows("posting", ((one, sliced_postings(one)) for one in listed)))

    def forget(self, article_ids: Collection[int]) -> None:
        """Drop articles from the index. Assignments of others stay as they are."""
        if not article_ids:
            return
        known = self.recall(article_ids)
        self._unlist([one for one, place in known.values() if place.is_head])
        self._drop([one for one, _ in known.values()])

    def _first(self, name: str, keys: Collection[int], limit: int) -> Found:
        """The beginnings of many lists, in one statement."""
        found: defaultdict[int, list[Stand]] = defaultdict(list)
        for key, stand, article_id in self._rows_of(first_of(name, self._is_sqlite), keys, limit):
            found[key].append((*stand_of(stand), article_id))
        return found

    def _rows_of(self, statement: TextClause, keys: Collection[int], limit: int) -> Iterator[Any]:
        for some in chunks(keys):
            values = {"keys": json.dumps(some) if self._is_sqlite else some, "n": limit}
            yield from self._connection.execute(statement, values)

    def _unlist(self, heads: Sequence[Fingerprint]) -> None:
        """Take heads out of the lists of their postings."""
        _delete_listed(self._connection, posting, ((one, sliced_postings(one)) for one in heads))

    def _drop(self, articles: Sequence[Fingerprint]) -> None:
        """Take articles out of the lists of their bands, and away."""
        _delete_listed(self._connection, band, ((one, one.bands) for one in articles))
        for some in chunks([one.article_id for one in articles]):
            self._connection.execute(delete(fingerprint).where(fingerprint.c.article_id.in_(some)))

    def _move(self, placements: Sequence[Placement]) -> None:
        """Write the new places of articles that are here already."""
        rows = [{"b_id": one.article_id, **{f"b_{name}": getattr(one, name) for name in PLACED}} for one in placements]
        values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in PLACED}
        if rows:
            statement = update(fingerprint).where(fingerprint.c.article_id == bindparam("b_id")).values(**values)
            self._connection.execute(statement, rows)


def rebuild_index(connection: Connection, inputs: Iterable[FoldInput], batch: int = 512) -> int:
    """Make the index anew from the current revisions of all articles. Returns how many there are.

    Folding is a function of the set of articles, so they are placed as they were before; a caller that compares and
    finds a difference has found an index that was damaged.
    """
    for table in (posting, band, fingerprint):
        connection.execute(delete(table))
    index, rest, n_articles = SqlIndex(connection), iter(inputs), 0
    while some := list(islice(rest, batch)):
        index.apply(fold(some, index))
        n_articles += len(some)
    return n_articles


def _bases(numbers: Collection[int]) -> list[tuple[int, int]]:
    return [(one, posting_base(one)) for one in sorted(numbers)]


def _list_rows(name: str, listed: Iterable[tuple[Fingerprint, Iterable[int]]]) -> list[dict[str, Any]]:
    return [
        {name: key, "stand": stand, "article_id": one.article_id}
        for one, keys in listed
        for stand in (stand_text(one),)
        for key in keys
    ]


def _delete_listed(connection: Connection, table: Any, listed: Iterable[tuple[Fingerprint, Iterable[int]]]) -> None:
    """Delete rows of lists by their whole primary key."""
    rows = [{f"b_{name}": value for name, value in row.items()} for row in _list_rows(table.name, listed)]
    columns = (table.c[table.name], table.c.stand, table.c.article_id)
    if rows:
        statement = delete(table).where(and_(*(one == bindparam(f"b_{one.name}") for one in columns)))
        connection.execute(statement, rows)


def _insert(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), list(rows))
