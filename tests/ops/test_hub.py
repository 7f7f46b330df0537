"""The callback that hubs use: answers only where it was told to, and a notification makes the feed due."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from ops.console.app import make_console
from tests.ops.conftest import TOKEN
from tests.ops.world import HUB_SECRET, NOW
from workers.settings import Settings
from workers.store.database import Database
from workers.store.tables import feed
from workers.websub import callback_path

CALLBACK = callback_path(2, HUB_SECRET)
TOPIC = "https://b.example/feed"
QUESTION = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "c<b>", "hub.lease_seconds": "864000"}
BODY = b"<rss/>"
SIGNED = {"X-Hub-Signature": "sha256=" + hmac.new(HUB_SECRET.encode(), BODY, hashlib.sha256).hexdigest()}


@pytest.fixture
def hub(database: Database) -> TestClient:
    """A hub that calls a console with a token, which it does not know."""
    with database.write() as connection:
        asked = {"hub_topic": TOPIC, "hub_asked_at": NOW, "next_poll_at": NOW + timedelta(days=1)}
        connection.execute(update(feed).where(feed.c.id == 2).values(**asked, last_polled_at=NOW - timedelta(hours=2)))
    return TestClient(make_console(Settings(console_token=TOKEN), database), base_url="https://public.example")


def _row(database: Database) -> dict[str, object]:
    with database.read() as connection:
        return dict(connection.execute(select(feed).where(feed.c.id == 2)).mappings().one())


def test_a_question_about_what_we_asked_for_is_confirmed(hub: TestClient, database: Database) -> None:
    answer = hub.get(CALLBACK, params=QUESTION)
    assert (answer.status_code, answer.text) == (200, "c<b>")
    assert answer.headers["content-type"].startswith("text/plain")
    assert _row(database)["hub_lease_until"] is not None


@pytest.mark.parametrize(
    "path", ["/websub/2/0", "/websub/1/0", f"/websub/1/{CALLBACK[10:]}", "/websub/99/0", "/websub/x/0"]
)
def test_no_other_address_says_anything(hub: TestClient, path: str) -> None:
    assert hub.get(path, params=QUESTION).status_code == 404
    assert hub.post(path, content=BODY, headers=SIGNED).status_code == 404


def test_a_question_about_something_else_is_not_confirmed(hub: TestClient) -> None:
    assert hub.get(CALLBACK, params=QUESTION | {"hub.topic": "https://evil.example"}).status_code == 404


def test_a_notification_makes_the_feed_due(hub: TestClient, database: Database) -> None:
    assert hub.post(CALLBACK, content=BODY, headers=SIGNED).status_code == 202
    assert _row(database)["next_poll_at"] < NOW + timedelta(hours=1)  # type: ignore[operator]


def test_a_wrong_signature_is_answered_alike_and_does_nothing(hub: TestClient, database: Database) -> None:
    assert hub.post(CALLBACK, content=BODY + b" ", headers=SIGNED).status_code == 202
    assert _row(database)["next_poll_at"] == NOW + timedelta(days=1)
