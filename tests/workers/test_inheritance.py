"""Reprints take over what their original says and are not read again; a revision is read anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from pipeline.extract import complete
from schemas.annotations import Annotations, ExtractInput
from schemas.figure import DateSpan, Figure
from schemas.mention import Mention
from tests import plain_plant
from tests.plain_plant import pages, plant, run_stage
from workers import resources
from workers.sources import LocalPage
from workers.store import migrate
from workers.store.annotations import load_annotations
from workers.store.database import Database
from workers.store.documents import latest_documents
from workers.store.intake import take_in
from workers.store.tables import entry
from workers.tasks import extractor
from workers.tasks.cleaner import Cleaner
from workers.tasks.deduplicator import Deduplicator
from workers.tasks.extractor import Extractor
from workers.tasks.writer import Publisher

STAGES = (Cleaner, Deduplicator, Extractor, Publisher)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were read, by whichever way."""
    return []


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]) -> Iterator[Database]:
    def annotate(documents: Sequence[ExtractInput], _: object = None) -> list[Annotations]:
        read.extend(one.text for one in documents)
        return plain_plant.annotate(documents)

    with plant(f"sqlite:///{tmp_path / 'own.db'}", monkeypatch) as database:
        migrate.upgrade(database)
        monkeypatch.setattr(extractor, "_annotate", annotate)
        monkeypatch.setattr(complete, "annotate", annotate)
        monkeypatch.setattr(resources, "model", lambda: None)
        yield database


def taken_in(database: Database, page: LocalPage) -> None:
    """One page through the stages, after what was there."""
    take_in(database, [page], lambda _: None)
    for runner in STAGES:
        run_stage(database, runner)


def with_another_number(page: LocalPage) -> LocalPage:
    """The page with its first number changed, an hour later."""
    body = re.sub(rb"said \d+", b"said 4,321", page.page.body, count=1)
    return replace(page, page=replace(page.page, body=body, fetched_at=plain_plant.BEGIN + timedelta(hours=1)))


def at_another_outlet(page: LocalPage) -> LocalPage:
    url = page.url.replace("outlet0", "courier")
    fetched = replace(page.page, url=url, final_url=url)
    return replace(page, key="reprint", url=url, guid=url, page=fetched)


def annotations_of(database: Database) -> list[tuple[str, Annotations]]:
    """Text and annotations of every entry, the first first."""
    with database.read() as connection:
        ids = list(connection.execute(select(entry.c.id).order_by(entry.c.id)).scalars())
        documents = latest_documents(connection, ids)
        said = load_annotations(connection, [(one, documents[one]["revision"]) for one in ids])
    return [(documents[one]["text"], said[one, documents[one]["revision"]]) for one in ids]


def check_surfaces(text: str, said: Annotations) -> None:
    spans: list[Figure | DateSpan | Mention] = [*said.figures, *said.dates, *said.mentions]
    for span in spans:
        assert text[span.start_char : span.end_char] == span.surface


def test_a_reprint_is_read_only_where_it_differs(own: Database, read: list[str]) -> None:
    original = pages(1)[0]
    taken_in(own, original)
    assert len(read) == 1
    taken_in(own, at_another_outlet(with_another_number(original)))
    (_, first), (text, second) = annotations_of(own)
    assert len(read) == 2
    assert "4,321" in read[1]
    assert len(read[1]) < len(text) / 10
    assert len(second.figures) == len(first.figures) > 10
    assert Decimal(4321) in {figure.value for figure in second.figures}
    assert len(second.mentions) == len(first.mentions)
    check_surfaces(text, second)


def test_an_exact_reprint_is_not_read_at_all(own: Database, read: list[str]) -> None:
    original = pages(1)[0]
    taken_in(own, original)
    taken_in(own, at_another_outlet(original))
    (_, first), (_, second) = annotations_of(own)
    assert len(read) == 1
    assert second == first


def test_a_revision_is_read_anew(own: Database, read: list[str]) -> None:
    original = pages(1)[0]
    taken_in(own, original)
    taken_in(own, with_another_number(original))
    ((text, said),) = annotations_of(own)
    assert read[1] == text != read[0]
    assert Decimal(4321) in {figure.value for figure in said.figures}
    check_surfaces(text, said)
