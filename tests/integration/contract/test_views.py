"""The v1 views: their columns are the contract, their rows are what readers may see."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text

from schemas import contract
from schemas.contract import VIEWS
from schemas.reading import column_types, describe_columns
from tests.integration.contract.conftest import EDITED, N_ARTICLES, UNPUBLISHED, UNSEEN_STORY, WITHDRAWN
from workers.store.database import Database

# What was promised. Columns and views may be added; whoever removes or renames one breaks a promise.
PROMISED = {
    "v1_article": "article_id url canonical_url publisher feed_id title authors language published_at fetched_at revision"
    " text story_id duplicate_of origin_id method is_truncated updated_at",
    "v1_story": "story_id title language first_published_at last_published_at n_articles n_origins n_conflicts merged_into"
    " updated_at",
    "v1_entity": "entity_id name type aliases country",
    "v1_mention": "article_id revision start_char end_char surface type entity_id",
    "v1_figure": "figure_id article_id revision start_char end_char surface kind value low high unit counted of_what"
    " qualifier change multiplier as_of sentence",
    "v1_date": "article_id revision start_char end_char surface from_at to_at granularity",
    "v1_fact": "fact_id story_id kind label unit status hint n_origins updated_at",
    "v1_support": "fact_id article_id revision origin_id start_char end_char surface value low high multiplier qualifier"
    " text",
    "v1_change": "seq epoch at kind article_id story_id fact_id revision",
    "v1_feed": "feed_id url title publisher state next_poll_at last_success_at last_new_entry_at n_failures last_error",
    "v1_schema_version": "version schema_revision epoch last_seq sequenced_at",
    "v1_revision": "article_id revision url title text fetched_at",
}


def columns_of(database: Database, view: str) -> list[str]:
    with database.read() as connection:
        return [column["name"] for column in inspect(connection).get_columns(view)]


@pytest.mark.parametrize("view", sorted(PROMISED))
def test_promised_columns_are_there(results: Database, view: str) -> None:
    assert set(PROMISED[view].split()) <= set(columns_of(results, view))


def test_rows_are_typed_as_the_views_are(results: Database) -> None:
    with results.read() as connection:
        assert sorted(one for one in inspect(connection).get_view_names() if one.startswith("v1_")) == sorted(VIEWS)
    for view, row_type in VIEWS.items():
        assert columns_of(results, view) == list(column_types(row_type)), view


def test_every_column_says_what_it_means(results: Database) -> None:
    for row_type in VIEWS.values():
        assert all(words.endswith(".") for words in describe_columns(row_type).values())
    if results.is_sqlite:
        return
    with results.read() as connection:
        for view, row_type in VIEWS.items():
            comments = {one["name"]: one["comment"] for one in inspect(connection).get_columns(view)}
            assert comments == describe_columns(row_type), view


def test_types_on_postgresql(results: Database) -> None:
    if results.is_sqlite:
        pytest.skip("SQLite has types of values, not of columns")
    query = text(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_name LIKE 'v1\\_%'"
    )
    with results.read() as connection:
        types = {(row[0], row[1]): row[2] for row in connection.execute(query)}
    for (_, column), kind in types.items():
        assert column in ("at", "as_of") or column.endswith("_at") or kind != "timestamp with time zone"
        assert kind != "timestamp without time zone"
    assert {types["v1_figure", name] for name in ("value", "low", "high", "multiplier")} == {"numeric"}
    assert {types["v1_article", "authors"], types["v1_entity", "aliases"]} == {"jsonb"}
    assert types["v1_change", "seq"] == "bigint"


def read_all(database: Database, row_type: type) -> list:
    with database.read() as connection:
        return list(contract.read_rows(connection, row_type))


def test_readers_see_what_is_published_and_not_withdrawn(results: Database) -> None:
    hidden = {WITHDRAWN, UNPUBLISHED}
    articles = read_all(results, contract.Article)
    assert {one.article_id for one in articles} == set(range(1, N_ARTICLES + 1)) - hidden
    for row_type in (contract.Revision, contract.Mention, contract.Figure, contract.Support):
        assert {one.article_id for one in read_all(results, row_type)} & hidden == set()
    assert UNSEEN_STORY not in {one.story_id for one in read_all(results, contract.Story)}


def test_quotes_are_the_characters_they_say(results: Database) -> None:
    texts = {(one.article_id, one.revision): one.text for one in read_all(results, contract.Revision)}
    for row_type in (contract.Figure, contract.Support):
        for one in read_all(results, row_type):
            assert texts[one.article_id, one.revision][one.start_char : one.end_char] == one.surface


def test_history_is_readable_and_what_is_not_live_is_not(results: Database) -> None:
    with results.read() as connection:
        revisions = [
            one.revision for one in contract.read_rows(connection, contract.Revision, "WHERE article_id = ?", [EDITED])
        ]
        (now,) = contract.read_rows(connection, contract.Article, "WHERE article_id = ?", [EDITED])
    assert sorted(revisions) == [1, 2]
    assert (now.revision, now.text[:10]) == (2, "Corrected.")


def test_a_withdrawal_is_told(results: Database) -> None:
    with results.read() as connection:
        told = [one for one in contract.read_changes(connection, 0, 5000) if one.kind == "article_withdrawn"]
    assert [one.article_id for one in told] == [WITHDRAWN]


def test_values_come_as_their_types(results: Database) -> None:
    for row_type in VIEWS.values():
        for one in read_all(results, row_type)[:3]:
            for name, (kind, is_nullable) in column_types(row_type).items():
                value = getattr(one, name)
                wanted = tuple if kind == tuple[str, ...] else kind
                assert isinstance(value, wanted) or (is_nullable and value is None), (row_type, name, value)
