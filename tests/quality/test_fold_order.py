"""The order row in full: 10 shuffles by 1, 2 and 4 workers, all at one time, end in the same places. SQLite."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.document import Document
from tests.lane import folded, lane
from tests.quality.data import records
from workers.store.database import Database

pytestmark = pytest.mark.quality
AT = datetime(2025, 6, 10, 9, tzinfo=UTC)
N_STORIES, N_REPRINTS = 80, 60


def documents() -> list[Document]:
    """A part of the corpora, published at one time."""
    alike = {one for pair in records("near_duplicates_pairs") for one in (pair["a"], pair["b"])}
    reprints = [row for row in records("near_duplicates_documents") if row["id"] in alike]
    rows = [*records("stories_ecbplus")[:N_STORIES], *reprints[:N_REPRINTS]]
    return [
        Document(f"http://x.test/{row['id']}", row["title"], row["text"], published_at=AT, language="en", method="test")
        for row in rows
    ]


def test_ten_shuffles_by_one_two_and_four_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arrived = documents()
    expected = None
    for seed in range(10):
        for n_workers in (1, 2, 4):
            database = Database(f"sqlite:///{tmp_path / f'{seed}-{n_workers}.db'}")
            with lane(database, monkeypatch) as running:
                places = folded(running, arrived, seed, n_workers)
            assert places == (expected or places)
            expected = places
    assert expected is not None
    print(
        f"\n{len(expected)} articles, {sum(one[2] == 'duplicate' for one in expected.values())} duplicates: 30 runs alike"
    )
