"""A fact keeps its id when its key moves: whoever follows it must not lose it because an earlier article joined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from schemas.change import ChangeKind
from schemas.fact import Fact, FactKind, FactStatus, FactValue, Quote
from tests.integration.contract.conftest import make_results
from workers.store.database import Database
from workers.store.facts import save_facts
from workers.store.tables import fact

NOW = datetime(2026, 3, 1, tzinfo=UTC)
STORY = 990


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Database]:
    database = make_results(f"sqlite:///{tmp_path}/own.db")
    yield database
    database.close()


def fact_of(key: str, *places: tuple[int, int], kind: FactKind = FactKind.FIGURE) -> Fact:
    quotes = tuple(Quote(article, 1, article, start, start + 2, "36") for article, start in places)
    value = FactValue(text="36", quotes=quotes)
    return Fact(key=key, kind=kind, label="people killed", unit=None, status=FactStatus.SINGLE_SOURCE, values=(value,))


def saved(database: Database, *facts: Fact) -> list[tuple[ChangeKind, int | None]]:
    with database.write() as connection:
        return [(event.kind, event.fact_id) for event in save_facts(connection, {STORY: facts}, NOW)[STORY]]


def live(database: Database) -> dict[str, int]:
    with database.read() as connection:
        query = select(fact.c.key, fact.c.id).where(fact.c.story_id == STORY, fact.c.is_withdrawn.is_(False))
        return {row.key: row.id for row in connection.execute(query)}


def test_a_fact_whose_key_moved_is_updated(own: Database) -> None:
    ((_, first),) = saved(own, fact_of("figure:a", (901, 5), (902, 9)))
    assert saved(own, fact_of("figure:b", (903, 1), (901, 5), (902, 9))) == [(ChangeKind.FACT_UPDATED, first)]
    assert live(own) == {"figure:b": first}


def test_another_fact_is_another(own: Database) -> None:
    ((_, first),) = saved(own, fact_of("figure:a", (901, 5), (902, 9), (904, 3)))
    events = saved(own, fact_of("figure:b", (903, 1), (901, 5)))
    assert [kind for kind, _ in events] == [ChangeKind.FACT_CREATED, ChangeKind.FACT_WITHDRAWN]
    assert events[1][1] == first


def test_a_role_does_not_continue_a_figure(own: Database) -> None:
    saved(own, fact_of("figure:a", (901, 5)))
    events = saved(own, fact_of("role:a", (901, 5), kind=FactKind.ROLE))
    assert [kind for kind, _ in events] == [ChangeKind.FACT_CREATED, ChangeKind.FACT_WITHDRAWN]


def test_one_fact_has_one_heir(own: Database) -> None:
    ((_, first),) = saved(own, fact_of("figure:a", (901, 5), (902, 9)))
    events = saved(own, fact_of("figure:b", (901, 5)), fact_of("figure:c", (902, 9)))
    assert [kind for kind, _ in events] == [ChangeKind.FACT_UPDATED, ChangeKind.FACT_CREATED]
    assert live(own)["figure:b"] == first
