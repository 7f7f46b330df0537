"""The order of arrival and the number of workers change nothing that a reader or an operator can see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pytest
from sqlalchemy import select

from pipeline.clean import clean_page
from schemas.document import Document
from schemas.page import FetchedPage
from tests.lane import folded, lane
from workers.newsroom import load_world
from workers.newsroom.render import Site, render_site
from workers.store.database import Database
from workers.store.positions import conservation
from workers.store.tables import change

START = datetime(2025, 6, 10, 9, tzinfo=UTC)
WIRE = (
    "Divers searched the river near Karlow on Tuesday after the bridge over the Senna fell, and Mayor Ilse Brandt said "
    "that engineers had warned of rusted cables. Ferry crews pulled drivers from the cold water until the evening. Three "
    "schools were opened for families who waited for news, and the quay was closed to all but rescue workers and their "
    "boats. An inquiry will hear the engineers next week, the mayor said, before the council decides what is rebuilt."
)


@lru_cache(maxsize=1)
def newsroom() -> tuple[Document, ...]:
    """The articles of the demo world, cleaned."""
    world, base = load_world(), "http://newsroom.test"
    site = render_site(Site(world, 1, base))
    found = []
    for one in world.at_poll(1):
        path = f"/{one.outlet}/{one.path}"
        headers = {"content-type": site[path].content_type}
        found.append(clean_page(FetchedPage(base + path, base + path, 200, site[path].body, headers)))
    return tuple(one for one in found if isinstance(one, Document))


def database(folder: Path, name: str) -> Database:
    return Database(f"sqlite:///{folder / name}.db")


def wire(minutes: int, outlet: str, text: str = WIRE) -> Document:
    at = START + timedelta(minutes=minutes)
    return Document(f"http://{outlet}.test/karlow", "Bridge falls", text, published_at=at, language="en", method="test")


def test_an_original_that_arrives_late_makes_duplicates_of_those_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, reprint = wire(0, "wire"), wire(30, "courier", WIRE + " The ferry runs again.")
    with lane(database(tmp_path, "late"), monkeypatch) as running:
        running.fold(running.take([reprint]))
        running.fold(running.take([first]))
        places = running.places()
        with running.database.read() as connection:
            counts = conservation(connection)
            kinds = connection.execute(select(change.c.kind).order_by(change.c.id)).scalars().all()
    assert places == {reprint.url: (first.url, first.url, "duplicate"), first.url: (None, first.url, "stored")}
    assert (counts["accepted"], counts["stored"], counts["duplicate"]) == (2, 1, 1)
    assert kinds.count("article_updated") == 1


def test_a_reprint_that_is_rewritten_is_a_duplicate_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, reprint = wire(0, "wire"), wire(30, "courier")
    with lane(database(tmp_path, "rewritten"), monkeypatch) as running:
        running.fold_all(running.take([first, reprint]), 1, 2)
        assert running.places()[reprint.url][2] == "duplicate"
        running.rewrite(first.url, "Shares of Norvik Foods jumped when the grocer Halden agreed to a takeover. " * 3)
        assert [running.places()[one.url][2] for one in (first, reprint)] == ["stored", "stored"]


@pytest.mark.parametrize(("seed", "n_workers"), [(0, 1), (1, 2), (2, 4)])
def test_neither_order_nor_workers_matter(
    seed: int, n_workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = newsroom()
    assert len(documents) > 40
    with lane(database(tmp_path, "plain"), monkeypatch) as running:
        running.fold(running.take(documents))
        expected = running.places()
    with lane(database(tmp_path, "shuffled"), monkeypatch) as running:
        assert folded(running, documents, seed, n_workers) == expected
    assert sum(state == "duplicate" for _, _, state in expected.values()) == 4
