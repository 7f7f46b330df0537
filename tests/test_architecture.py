"""The rules of the design, held by reading the source: who imports whom, and where each power is used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "schemas": {"schemas"},
    "pipeline": {"schemas", "pipeline"},
    "workers": {"schemas", "pipeline", "workers"},
    "ops": {"schemas", "pipeline", "workers", "ops"},
}
OURS = set(MAY_IMPORT)
IMPURE = {
    "celery", "kombu", "redis", "httpx2", "httpcore2", "requests", "urllib.request", "http.client", "psycopg",
    "sqlite3", "alembic", "os", "socket", "subprocess", "random", "secrets", "time", "logging", "structlog",
    "threading", "multiprocessing", "asyncio", "tempfile", "shutil",
}  # fmt: skip
FORBIDDEN = {"schemas": IMPURE | {"workers"}, "pipeline": IMPURE | {"sqlalchemy", "sqlmodel"}}
MOST_LINES = 300


def sources(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def used(path: Path) -> set[str]:
    """Dotted names that the code uses, for example `os.environ`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)}


@pytest.mark.parametrize("package", sorted(OURS))
def test_imports_go_left_only(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(package)
        for name in imports(path)
        if name.partition(".")[0] in OURS and name.partition(".")[0] not in MAY_IMPORT[package]
    ]
    assert wrong == []


@pytest.mark.parametrize("package", sorted(FORBIDDEN))
def test_nouns_and_verbs_are_pure(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(package)
        if "migrations" not in path.parts
        for name in imports(path)
        if name in FORBIDDEN[package] or name.partition(".")[0] in FORBIDDEN[package]
    ]
    assert wrong == []


def stage_of(path: Path) -> str:
    """The stage package or module a file of the pipeline belongs to."""
    return path.relative_to(ROOT / "pipeline").parts[0].removesuffix(".py")


def test_stages_do_not_import_each_other() -> None:
    stages = {"parse", "clean", "fold", "extract", "reconcile"}
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources("pipeline")
        if stage_of(path) in stages
        for name in imports(path)
        if name.startswith("pipeline.") and (name.split(".")[1] in stages - {stage_of(path)})
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("os.environ", {"workers/settings.py"}),
        ("Celery", {"workers/app.py"}),
        ("datetime.utcnow", set()),
    ],
)
def test_each_power_is_used_in_one_file(name: str, allowed: set[str]) -> None:
    found = {str(path.relative_to(ROOT)) for path in sources(*OURS) if name in used(path)}
    if name == "Celery":
        found = {path for path in found if "Celery(" in (ROOT / path).read_text(encoding="utf-8")}
    assert found <= allowed


def test_sql_lives_in_the_store() -> None:
    allowed = ("workers/store/", "schemas/", "workers/stage.py", "workers/tasks/", "workers/polling.py")
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources("workers", "ops")
        if any(name.partition(".")[0] == "sqlalchemy" for name in imports(path))
        and not str(path.relative_to(ROOT)).startswith(allowed)
    ]
    assert wrong == []


def test_files_are_small() -> None:
    large = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in sources(*OURS)}
    assert {name: count for name, count in large.items() if count > MOST_LINES} == {}


def test_no_room_for_everything() -> None:
    names = {path.stem for path in sources(*OURS)}
    assert names & {"utils", "util", "helpers", "helper", "common", "manager", "misc"} == set()


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources(*OURS)
        if path.stat().st_size
        and "versions" not in path.parts
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []
