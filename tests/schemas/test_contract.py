"""The contract as a package for readers: light, described, and its JSON Schemas current."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from schemas.contract import VIEWS, Change, Entity, Fact, Support, read_rows
from schemas.json_schema import schema_texts
from schemas.reading import describe_columns

ROOT = Path(__file__).resolve().parents[2]


def test_json_schemas_are_current() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs/schemas").glob("*.json")}
    assert written == schema_texts(), "run: python -m schemas.json_schema docs/schemas"


def test_importing_the_contract_is_light() -> None:
    heavy = "{'sqlalchemy', 'sqlmodel', 'pydantic', 'celery', 'spacy', 'psycopg', 'alembic'}"
    code = f"import sys, schemas.contract; print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_rows_are_frozen() -> None:
    one = Entity(1, "Ada Marsh", "person", (), None)
    with pytest.raises(AttributeError):
        one.name = "other"  # type: ignore[misc]


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_views_and_columns_are_described(view: str) -> None:
    assert VIEWS[view].__doc__
    assert all(describe_columns(VIEWS[view]).values())


def test_a_plain_sqlite_connection_will_do() -> None:
    row = "(1, 2, 1, 2, 0, 3, '4.5', 4.5, NULL, NULL, NULL, 'exact', '4.5 %')"
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"CREATE TABLE v1_support ({', '.join(describe_columns(Support))})")
        database.execute(f"INSERT INTO v1_support VALUES {row}")
        (one,) = read_rows(database, Support, "WHERE fact_id = ? AND text LIKE '%\\%' ESCAPE '\\'", [1])
    assert (one.value, one.low, one.text) == (Decimal("4.5"), None, "4.5 %")


def test_columns_come_in_the_order_of_the_contract() -> None:
    assert list(describe_columns(Change))[:2] == ["seq", "epoch"]
    assert next(iter(describe_columns(Fact))) == "fact_id"
