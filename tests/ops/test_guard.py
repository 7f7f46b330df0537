"""Who may see the console, and that no other site can act through a visitor's browser."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import html

from ops.console.guard import Guard, check_exposure, is_loopback
from ops.console.login import own_path
from pipeline.errors import Misconfigured
from tests.commands import environment, fivefold
from tests.ops.conftest import TOKEN
from tests.ops.world import DEAD
from workers.store.database import Database
from workers.store.results import entries_of

BEARER = {"Authorization": f"Bearer {TOKEN}"}
WANTED = (
    "/",
    "/stories",
    "/story/1",
    "/article/1",
    "/feeds",
    "/feed/1",
    "/dead",
    "/metrics",
    "/api/v1/stories",
    "/nowhere",
)


@pytest.mark.parametrize("path", WANTED)
def test_with_a_token_nothing_is_shown_without_it(guarded: TestClient, path: str) -> None:
    assert guarded.get(path).status_code == 401
    assert guarded.get(path, headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 401
    assert guarded.get(path, headers={"Authorization": f"Basic {TOKEN}"}).status_code == 401
    assert guarded.get(path, headers=BEARER).status_code in (200, 404)
    page = guarded.get(path, headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"].partition("?")[0]) == (303, "/login")


@pytest.mark.parametrize("path", ["/healthz", "/login", "/static/console.css", "/static/console.js"])
def test_what_shows_nothing_is_open(guarded: TestClient, path: str) -> None:
    assert guarded.get(path).status_code == 200


def test_a_login_gives_a_session_that_scripts_and_other_sites_cannot_use(guarded: TestClient) -> None:
    answer = guarded.post("/login", data={"token": TOKEN, "next": "/stories"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/stories")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert TOKEN not in cookie
    assert guarded.get("/stories").status_code == 200
    guarded.post("/logout")
    assert guarded.get("/stories").status_code == 401


def test_a_wrong_token_gives_none(guarded: TestClient) -> None:
    answer = guarded.post("/login", data={"token": "wrong"})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_sessions_end_and_die_with_their_token(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = Guard(TOKEN)
    session = guard.new_session()
    assert guard.is_session(session)
    assert not Guard("another-token-entirely").is_session(session)
    end, _, signature = session.partition(".")
    assert not guard.is_session(f"{int(end) + 1}.{signature}")
    for forged in ("", ".", "x.y", f"{end}.", f".{signature}", "é.é"):
        assert not guard.is_session(forged)
    monkeypatch.setattr(time, "time", lambda: int(end) + 1.0)
    assert not guard.is_session(session)


def test_a_cookie_made_without_a_token_opens_nothing() -> None:
    assert not Guard(TOKEN).is_session(Guard("").new_session())


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "/\nx", ""]
)
def test_a_login_leads_nowhere_else(path: str) -> None:
    assert own_path(path) == "/"


def test_without_a_token_only_loopback_names_are_answered(client: TestClient) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:8760"):
        assert client.get("/", headers={"Host": host}).status_code == 421
    for host in ("localhost", "localhost:8760", "127.0.0.1", "[::1]:8760", "127.8.8.8:1"):
        assert client.get("/", headers={"Host": host}).status_code == 200


def _form_token(client: TestClient) -> str:
    return str(html.fromstring(client.get("/dead").text).xpath("//input[@name='form_token']/@value")[0])


def _state(database: Database) -> str:
    with database.read() as connection:
        return str(entries_of(connection, [DEAD])[DEAD]["state"])


def test_replay_sends_a_chosen_entry_back(client: TestClient, database: Database) -> None:
    answer = client.post("/dead/replay", data={"form_token": _form_token(client), "what": "chosen", "entry": str(DEAD)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/dead?revived=1")
    assert _state(database) == "due"


def test_replay_of_nothing_chosen_does_nothing(client: TestClient, database: Database) -> None:
    answer = client.post("/dead/replay", data={"form_token": _form_token(client), "what": "chosen"})
    assert answer.headers["location"] == "/dead?revived=0"
    assert _state(database) == "dead"


@pytest.mark.parametrize("given", [{}, {"form_token": ""}, {"form_token": "0" * 64}, {"form_token": "é"}])
def test_replay_needs_our_own_form(client: TestClient, database: Database, given: dict[str, str]) -> None:
    assert client.post("/dead/replay", data={**given, "what": "all"}).status_code == 403
    assert _state(database) == "dead"


def test_a_form_sent_by_another_site_is_refused(client: TestClient, database: Database) -> None:
    data = {"form_token": _form_token(client), "what": "all"}
    answer = client.post("/dead/replay", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert _state(database) == "dead"


def test_forms_are_bounded(client: TestClient) -> None:
    assert client.post("/dead/replay", content=b"x" * 70_000).status_code == 413


def test_reading_never_writes(client: TestClient) -> None:
    for path in ("/", "/stories", "/feeds", "/metrics"):
        assert client.post(path).status_code == 405


def test_other_addresses_need_a_token_that_cannot_be_guessed() -> None:
    for host in ("0.0.0.0", "::", "192.0.2.7", "console.example", ""):
        with pytest.raises(Misconfigured):
            check_exposure(host, "")
        check_exposure(host, TOKEN)
    for host in ("127.0.0.1", "::1", "localhost"):
        assert is_loopback(host)
        check_exposure(host, "")
    with pytest.raises(Misconfigured):
        check_exposure("127.0.0.1", "short")


def test_the_command_refuses_with_one_line(tmp_path: Path) -> None:
    found = fivefold(environment(tmp_path), "console", "--host", "0.0.0.0")
    assert found.returncode == 2
    assert found.stderr.startswith("fivefold: console: ")
    assert len(found.stderr.splitlines()) == 1
