"""What an article may cost, in things that can be counted: no clock, so a busy machine makes none of these fail."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select, text

from pipeline.clean import tree
from schemas.entry import EntryState
from tests.plain_plant import pages, plant, run_all, run_stage
from workers import deriving, doorbell, resources
from workers.settings import load_settings
from workers.store import stories
from workers.store.database import Database
from workers.store.intake import take_in
from workers.store.tables import article, entry, fact, story
from workers.tasks import maintenance
from workers.tasks.cleaner import Cleaner

FEW, MANY = 4, 16
MORE = 3
"""Statements by which a batch of sixteen may differ from a batch of four."""
SMALL = {"epoch", "feed", "progress", "gauge", "alembic_version"}
"""Tables that do not grow with the articles, or are never read here but by their end."""
_SCAN = re.compile(r"SCAN (\w+)|Seq Scan on (\w+)")


@pytest.fixture
def own(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    with plant(database_url, monkeypatch) as database:
        yield database


@contextmanager
def listening(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Every statement sent meanwhile, with its parameters (of the first row, where it takes many)."""
    heard: list[tuple[str, Any]] = []

    def hear(_: Any, __: Any, statement: str, parameters: Any, ___: Any, is_many: bool) -> None:
        heard.append((statement, parameters[0] if is_many and isinstance(parameters, list) else parameters))

    event.listen(database.engine, "before_cursor_execute", hear)
    yield heard
    event.remove(database.engine, "before_cursor_execute", hear)


def test_statements_belong_to_batches_not_to_articles(own: Database) -> None:
    run_all(own, FEW, seed=1)
    with listening(own) as few:
        run_all(own, FEW, seed=2)
    with listening(own) as many:
        run_all(own, MANY, seed=3)
    with own.read() as connection:
        states = Counter(connection.execute(select(entry.c.state)).scalars())
        n_facts = len(connection.execute(select(fact.c.id)).all())
    assert states == {EntryState.STORED: 2 * FEW + MANY}
    assert n_facts > 10 * MANY
    assert len(many) <= len(few) + MORE, Counter(said for said, _ in many) - Counter(said for said, _ in few)


def test_no_statement_reads_a_whole_table(own: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a growing table. PostgreSQL is told to avoid it, so what it still reads whole, no index serves."""
    run_all(own, MANY, seed=1)
    with listening(own) as heard:
        run_all(own, MANY, seed=2)
        monkeypatch.setattr(doorbell, "queue_lengths", lambda queues: dict.fromkeys(queues))
        maintenance.sweep()
        assert maintenance.is_quiet([])
    plans = {said: _plan(own, said, parameters) for said, parameters in dict(heard).items() if _is_query(said)}
    whole = {said: tables for said, plan in plans.items() if (tables := _read_whole(plan) - SMALL)}
    assert plans
    assert whole == {}


def _is_query(said: str) -> bool:
    return said.lstrip().split(maxsplit=1)[0].upper() in ("SELECT", "UPDATE", "DELETE")


def _plan(database: Database, said: str, parameters: Any) -> str:
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.read() as connection:
        if not database.is_sqlite:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + said, parameters))


def _read_whole(plan: str) -> set[str]:
    return {one or other for one, other in _SCAN.findall(plan)} & set(stories.story.metadata.tables)


def test_a_page_is_parsed_once(own: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []
    once = tree.html.document_fromstring

    def count(markup: bytes, **options: Any) -> Any:
        parsed.append(markup)
        return once(markup, **options)

    monkeypatch.setattr(tree.html, "document_fromstring", count)
    take_in(own, pages(FEW), lambda _: None)
    assert run_stage(own, Cleaner) == FEW
    assert len(parsed) == FEW


def test_a_story_that_changed_meanwhile_stays_stale(own: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    run_all(own, FEW, seed=1)
    with own.write() as connection:
        ids = sorted(connection.execute(select(story.c.id)).scalars())
        stories.mark_dirty(connection, ids)
    derive = deriving.reconcile

    def meanwhile(sources: Any) -> Any:
        with own.write() as connection:
            now = own.now(connection)
            connection.execute(article.update().where(article.c.story_id == ids[0]).values(updated_at=now))
        return derive(sources)

    monkeypatch.setattr(deriving, "reconcile", meanwhile)
    assert deriving._derive(ids) == FEW - 1
    with own.read() as connection:
        assert stories.dirty_stories(connection, FEW) == ids[:1]


def test_only_the_story_that_fails_is_given_up(own: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    run_all(own, FEW, seed=1)
    with own.write() as connection:
        ids = sorted(connection.execute(select(story.c.id)).scalars())
        stories.mark_dirty(connection, ids)
        connection.execute(fact.update().where(fact.c.story_id.in_(ids)).values(digest="another"))
    derive = deriving.reconcile

    def fails(sources: Any) -> Any:
        if sources[0].article_id == ids[1]:
            raise ZeroDivisionError
        return derive(sources)

    monkeypatch.setattr(deriving, "reconcile", fails)
    assert deriving.derive_facts() == FEW
    with own.read() as connection:
        stale = connection.execute(select(fact.c.story_id).where(fact.c.digest == "another")).scalars()
        assert set(stale) == {ids[1]}
        assert stories.dirty_stories(connection, FEW) == []


def test_large_stories_rest_before_they_are_derived_again(own: Database) -> None:
    run_all(own, FEW, seed=1)
    with own.write() as connection:
        ids = sorted(connection.execute(select(story.c.id)).scalars())
        stories.mark_dirty(connection, ids)
        connection.execute(story.update().where(story.c.id == ids[0]).values(n_articles=500))
        now = own.now(connection)
        assert [one for one, _ in stories.ripe_stories(connection, now, FEW)] == ids[1:]
        later = now + stories.PAUSES[-1][1]
        assert [one for one, _ in stories.ripe_stories(connection, later, FEW)] == ids


def test_the_model_is_loaded_once_and_before_the_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[str] = []
    monkeypatch.setattr("pipeline.extract.model.load_model", loads.append)
    resources.model.cache_clear()
    resources.preload(["clean", "extract"])
    resources.reset_connections()
    resources.model()
    resources.model.cache_clear()
    assert loads == [load_settings().spacy_model]


HEAVY = ("spacy", "thinc", "numpy", "lxml", "trafilatura", "celery", "fastapi", "pyarrow", "redis", "sklearn")
_HELP = f"""
import sys
sys.argv = ["fivefold", "--help"]
from ops.command import main
try:
    main()
except SystemExit:
    pass
print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""


def test_help_loads_nothing_heavy() -> None:
    run = subprocess.run([sys.executable, "-c", _HELP], check=True, capture_output=True, text=True)
    assert run.stderr.splitlines()[-1] == "[]"
    assert "ingest" in run.stdout


def test_a_cleaner_loads_no_model() -> None:
    code = "import sys, workers.app, workers.tasks.cleaner, workers.tasks.writer; print('spacy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "False"
