"""A small news web on loopback: the demo world over real HTTP, with validators and honest 304 answers.

It serves one poll at a time. Going to the second poll replaces two pages and their feed entries by their second
revision and adds what is new; every later poll equals the second (see `seeds/newsroom/world.json`).
Conditional requests follow RFC 9110, section 13: If-None-Match wins over If-Modified-Since and compares weakly.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from workers.newsroom.render import Rendered, Site, render_site
from workers.newsroom.world import World, load_world

LOOPBACK = "127.0.0.1"


class Newsroom:
    """A running demo web: where it is, and which poll it shows."""

    def __init__(self, server: _Server, world: World) -> None:
        self._server = server
        self._world = world
        self.base_url = f"http://{LOOPBACK}:{server.server_address[1]}"
        self.poll = 0

    @property
    def port(self) -> int:
        """The loopback port, to be allowed where private networks are refused."""
        return int(self._server.server_address[1])

    @property
    def feed_urls(self) -> tuple[str, ...]:
        """Every feed, in a fixed order; the same at every poll."""
        return self._site().feed_urls()

    def show(self, poll: int) -> None:
        """Serve the world as it stands at this poll (1, or 2 and later)."""
        self.poll = poll
        self._server.resources = render_site(self._site())

    def advance(self) -> None:
        """Go on to the next poll."""
        self.show(self.poll + 1)

    def _site(self) -> Site:
        return Site(self._world, self.poll, self.base_url)


@contextmanager
def serve_newsroom(poll: int = 1, port: int = 0) -> Iterator[Newsroom]:
    """Serve the demo world on loopback until the block ends.

    Port 0 lets the system choose; a fixed port keeps the URLs of two runs the same. Raises OSError when it is taken,
    and Misconfigured when the demo world is not there.
    """
    world = load_world()
    with _Server((LOOPBACK, port), _Handler) as server:
        newsroom = Newsroom(server, world)
        newsroom.show(poll)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="newsroom", daemon=True)
        thread.start()
        try:
            yield newsroom
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    """Holds what is to be served; replaced as a whole, so that a request never sees half a poll."""

    daemon_threads = True
    allow_reuse_address = True
    resources: dict[str, Rendered]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that hangs up is no event; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD of whatever the server holds."""

    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the resource, 304 or 404."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """The same without a body."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the signature of http.server
        """Say nothing: standard error belongs to the program that is being shown."""

    def _answer(self, with_body: bool) -> None:
        found = self.server.resources.get(urlsplit(self.path).path)
        if found is None:
            self._send(HTTPStatus.NOT_FOUND, {"Content-Type": "text/plain"}, b"no such page\n" if with_body else b"")
            return
        headers = {"ETag": found.etag, "Last-Modified": format_datetime(found.changed_at, usegmt=True)}
        if self._is_current(found):
            self._send(HTTPStatus.NOT_MODIFIED, headers, b"")
            return
        headers |= {"Content-Type": found.content_type, "Cache-Control": "max-age=60"}
        self._send(HTTPStatus.OK, headers, found.body, with_body)

    def _is_current(self, found: Rendered) -> bool:
        """Whether the client's own copy still holds."""
        if_none_match = self.headers.get("If-None-Match")
        if if_none_match is not None:
            tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
            return "*" in tags or found.etag in tags
        since = self.headers.get("If-Modified-Since")
        return since is not None and _is_not_newer(found, since)

    def _send(self, status: HTTPStatus, headers: dict[str, str], body: bytes, with_body: bool = True) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body and status is not HTTPStatus.NOT_MODIFIED:
            self.wfile.write(body)


def _is_not_newer(found: Rendered, since: str) -> bool:
    """A date that cannot be read is ignored, as RFC 9110 asks."""
    try:
        return found.changed_at <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
