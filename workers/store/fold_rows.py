"""How fingerprints and placements stand in rows, and the statement that reads the beginnings of many lists at once."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Integer, Text, TextClause, bindparam, text

from schemas.fingerprint import Fingerprint, Placement

PLACED = ("story_id", "block_id", "duplicate_of", "parent_id", "similarity", "score", "why", "side")
"""The columns of a fingerprint's row that folding may change later."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHIFT = 1 << 62
"""Added to microseconds, so that years before 1970 sort as text too."""
_KEY_CHARACTERS = 12
_MOST_KEYS = 10_000
"""Keys in one statement: both drivers take more than three times as many parameters."""

_LISTS = {
    "band": ("band", "band", ""),
    "posting": ("posting", "posting", ""),
    "block": ("fingerprint", "block_id", "AND q.duplicate_of IS NULL"),
}
"""Of each kind of list its table, the column of its key, and what else must hold."""
_SQLITE = """
    SELECT k.value AS key, q.stand, q.article_id
    FROM json_each(:keys) k JOIN {table} q ON q.{key} = k.value {also}
     AND q.stand <= coalesce((SELECT q.stand FROM {table} q WHERE q.{key} = k.value {also}
                              ORDER BY q.stand, q.article_id LIMIT 1 OFFSET :n - 1), 'g')
    ORDER BY 1, 2, 3"""
_POSTGRESQL = """
    SELECT k.key, p.stand, p.article_id
    FROM unnest(:keys) AS k(key)
    CROSS JOIN LATERAL (SELECT q.stand, q.article_id FROM {table} q WHERE q.{key} = k.key {also}
                        ORDER BY q.stand, q.article_id LIMIT :n) p
    ORDER BY 1, 2, 3"""


@cache
def first_of(kind: str, is_sqlite: bool) -> TextClause:
    """The statement that reads the first `n` rows of each list in `keys`; `kind` is `band`, `posting` or `block`."""
    table, key, also = _LISTS[kind]
    statement = text((_SQLITE if is_sqlite else _POSTGRESQL).format(table=table, key=key, also=also))
    keys = bindparam("keys", type_=Text() if is_sqlite else ARRAY(BigInteger))
    return statement.bindparams(keys, bindparam("n", type_=Integer()))


def chunks(keys: Collection[int]) -> Iterator[list[int]]:
    """Sorted keys, as many as one statement takes."""
    rest = iter(sorted(keys))
    while some := list(islice(rest, _MOST_KEYS)):
        yield some


def stand_text(one: Fingerprint) -> str:
    """The canonical order as text; the key's beginning is enough, and the article's id decides the rest."""
    microseconds = (one.published_at - _EPOCH) // timedelta(microseconds=1)
    return f"{microseconds + _SHIFT:016x}{one.key[:_KEY_CHARACTERS]}"


def stand_of(stand: str) -> tuple[datetime, str]:
    """Publication time and the beginning of the key."""
    return _EPOCH + timedelta(microseconds=int(stand[:16], 16) - _SHIFT), stand[16:]


def row_of(one: Fingerprint, place: Placement) -> dict[str, Any]:
    """The row of an article."""
    return {
        "article_id": one.article_id,
        "key": one.key,
        "stand": stand_text(one),
        "language": one.language,
        "published_at": one.published_at,
        "publisher": one.publisher,
        "shingles": one.shingles,
        "bands": array("I", one.bands).tobytes(),
        "features": one.features,
        "weights": one.weights,
        "dates": one.dates,
        "postings": array("I", one.postings).tobytes(),
        "terms": list(one.terms),
        "names": list(one.names),
        "credit": one.credit,
        "owner": one.owner,
        **{name: getattr(place, name) for name in PLACED},
    }


def fingerprint_of(row: Mapping[str, Any]) -> Fingerprint:
    """The fingerprint of a row."""
    return Fingerprint(
        article_id=row["article_id"],
        key=row["key"],
        language=row["language"],
        published_at=row["published_at"],
        publisher=row["publisher"],
        shingles=bytes(row["shingles"]),
        bands=tuple(array("I", bytes(row["bands"]))),
        features=bytes(row["features"]),
        weights=bytes(row["weights"]),
        dates=bytes(row["dates"]),
        postings=tuple(array("I", bytes(row["postings"]))),
        terms=tuple(row["terms"]),
        names=tuple(row["names"]),
        credit=row["credit"],
        owner=row["owner"],
    )


def placement_of(row: Mapping[str, Any]) -> Placement:
    """The placement of a row."""
    return Placement(article_id=row["article_id"], **{name: row[name] for name in PLACED})
