"""Pages of one article that come in any order: the newest is what the article says, older ones are kept as older."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.plain_plant import BEGIN, STAGES, pages, plant, run_stage
from workers.sources import LocalPage
from workers.store import migrate
from workers.store.database import Database
from workers.store.documents import latest_documents
from workers.store.intake import take_in
from workers.store.tables import entry, page


def version(number: int) -> LocalPage:
    """One article as it was after so many hours."""
    first, told = pages(1)[0], pages(number + 1, seed=7)[number].page
    return replace(
        first, page=replace(told, url=first.url, final_url=first.url, fetched_at=BEGIN + timedelta(hours=number))
    )


def run_all(database: Database, batches: Sequence[Sequence[LocalPage]]) -> None:
    for batch in batches:
        take_in(database, batch, lambda _: None)
        for runner in STAGES:
            run_stage(database, runner)


def kept(database: Database) -> list[tuple[int, bool]]:
    """The hour of each page that is kept, and whether it is the one that counts."""
    with database.read() as connection:
        rows = connection.execute(select(page.c.fetched_at, page.c.superseded_at).order_by(page.c.fetched_at))
        return [((row.fetched_at - BEGIN) // timedelta(hours=1), row.superseded_at is None) for row in rows]


@pytest.mark.parametrize("order", list(permutations([0, 1, 2])))
@pytest.mark.parametrize("is_together", [False, True])
def test_the_newest_version_wins_and_the_others_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: tuple[int, ...], is_together: bool
) -> None:
    versions = [version(number) for number in order]
    batches = [versions] if is_together else [[one] for one in versions]
    with plant(f"sqlite:///{tmp_path / 'intake.db'}", monkeypatch) as database:
        migrate.upgrade(database)
        run_all(database, batches)
        assert kept(database) == [(0, False), (1, False), (2, True)]
        with database.read() as connection:
            (entry_id,) = connection.execute(select(entry.c.id)).scalars()
            document = latest_documents(connection, [entry_id])[entry_id]
        assert document["title"].encode() in version(2).page.body
        run_all(database, [*batches, versions])
        assert kept(database) == [(0, False), (1, False), (2, True)]
