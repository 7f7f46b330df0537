"""The read API: lists, items, cursors, ETags, the token, and whatever else schemathesis thinks of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from ops.api import make_api
from schemas.contract import read_epoch
from tests.integration.contract.conftest import EDITED, N_ARTICLES, UNPUBLISHED, WITHDRAWN, make_results
from workers.settings import Settings
from workers.store.database import Database


def mounted(own: Settings, database: Database) -> FastAPI:
    """The API where the console has it."""
    app = FastAPI()
    app.mount("/api/v1", make_api(own, database))
    return app


@pytest.fixture(scope="module")
def client(results: Database) -> Iterator[TestClient]:
    with TestClient(mounted(Settings(), results)) as made:
        yield made


def walk(client: TestClient, path: str, **wanted: object) -> list[dict]:
    """All items of a list, page by page."""
    items, cursor = [], None
    while True:
        answer = client.get(path, params={**wanted, "limit": 37} | ({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


def test_pages_hold_every_article_once_latest_first(client: TestClient) -> None:
    items = walk(client, "/api/v1/articles")
    assert len(items) == len({one["article_id"] for one in items}) == N_ARTICLES - 2
    order = [(one["published_at"], one["article_id"]) for one in items]
    assert order == sorted(order, reverse=True)
    assert "text" not in items[0]


def test_lists_can_be_narrowed(client: TestClient) -> None:
    assert {one["article_id"] for one in walk(client, "/api/v1/articles", story_id=13)} == {13, 14, 15, 16}
    conflicting = walk(client, "/api/v1/facts", status="conflicting")
    assert len(conflicting) == N_ARTICLES // 40
    assert {one["status"] for one in conflicting} == {"conflicting"}
    assert len(walk(client, "/api/v1/stories")) == N_ARTICLES // 4 - 1


def test_one_of_each(client: TestClient) -> None:
    article = client.get(f"/api/v1/articles/{EDITED}").json()
    assert (article["revision"], article["text"][:10]) == (2, "Corrected.")
    story = client.get("/api/v1/stories/13").json()
    (fact, other) = walk(client, "/api/v1/facts", story_id=13)
    quotes = client.get(f"/api/v1/facts/{fact['fact_id']}/support").json()
    assert (story["n_articles"], len(quotes), other["story_id"]) == (4, 4, 13)
    assert quotes[0]["value"] == quotes[0]["surface"]
    (figure,) = client.get("/api/v1/articles/13/figures").json()
    text = client.get("/api/v1/articles/13").json()["text"]
    assert text[figure["start_char"] : figure["end_char"]] == figure["surface"]
    assert len(client.get("/api/v1/articles/13/mentions").json()) == 3


@pytest.mark.parametrize("article_id", [WITHDRAWN, UNPUBLISHED, 10**9])
def test_what_is_not_visible_is_not_found(client: TestClient, article_id: int) -> None:
    assert client.get(f"/api/v1/articles/{article_id}").status_code == 404
    assert client.get(f"/api/v1/articles/{article_id}/figures").status_code == 404


def test_changes_are_followed_by_number(client: TestClient, results: Database) -> None:
    seqs, after = [], 0
    while True:
        page = client.get("/api/v1/changes", params={"after": after, "limit": 100}).json()
        if not page["items"]:
            break
        seqs += [one["seq"] for one in page["items"]]
        after = seqs[-1]
    assert seqs == list(range(1, page["last_seq"] + 1))
    with results.read() as connection:
        assert page["epoch"] == read_epoch(connection)


def test_the_same_answer_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/api/v1/stories")
    again = client.get("/api/v1/stories", headers={"if-none-match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get("/api/v1/stories?limit=1", headers={"if-none-match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize("cursor", ["x", "bm90IGpzb24", "WzEsMl0", "WyIyMDI2IiwgLTFd", "é", "W1tbW1tb"])
def test_a_forged_cursor_is_refused(client: TestClient, cursor: str) -> None:
    assert client.get("/api/v1/stories", params={"cursor": cursor}).status_code == 422


def test_it_describes_itself(client: TestClient) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert {"/stories", "/articles", "/facts", "/changes", "/stories/{item_id}"} <= set(told["paths"])
    assert told["components"]["schemas"]["Story"]["properties"]["n_origins"]["description"]


def test_the_token_is_asked_for(results: Database) -> None:
    with TestClient(mounted(Settings(console_token="secret"), results)) as guarded:
        refused = guarded.get("/api/v1/stories")
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        for token, status in (("wrong", 401), ("sécret", 401), ("secret", 200)):
            header = f"Bearer {token}".encode()
            assert guarded.get("/api/v1/stories", headers={"authorization": header}).status_code == status


def test_a_database_that_is_away_is_no_crash(tmp_path) -> None:
    database = Database(f"sqlite:///{tmp_path}/empty.db")
    with TestClient(mounted(Settings(), database)) as client:
        answer = client.get("/api/v1/stories")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    database.close()


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    database = make_results(f"sqlite:///{tmp_path_factory.mktemp('api')}/results.db")
    api = make_api(Settings(console_token="secret"), database)
    yield schemathesis.openapi.from_asgi("/openapi.json", api)
    database.close()


def test_schemathesis_finds_nothing(described) -> None:
    operations = [one.ok() for one in described.get_all_operations()]
    assert len(operations) > 10
    for operation in operations:

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def check(case) -> None:
            # A well-formed cursor that was never given is refused, which a schema cannot say.
            bearer = {"Authorization": "Bearer secret"}
            case.call_and_validate(headers=bearer, excluded_checks=[positive_data_acceptance])

        check()
