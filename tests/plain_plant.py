"""Every stage in one process on made-up pages, without a queue and without the language model, for tests that count."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from pipeline.commonness import most_common
from pipeline.extract.annotate import _compose
from schemas.annotations import Annotations, ExtractInput
from schemas.mention import EntityType, Mention
from schemas.page import FetchedPage
from workers import deriving, doorbell, resources
from workers.settings import load_settings
from workers.sources import LocalPage
from workers.stage import StageRunner
from workers.store.changes import sequence
from workers.store.database import Database
from workers.store.intake import take_in
from workers.store.tables import entry
from workers.tasks import extractor
from workers.tasks.cleaner import Cleaner
from workers.tasks.deduplicator import Deduplicator
from workers.tasks.extractor import Extractor
from workers.tasks.writer import Publisher

STAGES: tuple[type[StageRunner], ...] = (Cleaner, Deduplicator, Extractor, Publisher)  # type: ignore[type-arg]
BEGIN = datetime(2025, 3, 3, tzinfo=UTC)
_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+")


def pages(count: int, seed: int = 0) -> list[LocalPage]:
    """Pages of articles that have nothing to do with each other."""
    return [_page(number, random.Random(f"{seed}/{number}"), seed) for number in range(count)]


def _page(number: int, dice: random.Random, seed: int) -> LocalPage:
    url, at = f"https://outlet{number}.test/{seed}/{number}", BEGIN + timedelta(hours=number)
    title = " ".join(dice.sample(most_common(9_000)[500:], 8)).capitalize()
    paragraphs = "".join(f"<p>{_said(dice)} {_said(dice)} {_said(dice)}</p>" for _ in range(6))
    markup = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body>"
    fetched = FetchedPage(url, url, 200, markup.encode(), {"content-type": "text/html; charset=utf-8"}, at)
    return LocalPage(sha256(url.encode()).hexdigest(), url, fetched, None, at, url)


def _said(dice: random.Random) -> str:
    """A sentence with a name and a number."""
    words = dice.sample(most_common(9_000)[500:], 12)
    name = " ".join(word.capitalize() for word in words[:2])
    return f"{name} said {dice.randrange(3, 900)} {words[2]}s {' '.join(words[3:])} on Tuesday."


def annotate(documents: Sequence[ExtractInput]) -> list[Annotations]:
    """What the rules find, and two capitalised words for a person."""
    return [_compose(one.text, one.published_at, tuple(map(_person, _NAME.finditer(one.text)))) for one in documents]


def _person(found: re.Match[str]) -> Mention:
    return Mention(
        start_char=found.start(), end_char=found.end(), surface=found[0], type=EntityType.PERSON, entity=found[0]
    )


@contextmanager
def plant(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database on which the stages of this process run."""
    load_settings.cache_clear()
    database = Database(database_url)
    monkeypatch.setattr(resources, "database", lambda: database)
    monkeypatch.setattr(doorbell, "ring", lambda *_, **__: True)
    monkeypatch.setattr(extractor, "_annotate", annotate)
    # Nothing is rendered: without our settings structlog writes exceptions with all their variables, for minutes.
    with capture_logs():
        yield database
    database.close()


def run_stage(database: Database, runner: type[StageRunner]) -> int:  # type: ignore[type-arg]
    """One batch of what is due there. Returns how many left it as done."""
    due = select(entry.c.id).where(entry.c.stage == runner.name, entry.c.state == "due").order_by(entry.c.id)
    with database.read() as connection:
        ids = list(connection.execute(due).scalars())
    return len(runner().run(ids))


def run_all(database: Database, count: int, seed: int = 0) -> None:
    """So many new articles through every stage, in one batch each."""
    take_in(database, pages(count, seed), lambda _: None)
    for runner in STAGES:
        run_stage(database, runner)
    deriving.derive_facts()
    sequence(database)
