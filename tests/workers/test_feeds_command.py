"""`fivefold feeds add` keeps secrets apart from addresses, and says so without showing them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipeline.errors import Misconfigured
from workers.cli.feeds import app
from workers.settings import load_settings

URL = "https://feeds.example/private.rss"
Run = Callable[..., Result]


@pytest.fixture
def feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs the command on a database of its own."""
    monkeypatch.setenv("FIVEFOLD_DATABASE_URL", f"sqlite:///{tmp_path / 'fivefold.db'}")
    monkeypatch.setenv("FIVEFOLD_DATA_DIR", str(tmp_path))
    load_settings.cache_clear()
    yield lambda *arguments, secret="": CliRunner().invoke(app, arguments, input=secret)
    load_settings.cache_clear()


@pytest.mark.parametrize(
    ("arguments", "secret"),
    [((URL, "--user", "ada"), "s3cret\n"), ((URL, "--header", "X-Api-Key"), "s3cret"),
     (("https://ada:s3cret@feeds.example/private.rss",), "")],
)  # fmt: skip
def test_a_secret_is_kept_and_never_shown(feeds: Run, tmp_path: Path, arguments: tuple[str, ...], secret: str) -> None:
    added = feeds("add", *arguments, secret=secret)
    assert (added.exit_code, added.output) == (0, "1 feeds added, 1 in all\n")
    shown = feeds("show", URL, "--json")
    known = json.loads(shown.output)
    assert (known["url"], known["credential_for"]) == (URL, "https://feeds.example")
    assert "s3cret" not in shown.output + feeds("list", "--json").output + feeds("export").output
    feeds("remove", URL)
    assert json.loads(feeds("show", URL, "--json").output)["credential_for"] is None


@pytest.mark.parametrize(
    ("arguments", "secret"),
    [
        ((URL, "https://other.example/rss", "--user", "ada"), "pw"),
        ((URL, "--user", "ada", "--header", "X-Key"), "pw"),
        ((URL, "--header", "Host"), "pw"),
        ((URL, "--header", "X-Key"), ""),
    ],
)
def test_what_cannot_be_meant_is_refused(feeds: Run, arguments: tuple[str, ...], secret: str) -> None:
    result = feeds("add", *arguments, secret=secret)
    assert isinstance(result.exception, Misconfigured)
    assert not Path(load_settings().database.removeprefix("sqlite:///")).exists()
