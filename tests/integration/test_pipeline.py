"""The whole pipeline as a user runs it: real processes, the embedded default and the production servers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import environment, fivefold
from tests.content import content_of
from tests.servers import PostgresServer, RedisServer
from workers.newsroom import export


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newsroom")
    export(folder)
    return folder


@pytest.fixture(scope="module")
def embedded(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A home in which the newsroom was ingested once on the embedded default."""
    env = environment(tmp_path_factory.mktemp("home"))
    run = fivefold(env, "ingest", str(pages), "--json")
    assert run.returncode == 0, run.stderr
    return env


def test_everything_accepted_is_accounted_for(embedded: dict[str, str]) -> None:
    run = fivefold(embedded, "status", "--json")
    assert run.returncode == 0, run.stdout
    counts = json.loads(run.stdout)["conservation"]
    assert counts["accepted"] == sum(count for name, count in counts.items() if name != "accepted")
    assert (counts["in_flight"], counts["dead"]) == (0, 0)
    assert counts["stored"] > 30


def test_twice_adds_nothing(embedded: dict[str, str], pages: Path) -> None:
    before = content_of(embedded)
    run = fivefold(embedded, "ingest", str(pages), "--json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["gained"]["accepted"] == 0
    assert content_of(embedded) == before


def test_facts_come_with_the_characters_that_prove_them(embedded: dict[str, str]) -> None:
    run = fivefold(embedded, "facts", "--json", "--limit", "5000")
    facts = json.loads(run.stdout)
    assert {"corroborated", "conflicting", "single_source"} <= {one["status"] for one in facts}
    for one in facts:
        for value in one["values"]:
            for quote in value["quotes"]:
                assert quote["context"][1] == quote["surface"]


def test_it_conflicts_where_the_newsroom_was_written_to_and_nowhere_else(embedded: dict[str, str]) -> None:
    run = fivefold(embedded, "conflicts", "--json")
    found = {frozenset(value["text"].lower() for value in one["values"]) for one in json.loads(run.stdout)}
    assert found == {
        frozenset({"jens stoltenberg", "mark rutte"}),
        frozenset({"400 percent", "fourfold"}),
        frozenset({"400 percent", "four times"}),
        frozenset({"seventeen", "27"}),
        frozenset({"1.2 billion dollars", "$1.2 million"}),
    }


def test_production_servers_give_the_same_results(
    embedded: dict[str, str], pages: Path, postgres: PostgresServer, valkey: RedisServer, own_redis: RedisServer | None,
    tmp_path: Path,
) -> None:  # fmt: skip
    """PostgreSQL with Redis, or Valkey where no Redis is installed, stores what SQLite stores."""
    broker = own_redis or valkey
    env = environment(tmp_path, database_url=postgres.create_database("same_results"), broker_url=broker.url)
    run = fivefold(env, "ingest", str(pages), "--json")
    assert run.returncode == 0, run.stderr
    expected, found = content_of(embedded), content_of(env)
    for part in expected:
        assert found[part] == expected[part], part
