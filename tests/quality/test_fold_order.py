"""The order row in full: 10 shuffles by 1, 2 and 4 workers, all at one time, end in the same (article, story) pairs.

On SQLite and on PostgreSQL, each run in a database of its own, and all against one run of one worker in one batch.
"""

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
SHUFFLES, WORKERS = range(10), (1, 2, 4)


def documents() -> list[Document]:
    """A part of the corpora, published at one time."""
    alike = {one for pair in records("near_duplicates_pairs") for one in (pair["a"], pair["b"])}
    reprints = [row for row in records("near_duplicates_documents") if row["id"] in alike]
    rows = [*records("stories_ecbplus")[:N_STORIES], *reprints[:N_REPRINTS]]
    return [
        Document(f"http://x.test/{row['id']}", row["title"], row["text"], published_at=AT, language="en", method="test")
        for row in rows
    ]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_ten_shuffles_by_one_two_and_four_workers(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived = documents()
    with lane(Database(f"sqlite:///{tmp_path / 'at-once.db'}"), monkeypatch) as running:
        running.fold(running.take(arrived))
        expected = running.places()
    for seed in SHUFFLES:
        for n_workers in WORKERS:
            name = f"order_{seed}_{n_workers}"
            url = f"sqlite:///{tmp_path / name}.db"
            if kind == "postgresql":
                url = request.getfixturevalue("postgres").create_database(name)
            with lane(Database(url), monkeypatch) as running:
                assert folded(running, arrived, seed, n_workers) == expected, f"shuffle {seed}, {n_workers} workers"
    n_runs = len(SHUFFLES) * len(WORKERS)
    n_duplicates = sum(state == "duplicate" for _, _, state in expected.values())
    n_stories = len({story for _, story, _ in expected.values()})
    print(
        f"\n{kind}: {len(expected)} articles, {n_duplicates} duplicates, {n_stories} stories: "
        f"{n_runs} runs end in identical (article, story) pairs"
    )
