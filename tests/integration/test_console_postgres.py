"""The console's pages and numbers on PostgreSQL: the same as on SQLite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from ops.console.app import make_console
from tests.ops.conftest import LOOPBACK
from tests.ops.test_pages import PAGES
from tests.ops.world import STORY, build
from tests.servers import postgres_server
from workers.settings import Settings
from workers.store import migrate
from workers.store.database import Database


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with postgres_server() as server:
        database = Database(server.create_database("console"))
        migrate.upgrade(database)
        build(database)
        yield TestClient(make_console(Settings(), database), base_url=LOOPBACK, follow_redirects=False)
        database.close()


@pytest.mark.parametrize("path", [*PAGES, "/metrics", "/healthz", "/feeds?state=gone", "/dead?before=9"])
def test_every_page_answers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text


def test_lists_go_on_where_they_ended(client: TestClient) -> None:
    from ops.console.stories import write_cursor
    from workers.store.browse import StoryFilter, browse_stories, cursor_of

    database: Database = client.app.state.database  # type: ignore[attr-defined]
    for wanted, ids in ((StoryFilter(), [STORY, 2]), (StoryFilter(is_contested=True), [STORY])):
        with database.read() as connection:
            rows = browse_stories(connection, wanted)
            assert [row["id"] for row in rows] == ids
            rest = browse_stories(connection, wanted, cursor_of(rows[0], wanted))
            assert [row["id"] for row in rest] == ids[1:]
        order = "contested" if wanted.is_contested else "newest"
        found = client.get("/stories", params={"order": order, "after": write_cursor(cursor_of(rows[0], wanted))})
        assert (f'href="/story/{STORY}"' in found.text) is False
        assert ('href="/story/2"' in found.text) is (len(ids) == 2)


def test_numbers_are_the_same(client: TestClient) -> None:
    text = client.get("/metrics").text
    for line in (
        'fivefold_entries{state="accepted"} 4', 'fivefold_stage_seconds_bucket{stage="clean",le="0.005"} 1',
        'fivefold_stage_seconds_sum{stage="clean"} 0.027', "fivefold_silent_feeds 1",
    ):  # fmt: skip
        assert line in text
