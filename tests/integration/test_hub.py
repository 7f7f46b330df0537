"""A subscription from its beginning to its end: a hub that speaks https, our console that it calls, and the polling."""

from __future__ import annotations

import hmac
import re
import socket
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pytest
import uvicorn

from ops.console.app import make_console
from tests.hostile.servers import Names, Server, page
from tests.polled import Plant, item, plant, rss
from tests.servers import free_port
from workers import resources
from workers.http import Fetcher
from workers.polling import poll_feeds
from workers.settings import load_settings
from workers.store import feeds

CERTIFICATE = Path(__file__).parent / "http" / "good.test.pem"
DAY = timedelta(days=1)


def call(url: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    """What a hub's request to us is answered."""
    asked = urllib.request.Request(url, body, {name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code, ""


class Hub:
    """Keeps what it was asked for, asks back, and delivers."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self.server = Server(self.take, tls=tls)
        self.url = f"https://good.test:{self.server.port}/hub"
        self.forms: list[dict[str, str]] = []

    def take(self, connection: socket.socket, request: bytes) -> None:
        """Read the form of a request and accept it."""
        head, _, body = request.partition(b"\r\n\r\n")
        found = re.search(rb"(?i)content-length: *(\d+)", head)
        while found and len(body) < int(found[1]):
            body += connection.recv(65536)
        self.forms.append({name: values[0] for name, values in parse_qs(body.decode()).items()})
        page(b"", status="202 Accepted")(connection, request)

    def verify(self, lease: timedelta, **changes: str) -> bool:
        """Ask whether the last form was meant (5.3)."""
        form = self.forms[-1]
        question = {"hub.mode": form["hub.mode"], "hub.topic": form["hub.topic"], "hub.challenge": "c-4711",
                    "hub.lease_seconds": str(int(lease.total_seconds())), **changes}  # fmt: skip
        return call(f"{form['hub.callback']}?{urlencode(question)}") == (200, "c-4711")

    def deliver(self, body: bytes, secret: str | None = None) -> int:
        """Send the feed, signed (7.1)."""
        form = self.forms[-1]
        signature = hmac.new((secret or form["hub.secret"]).encode(), body, "sha256").hexdigest()
        return call(form["hub.callback"], body, X_Hub_Signature=f"sha256={signature}")[0]


@pytest.fixture
def hub() -> Iterator[Hub]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
    made = Hub(tls)
    yield made
    made.server.close()


@pytest.fixture
def here(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[Plant]:
    port = free_port()
    settings = {"public_url": f"http://127.0.0.1:{port}/", "database_url": database_url}
    with plant(tmp_path, monkeypatch, **settings) as made:
        trusting = Fetcher(
            "Test/1", load_settings().allow_networks, [hub.server.port, made.site.port],
            resolver=Names(good_test=[["127.0.0.1"]]), ssl_context=ssl.create_default_context(cafile=str(CERTIFICATE)),
        )  # fmt: skip
        monkeypatch.setattr(resources, "fetcher", lambda: trusting)
        console = make_console(load_settings(), made.database)
        server = uvicorn.Server(uvicorn.Config(console, port=port, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            thread.join(0.02)
        yield made
        server.should_exit = True
        thread.join()


def says(here: Plant, hub: Hub, *titles: str) -> None:
    """What the feed holds now."""
    link = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="{}" href="{}"/>'
    head = link.format("hub", hub.url) + link.format("self", f"{here.site.url}/rss?self")
    items = [item(title, title, f"{here.site.url}/{title}") for title in titles]
    here.site.says("/rss", rss(*items, head=head))


def poll_what_is_due(here: Plant) -> list[str]:
    """What the sweeper does; returns the titles of all entries then."""
    with here.database.write() as connection:
        due = feeds.overdue_feeds(connection, here.database.now(connection), timedelta(0), 10)
    poll_feeds(due)
    return [row["title"] for row in here.entries()]


def test_a_subscription_is_asked_for_confirmed_rung_renewed_and_missed_by_nobody(here: Plant, hub: Hub) -> None:
    says(here, hub, "one")
    (feed_id,) = here.add("/rss")
    assert poll_what_is_due(here) == ["one"]
    (form,) = hub.forms
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", f"{here.site.url}/rss?self")
    here.poll(feed_id)
    assert len(hub.forms) == 1, "a hub that was asked is given a day"

    assert not hub.verify(10 * DAY, **{"hub.topic": "https://other.example/"})
    assert not hub.verify(10 * DAY, **{"hub.mode": "unsubscribe"})
    assert here.feed(feed_id)["hub_lease_until"] is None
    assert hub.verify(10 * DAY)
    assert here.feed(feed_id)["hub_lease_until"] > datetime.now(UTC) + 9 * DAY

    says(here, hub, "two", "one")
    here.database.ahead = timedelta(seconds=90)
    assert poll_what_is_due(here) == ["one"], "not due by itself"
    assert hub.deliver(b"<rss/>", secret="somebody else's") == 202
    assert poll_what_is_due(here) == ["one"], "a wrong signature rings nothing"
    assert hub.deliver(b"<rss/>") == 202
    assert poll_what_is_due(here) == ["one", "two"], "long before the next poll"

    here.database.ahead = 8 * DAY + timedelta(hours=1)
    poll_what_is_due(here)
    assert len(hub.forms) == 2, "renewed before it ends"
    assert hub.forms[1] == form, "with the same callback and secret, so that nothing delivered meanwhile is lost"
    before = here.feed(feed_id)["hub_lease_until"]
    assert hub.verify(10 * DAY)
    assert here.feed(feed_id)["hub_lease_until"] >= before


def test_when_a_hub_goes_away_polling_goes_on(here: Plant, hub: Hub) -> None:
    says(here, hub, "one")
    (feed_id,) = here.add("/rss")
    poll_what_is_due(here)
    assert hub.verify(DAY)
    hub.server.close()
    for day in range(1, 5):
        says(here, hub, *(f"day {n}" for n in range(1, day + 1)), "one")
        here.database.ahead = day * DAY + timedelta(hours=1)
        assert len(poll_what_is_due(here)) == day + 1, "every day's entry, without a word from the hub"
        row = here.feed(feed_id)
        assert (row["last_error"], row["n_failures"]) == (None, 0.0), "a hub's failure is not the feed's"
        wait = row["next_poll_at"] - datetime.now(UTC) - here.database.ahead
        assert wait <= DAY
    assert row["hub_asked_at"] > datetime.now(UTC) + 3 * DAY, "and it is asked again, once a day"
