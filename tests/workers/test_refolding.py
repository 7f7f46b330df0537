"""Folding by hand on a real store: the index made anew, stories split, articles withdrawn, origins told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from pipeline.errors import Misconfigured
from pipeline.fold import FoldInput
from schemas.document import Document
from tests.lane import Lane, lane
from workers.store import refolding
from workers.store.database import Database
from workers.store.tables import article, change, entry, fingerprint, story
from workers.store.withdrawal import withdraw_articles

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline" / "fold"))
from newsstand import newsstand

NOW = datetime(2025, 6, 12, tzinfo=UTC)


def document_of(one: FoldInput) -> Document:
    return Document(
        f"http://stand.test/{one.article_id}", one.title, one.text, published_at=one.published_at,
        publisher=one.publisher, owner=one.owner, language="en", method="test",
    )  # fmt: skip


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lane]:
    """The newsstand, folded."""
    with lane(Database(f"sqlite:///{tmp_path / 'stand.db'}"), monkeypatch) as running:
        running.fold_all(running.take([document_of(one) for one in newsstand()]), 1, 4)
        yield running


def ids_of(stand: Lane) -> dict[str, int]:
    with stand.database.read() as connection:
        return {row.url: row.id for row in connection.execute(select(entry.c.url, entry.c.id))}


def members(stand: Lane, url: str) -> list[str]:
    places = stand.places()
    return sorted(one for one, place in places.items() if place[1] == places[url][1])


def test_rebuilding_changes_nothing_and_finds_damage(stand: Lane) -> None:
    before = stand.places()
    with stand.database.write() as connection:
        assert refolding.rebuild(connection) == (len(before), 0)
    assert stand.places() == before
    with stand.database.write() as connection:
        connection.execute(update(fingerprint).where(fingerprint.c.article_id == 1).values(story_id=99))
        assert refolding.rebuild(connection) == (len(before), 1)


def test_undated_articles_keep_their_place_when_rebuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with lane(Database(f"sqlite:///{tmp_path / 'undated.db'}"), monkeypatch) as running:
        undated = [document_of(replace(one, published_at=None)) for one in newsstand()]
        running.fold_all(running.take(undated), 2, 3)
        with running.database.write() as connection:
            assert refolding.rebuild(connection) == (len(undated), 0)


def test_a_split_is_told_and_lasts_through_a_rebuild(stand: Lane) -> None:
    ids = ids_of(stand)
    places = stand.places()
    whole = members(stand, "http://stand.test/1")
    root = places["http://stand.test/1"][1]
    out = next(one for one in whole if one != root and places[one][0] is None)
    with stand.database.write() as connection:
        assert refolding.split(connection, ids[str(root)], [ids[out]], NOW) >= 1
        refolding.rebuild(connection)
        kinds = connection.execute(select(change.c.kind).where(change.c.article_id == ids[out])).scalars().all()
    assert out not in members(stand, str(root))
    assert kinds[-1] == "article_updated"
    with stand.database.write() as connection, pytest.raises(Misconfigured):
        refolding.split(connection, ids[str(root)], [ids[out]], NOW)


def test_a_withdrawn_original_leaves_its_reprint_and_its_story_to_others(stand: Lane) -> None:
    ids, places = ids_of(stand), stand.places()
    reprint, (first, root, state) = next((one, place) for one, place in places.items() if place[0])
    assert state == "duplicate"
    with stand.database.write() as connection:
        withdraw_articles(connection, [ids[str(first)], ids[str(root)]], NOW)
        merged = connection.execute(select(story.c.merged_into).where(story.c.id == ids[str(root)])).scalar_one()
        assert ids[str(first)] not in connection.execute(select(fingerprint.c.article_id)).scalars().all()
    after = stand.places()
    assert after[reprint][0] is None
    assert after[reprint][2] == "stored"
    assert ids[str(after[reprint][1])] == merged
    with stand.database.write() as connection:
        assert refolding.rebuild(connection)[1] == 0


def origins(stand: Lane, *documents: Document) -> list[tuple[int, str]]:
    stand.fold(stand.take(documents))
    with stand.database.read() as connection:
        columns = (article.c.origin_id, article.c.origin_why)
        found = select(*columns).join(entry, entry.c.id == article.c.id).order_by(entry.c.id.desc())
        return [(row[0], row[1]) for row in connection.execute(found.limit(len(documents)))][::-1]


def own_words(outlet: str, text: str, owner: str | None = None) -> Document:
    url = f"http://{outlet.replace(' ', '-').lower()}.test/strike"
    return Document(url, "Trams stop", text, published_at=NOW, publisher=outlet, owner=owner, language="en", method="t")


def test_two_titles_of_one_owner_are_one_origin(stand: Lane) -> None:
    found = origins(
        stand,
        own_words("Vale Evening Post", "Trams stood still in Brenholt while drivers asked for more pay.", "Quay Media"),
        own_words("Harbour Echo", "No tram left the depots on Friday; a union vote had gone against it.", "Quay Media"),
        own_words("Open Horizon", "Commuters walked to work as the strike over wages began at dawn.", "Kestrel"),
    )
    assert found[0] == found[1]
    assert found[0][0] != found[2][0]
    assert found[0][1] == "same owner: Quay Media"


def test_two_rewrites_that_credit_one_wire_are_one_origin(stand: Lane) -> None:
    found = origins(
        stand,
        own_words("Vale Evening Post", "Trams stood still in Brenholt, Continental Wire reported. Drivers want more."),
        own_words("Open Horizon", "No tram left the depots on Friday, according to Continental Wire. A vote failed."),
        own_words("Continental Wire", "Drivers in Brenholt stopped work at dawn over pay, their union announced."),
        own_words("Alder Review", "Commuters walked to work as the strike over wages began, the mayor reported."),
    )
    assert len({number for number, _ in found[:3]}) == 1
    assert found[3][0] != found[0][0]
    assert found[0][1] == "credits Continental Wire"
