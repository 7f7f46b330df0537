"""Which changes are told: everything a reader can see, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from pipeline.fold import FoldResult
from schemas import contract
from schemas.fingerprint import Placement
from schemas.outcome import Reason, Rejected
from tests.integration.contract.conftest import UNPUBLISHED, UNSEEN_STORY, make_results
from tests.servers import PostgresServer
from workers import resources
from workers.store import stories
from workers.store.changes import add_changes, sequence
from workers.store.database import Database
from workers.store.fact_sources import sources_of
from workers.store.facts import save_facts
from workers.store.feeds import reopen
from workers.store.folding import write_result
from workers.store.tables import entry, story
from workers.store.withdrawal import withdraw_articles
from workers.tasks.fetcher import PageFetcher
from workers.tasks.writer import Publisher

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        database = make_results(f"sqlite:///{tmp_path}/own.db")
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        database = make_results(server.create_database(f"events_{random.randrange(10**9)}"))
    yield database
    database.close()


class Told:
    """The changes since the last look, as (kind, article, story)."""

    def __init__(self, database: Database) -> None:
        self.database, self.seq = database, 0
        self.news()

    def news(self) -> list[tuple[str, int | None, int | None]]:
        sequence(self.database)
        with self.database.read() as connection:
            found = list(contract.read_changes(connection, self.seq, 10_000))
        self.seq = found[-1].seq if found else self.seq
        return [(one.kind, one.article_id, one.story_id) for one in found]


def refresh(database: Database, story_id: int) -> None:
    """What publishing does for one story that says nothing comparable."""
    with database.write() as connection:
        derived = {story_id: (sources_of(connection, [story_id])[story_id], ())}
        add_changes(connection, stories.refresh_stories(connection, derived, NOW)[story_id], NOW)


def row_of(database: Database, story_id: int) -> contract.Story:
    with database.read() as connection:
        (one,) = contract.read_rows(connection, contract.Story, "WHERE story_id = ?", [story_id])
    return one


def test_a_story_is_updated_only_when_a_reader_sees_a_difference(own: Database) -> None:
    told = Told(own)
    refresh(own, 13)
    assert told.news() == [("story_updated", None, 13)]
    before = row_of(own, 13)
    refresh(own, 13)
    assert told.news() == []
    assert row_of(own, 13) == before


def test_a_story_is_created_when_it_is_first_seen(own: Database) -> None:
    told = Told(own)
    refresh(own, UNSEEN_STORY)
    refresh(own, UNSEEN_STORY)
    assert told.news() == [("story_created", None, UNSEEN_STORY)]
    assert row_of(own, UNSEEN_STORY).n_articles == 4


def placed(article_id: int, story_id: int) -> Placement:
    return Placement(article_id=article_id, story_id=story_id, block_id=1)


def test_a_merge_moves_articles_and_points_on(own: Database) -> None:
    told = Told(own)
    merge = FoldResult((), tuple(placed(one, 13) for one in (13, 17, 18, 19, 20)), merges={17: 13})
    with own.write() as connection:
        write_result(connection, merge, NOW)
    moved = [("article_updated", one, 13) for one in (17, 18, 19, 20)]
    assert told.news() == [*moved, ("story_merged", None, 17)]
    assert row_of(own, 17).merged_into == 13
    refresh(own, 13)
    refresh(own, 17)
    assert told.news() == [("story_updated", None, 13), ("story_updated", None, 17)]
    assert (row_of(own, 13).n_articles, row_of(own, 17).n_articles) == (8, 0)


def test_a_split_moves_articles_to_a_story_that_begins(own: Database) -> None:
    told = Told(own)
    apart = FoldResult((), (placed(13, 13), placed(14, 13), placed(15, 15), placed(16, 15)))
    with own.write() as connection:
        write_result(connection, apart, NOW)
    assert told.news() == [("article_updated", 15, 15), ("article_updated", 16, 15)]
    refresh(own, 13)
    refresh(own, 15)
    assert told.news() == [("story_updated", None, 13), ("story_created", None, 15)]
    assert [row_of(own, one).n_articles for one in (13, 15)] == [2, 2]


def test_what_no_reader_has_seen_moves_in_silence(own: Database) -> None:
    told = Told(own)
    unseen = FoldResult((), (placed(UNPUBLISHED, 13),), merges={UNSEEN_STORY: 13})
    with own.write() as connection:
        write_result(connection, unseen, NOW)
    assert told.news() == []


@pytest.mark.parametrize("reason", [Reason.GONE, Reason.NOT_FOUND])
def test_only_a_page_that_is_gone_for_good_takes_its_article_along(
    own: Database, reason: Reason, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told(own)
    monkeypatch.setattr(resources, "database", lambda: own)
    monkeypatch.setattr(PageFetcher, "_ask", lambda *_: Rejected(reason))
    with own.write() as connection:
        reopen(connection, [21], "fetch", NOW)
    PageFetcher().run([21])
    with own.read() as connection:
        state = connection.execute(select(entry.c.state).where(entry.c.id == 21)).scalar()
        seen = list(contract.read_rows(connection, contract.Article, "WHERE article_id = ?", [21]))
        is_dirty = connection.execute(select(story.c.is_dirty).where(story.c.id == 21)).scalar()
    if reason is Reason.GONE:
        assert (state, seen, is_dirty, told.news()) == ("rejected", [], True, [("article_withdrawn", 21, 21)])
        refresh(own, 21)
        assert row_of(own, 21).n_articles == 3
    else:
        assert (state, len(seen), is_dirty, told.news()) == ("stored", 1, False, [])


def test_an_article_whose_page_is_back_returns_under_its_number(own: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "database", lambda: own)
    told = Told(own)
    with own.write() as connection:
        withdraw_articles(connection, [21], NOW)
        reopen(connection, [21], "publish", NOW)
    refresh(own, 21)
    assert told.news() == [("article_withdrawn", 21, 21), ("story_updated", None, 21)]
    Publisher().run([21])
    assert told.news() == [("article_updated", 21, 21)]
    with own.read() as connection:
        (back,) = contract.read_rows(connection, contract.Article, "WHERE article_id = ?", [21])
        is_dirty = connection.execute(select(story.c.is_dirty).where(story.c.id == 21)).scalar()
    assert (back.revision, is_dirty) == (1, True)
    refresh(own, 21)
    assert (told.news(), row_of(own, 21).n_articles) == ([("story_updated", None, 21)], 4)


def test_facts_are_told_when_they_come_change_and_go(own: Database) -> None:
    told = Told(own)
    with own.write() as connection:
        events = save_facts(connection, {13: ()}, NOW)[13]
        add_changes(connection, events, NOW)
        connection.execute(update(story).values(is_dirty=False))
    assert [kind for kind, *_ in told.news()] == ["fact_withdrawn", "fact_withdrawn"]
    with own.read() as connection:
        assert list(contract.read_rows(connection, contract.Fact, "WHERE story_id = ?", [13])) == []
