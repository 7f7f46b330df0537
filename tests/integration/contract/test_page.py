"""`docs/contract.md` is true: its tables are the views, its queries run."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from schemas.change import ChangeKind
from schemas.contract import VIEWS
from schemas.reading import describe_columns
from tests.commands import ROOT, environment, fivefold
from tests.integration.contract.conftest import make_results
from workers.store.database import Database

PAGE = (ROOT / "docs/contract.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_tables_are_the_views() -> None:
    told = dict(re.findall(r"^### `(v1_\w+)`\n(.*?)(?=^### |\Z)", PAGE, re.MULTILINE | re.DOTALL))
    assert list(told) == list(VIEWS)
    for view, part in told.items():
        rows = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (.*) \|$", part, re.MULTILINE))
        assert rows == describe_columns(VIEWS[view]), view
        assert VIEWS[view].__doc__ in part


def test_every_kind_of_change_is_explained() -> None:
    assert {f"`{kind.value}`" for kind in ChangeKind} <= set(re.findall(r"`\w+`", PAGE))


def test_there_are_three_questions_in_three_ways() -> None:
    assert [len(blocks(language)) for language in ("sql", "python", "sh")] == [3, 3, 3]


@pytest.mark.parametrize("number", range(3))
def test_the_sql_runs_on_both_databases(results: Database, number: int) -> None:
    with results.read() as connection:
        assert connection.execute(text(blocks("sql")[number])).all()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a results database in it."""
    made = tmp_path_factory.mktemp("reader")
    make_results(f"sqlite:///{made}/fivefold.db").close()
    return made


@pytest.mark.parametrize("number", range(3))
def test_the_python_runs(folder: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    output, names = io.StringIO(), {}
    with contextlib.redirect_stdout(output):
        exec(blocks("python")[number], names)
    assert output.getvalue().count("\n") > 1
    opened = names["database"]
    assert isinstance(opened, sqlite3.Connection)
    opened.close()


@pytest.mark.parametrize("number", range(3))
def test_the_shell_runs(folder: Path, number: int) -> None:
    (line,) = blocks("sh")[number].splitlines()
    name, *arguments = shlex.split(line)
    assert name == "fivefold"
    run = fivefold(environment(folder, database_url=f"sqlite:///{folder}/fivefold.db"), *arguments)
    assert run.returncode == 0, run.stderr
    assert len(run.stdout) > 100
