"""`fivefold export` as a user runs it: formats, cursors, interruptions, memory."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import jsonschema_rs
import pytest
from sqlalchemy import update

from schemas.change import ChangeKind
from schemas.contract import Article, Change, Entity, Fact, Figure, Story, Support, read_rows
from schemas.json_schema import json_schema
from schemas.reading import column_types
from tests.commands import ROOT, command, environment, fivefold
from tests.integration.contract.conftest import N_ARTICLES, make_results
from tests.results import fill
from workers.linked_data import claims
from workers.store import migrate
from workers.store.changes import Event, add_changes, sequence
from workers.store.database import Database
from workers.store.exporting import quote_facts, stream
from workers.store.tables import article
from workers.writing import make_writer

KINDS = {
    "articles": (Article, "v1_article", "article_id"),
    "stories": (Story, "v1_story", "story_id"),
    "entities": (Entity, "v1_entity", "entity_id"),
    "figures": (Figure, "v1_figure", "figure_id"),
    "facts": (Fact, "v1_fact", "fact_id"),
    "changes": (Change, "v1_change", "seq"),
}


def rows_of(database: Database, row_type: type) -> list:
    with database.read() as connection:
        return list(read_rows(connection, row_type))


def exported(database: Database, name: str, form: str, after: int = 0) -> tuple[bytes, int]:
    """What the command writes, and its cursor, without the cost of a process."""
    output = io.BytesIO()
    writer = make_writer(form, output, KINDS[name][0])
    with database.read() as connection:
        for cursor, rows in stream(connection, name, after):
            writer.write(rows)
            after = cursor
    output.close, close = lambda: None, output.close  # Parquet closes what it writes to
    writer.close()
    data = output.getvalue()
    close()
    return data, after


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_visible_row_comes_once(results: Database, name: str) -> None:
    row_type, _, key = KINDS[name]
    data, _ = exported(results, name, "jsonl")
    found = [json.loads(line) for line in data.splitlines()]
    assert list(found[0]) == list(column_types(row_type))
    assert sorted(row[key] for row in found) == sorted(getattr(row, key) for row in rows_of(results, row_type))


@pytest.mark.parametrize("name", sorted(KINDS))
def test_lines_are_what_the_json_schema_says(results: Database, name: str) -> None:
    checker = jsonschema_rs.Draft202012Validator(json_schema(KINDS[name][1]), validate_formats=True)
    data, _ = exported(results, name, "jsonl")
    for line in data.splitlines()[:200]:
        checker.validate(json.loads(line))


def test_formats_hold_the_same(results: Database, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in exported(results, "figures", "jsonl")[0].splitlines()]
    cells = list(csv.DictReader(io.StringIO(exported(results, "figures", "csv")[0].decode(), newline="")))
    assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in lines] == cells
    (tmp_path / "figures.parquet").write_bytes(exported(results, "figures", "parquet")[0])
    columns = duckdb.sql(f"SELECT * FROM '{tmp_path}/figures.parquet'")
    assert columns.columns == list(lines[0])
    assert [row[0] for row in columns.fetchall()] == [row["figure_id"] for row in lines]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Database]:
    """A database that a test may change."""
    database = make_results(f"sqlite:///{tmp_path}/own.db")
    yield database
    database.close()


TERMS = {
    "Claim": {"@context", "text", "about", "isPartOf", "keywords", "dateModified", "appearance"},
    "Thing": {"@id", "name"},
    "CreativeWork": {"@id"},
    "NewsArticle": {"@id", "url", "datePublished", "hasPart", "headline", "inLanguage", "publisher"},
    "Quotation": {"text", "position"},
    "Organization": {"name"},
}
"""The types of schema.org that are used, and those of their properties."""


def described(node: object) -> Iterator[dict[str, object]]:
    """Every typed node of a document."""
    if isinstance(node, list):
        for one in node:
            yield from described(one)
    elif isinstance(node, dict):
        yield node
        for one in node.values():
            yield from described(one)


def test_facts_are_claims_of_schema_org(results: Database) -> None:
    with results.read() as connection:
        facts = list(read_rows(connection, Fact, "WHERE story_id = ?", [41]))
        quotes = list(read_rows(connection, Support, "WHERE fact_id = ?", [facts[0].fact_id]))
        found = [claim for one in quote_facts(connection, facts) for claim in claims(one)]
    of_first = [one for one in found if one["about"]["@id"] == f"urn:fivefold:fact:{facts[0].fact_id}"]
    assert sorted(one["text"] for one in of_first) == sorted({quote.text for quote in quotes})
    said = [(part["url"], part["hasPart"]["text"]) for one in of_first for part in one["appearance"]]
    assert sorted(said) == sorted((f"https://news.example/{one.article_id}", one.surface) for one in quotes)
    assert of_first[0]["keywords"] == ["figure", "conflicting"]
    for node in described(found):
        assert set(node) - {"@type"} <= TERMS[str(node["@type"])]


def test_only_facts_are_linked_data(own: Database, tmp_path: Path) -> None:
    env = environment(tmp_path) | {"FIVEFOLD_DATABASE_URL": own.url}
    written = fivefold(env, "export", "facts", "--format", "jsonld")
    assert written.returncode == 0, written.stderr
    assert {json.loads(line)["@type"] for line in written.stdout.splitlines()} == {"Claim"}
    refused = fivefold(env, "export", "articles", "--format", "jsonld")
    assert (refused.returncode, "jsonld is for facts" in refused.stderr) == (2, True)


def test_the_next_export_brings_what_has_changed(own: Database) -> None:
    _, cursor = exported(own, "articles", "jsonl")
    assert exported(own, "articles", "jsonl", cursor) == (b"", cursor)
    with own.write() as connection:
        connection.execute(update(article).where(article.c.id == 3).values(publisher="Renamed"))
        add_changes(connection, [Event(ChangeKind.ARTICLE_UPDATED, article_id=3)], datetime.now(UTC))
    sequence(own)
    data, later = exported(own, "articles", "jsonl", cursor)
    assert [json.loads(line)["publisher"] for line in data.splitlines()] == ["Renamed"]
    assert later > cursor


def test_an_interrupted_export_goes_on(own: Database) -> None:
    fill(own, 2000, first=N_ARTICLES + 1)
    with own.read() as connection:
        chunks = stream(connection, "articles", 0)
        cursor, rows = next(chunks)
        chunks.close()
    first = [row.article_id for row in rows]
    data, _ = exported(own, "articles", "jsonl", cursor)
    rest = [json.loads(line)["article_id"] for line in data.splitlines()]
    assert sorted(first + rest) == sorted(row.article_id for row in rows_of(own, Article))


def test_the_command(own: Database, tmp_path: Path) -> None:
    env = environment(tmp_path)
    out = tmp_path / "out.parquet"
    run = fivefold(env, "export", "articles", "--format", "parquet", "-o", str(out), "--database", own.url)
    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    assert run.stderr.splitlines()[-1].startswith("cursor ")
    assert duckdb.sql(f"SELECT count(*) FROM '{out}'").fetchall() == [(N_ARTICLES - 2,)]
    piped = subprocess.run(
        command("export", "changes", "--format", "parquet", "--database", own.url), env=env, cwd=ROOT,
        capture_output=True, check=True,
    )  # fmt: skip
    assert piped.stdout[-4:] == b"PAR1"
    wrong = fivefold(env, "export", "articles", "--database", f"sqlite:///{tmp_path}/empty.db")
    assert wrong.returncode == 2
    assert wrong.stderr.count("\n") == 1


def test_memory_stays_flat(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/large.db")
    migrate.upgrade(database)
    fill(database, 14_000, filler="Lorem ipsum. " * 400)
    small = peak_of(database, tmp_path)
    fill(database, 28_000, first=14_001, filler="Lorem ipsum. " * 400)
    large = peak_of(database, tmp_path)
    database.close()
    print(f"peak {small / 1024:.0f} MiB with 14,000 articles, {large / 1024:.0f} MiB with 28,000")
    # The text alone grew by 73 MB.
    assert large - small < 30_000


def peak_of(database: Database, home: Path) -> int:
    """Peak resident memory of an export, in KiB."""
    measured = "import sys; from workers.cli.main import app; app(sys.argv[1:], standalone_mode=False)"
    measured += "; print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    arguments = ["export", "articles", "--output", str(home / "large.jsonl"), "--database", database.url]
    run = subprocess.run(
        [command()[0], "-c", measured, *arguments], env=environment(home), cwd=ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return int(run.stdout.split()[-1])
