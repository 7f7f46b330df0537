"""The real polling, fetching and cleaning code against a site on loopback, with a database of its own and a clock of ours."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from pipeline.stages import Stage
from schemas.entry import EntryState
from schemas.feed import FeedLink
from workers import doorbell, resources
from workers.polling import poll_feeds
from workers.settings import load_settings
from workers.store import feeds, migrate
from workers.store.database import Database
from workers.store.tables import document, entry, feed, outcome
from workers.tasks.cleaner import Cleaner
from workers.tasks.fetcher import PageFetcher

CACHES = ("database", "fetcher", "politeness", "robots", "crowd", "sandbox")


@dataclass
class Answer:
    """What the site says to one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """A web server on loopback; `answers` may be changed at any time. Validators are honoured."""

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                answer = site.answers.get(self.path, Answer(b"nothing here", 404))
                etag = answer.headers.get("ETag")
                is_same = etag is not None and self.headers.get("If-None-Match") == etag
                self.send_response(304 if is_same else answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0" if is_same else str(len(answer.body)))
                self.end_headers()
                if not is_same:
                    with suppress(ConnectionError):
                        self.wfile.write(answer.body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer((address, port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://{address}:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def says(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> None:
        """Set the answer to a path."""
        data = body.encode() if isinstance(body, str) else body
        self.answers[path] = Answer(data, status, {name.replace("_", "-"): value for name, value in headers.items()})

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Clocked(Database):
    """A database whose clock we set."""

    ahead = timedelta(0)
    stands_at: datetime | None = None

    def now(self, connection: Connection) -> datetime:
        return self.stands_at or datetime.now(UTC) + self.ahead


@dataclass
class Plant:
    """A database, a site, and the workers that we call by hand."""

    site: Site
    database: Clocked
    rung: list[tuple[str, list[int]]]

    def add(self, *paths: str) -> list[int]:
        """Add feeds by path on the site, or by URL."""
        links = [FeedLink(self.site.url + path if path.startswith("/") else path) for path in paths]
        with self.database.write() as connection:
            return feeds.add_feeds(connection, links, self.database.now(connection))

    def poll(self, *ids: int) -> None:
        """Poll these feeds now, due or not."""
        with self.database.write() as connection:
            due = {"next_poll_at": self.database.now(connection), "rung_at": None}
            connection.execute(update(feed).where(feed.c.id.in_(ids)).values(**due))
        poll_feeds(list(ids))

    def fetch(self) -> None:
        """Fetch and clean whatever stands there, due or not."""
        for runner in (PageFetcher(), Cleaner()):
            with self.database.write() as connection:
                here = (entry.c.stage == runner.name) & (entry.c.state == EntryState.DUE)
                connection.execute(update(entry).where(here).values(due_at=datetime(2000, 1, 1, tzinfo=UTC)))
                ids = list(connection.execute(select(entry.c.id).where(here)).scalars())
            runner.run(ids)

    def finish(self) -> None:
        """Take what is cleaned for stored, as the later stages would."""
        with self.database.write() as connection:
            values = {"state": "stored", "stage": "publish", "kept_state": None, "finished_at": datetime.now(UTC)}
            connection.execute(update(entry).where(entry.c.stage == "fold").values(**values))

    def feed(self, feed_id: int) -> dict[str, Any]:
        with self.database.read() as connection:
            row = feeds.read_feed(connection, feed_id)
        assert row is not None
        return row

    def rows(self, table: Any) -> list[dict[str, Any]]:
        with self.database.read() as connection:
            return [dict(row) for row in connection.execute(select(table)).mappings()]

    def entries(self) -> list[dict[str, Any]]:
        return sorted(self.rows(entry), key=lambda row: int(row["id"]))

    def documents(self) -> list[dict[str, Any]]:
        return sorted(self.rows(document), key=lambda row: (row["article_id"], row["revision"]))

    def outcomes(self, stage: str) -> list[dict[str, Any]]:
        return [row for row in self.rows(outcome) if row["stage"] == stage]


@contextmanager
def plant(
    folder: Path, monkeypatch: pytest.MonkeyPatch, address: str = "127.0.0.1", port: int = 0, **settings: str
) -> Iterator[Plant]:
    """Everything that is needed to poll, on one address of loopback and in this process."""
    site = Site(address, port)
    own = {
        "allow_networks": f"{address}/32",
        "allow_ports": str(site.port),
        "host_delay_seconds": "0",
        "host_concurrency": "64",
    }
    own |= {"broker_url": "memory://", "database_url": f"sqlite:///{folder / 'fivefold.db'}", "log_level": "ERROR"}
    for name, value in {**own, **settings}.items():
        monkeypatch.setenv(f"FIVEFOLD_{name.upper()}", value)
    load_settings.cache_clear()
    _forget()
    database = Clocked(load_settings().database)
    migrate.upgrade(database)
    rung: list[tuple[str, list[int]]] = []

    def ring(stage: Stage, ids: Sequence[int], *, alone: bool = False) -> bool:
        rung.append((stage.name, list(ids)))
        return True

    monkeypatch.setattr(resources, "database", lambda: database)
    monkeypatch.setattr(doorbell, "ring", ring)
    try:
        yield Plant(site, database, rung)
    finally:
        resources.sandbox().close()
        resources.crowd().close()
        database.close()
        site.close()
        monkeypatch.undo()
        load_settings.cache_clear()
        _forget()


def _forget() -> None:
    for name in CACHES:
        clear = getattr(getattr(resources, name), "cache_clear", None)
        if clear is not None:
            clear()


def rss(*items: str, head: str = "") -> str:
    """A feed of these items."""
    return f'<rss version="2.0"><channel><title>Example Post</title>{head}{"".join(items)}</channel></rss>'


def item(title: str, guid: str = "", link: str = "", more: str = "") -> str:
    """One item."""
    name = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    place = f"<link>{link}</link>" if link else ""
    return f"<item><title>{title}</title>{name}{place}{more}</item>"


TEXT = (
    "The harbour authority of Veldstad closed the northern basin on Monday after divers found cracks in three of the "
    "nine lock gates. Ships are being sent to the southern basin, where pilots work double shifts. Repairs will take "
    "until the end of next month, the authority's director Ada Marsh told reporters, and cost about four million euros. "
)


def article(title: str, *sentences: str) -> str:
    """An article page."""
    told = "".join(f"<p>{TEXT} {sentence}</p>" for sentence in (*sentences, "Fishermen were told first.", "It rained."))
    head = f"<title>{title}</title><meta property='og:title' content='{title}'>"
    return f"<html lang='en'><head>{head}</head><body><article><h1>{title}</h1>{told}</article></body></html>"
