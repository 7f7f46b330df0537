"""What goes over the wire, and what comes back, on loopback servers that behave."""

from __future__ import annotations

import gzip
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import Transient
from schemas.outcome import Reason, Rejected
from schemas.page import FetchedPage
from tests.hostile.servers import OPEN, Names, fetcher, page, redirect, serving
from workers.http import Fetcher
from workers.http.crowd import Crowd
from workers.http.fetch import ACCEPT_FEED

HERE = Path(__file__).parent
ETAG = 'W/"caf\xe9 \\ 1"'
MODIFIED = "yesterday, more or less"


def headers_of(request: bytes) -> dict[str, str]:
    lines = request.decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines) if value}


def versioned(connection: socket.socket, request: bytes) -> None:
    """A server that knows its own validators byte for byte."""
    sent = headers_of(request)
    validators = (f"ETag: {ETAG}", f"Last-Modified: {MODIFIED}")
    is_current = sent.get("if-none-match") == ETAG and sent.get("if-modified-since") == MODIFIED
    status = "304 Not Modified" if is_current else "200 OK"
    head = "\r\n".join([f"HTTP/1.1 {status}", *validators, "" if is_current else "Content-Length: 4"])
    connection.sendall(head.rstrip("\r\n").encode("latin-1") + b"\r\n\r\n" + (b"" if is_current else b"feed"))


def test_validators_go_back_exactly_as_they_came() -> None:
    with serving(versioned) as server:
        first = fetcher().fetch(server.url)
        assert isinstance(first, FetchedPage)
        assert (first.etag, first.last_modified, first.body) == (ETAG, MODIFIED, b"feed")
        second = fetcher().fetch(server.url, etag=first.etag, last_modified=first.last_modified)
        assert isinstance(second, FetchedPage)
        assert (second.status, second.body, second.etag) == (304, b"", ETAG)
        assert "if-none-match" not in headers_of(server.requests[0])


@pytest.mark.parametrize("etag", ["", "  ", '"a"\r\nX-Evil: 1', '"\x00"', '"日本"'])
def test_validators_that_came_from_no_header_are_not_sent(etag: str) -> None:
    with serving(page(b"feed")) as server:
        assert isinstance(fetcher().fetch(server.url, etag=etag), FetchedPage)
        assert b"If-None-Match" not in server.requests[0]
        assert b"X-Evil" not in server.requests[0]


def test_an_honest_and_small_request() -> None:
    with serving(page(b"feed")) as server:
        fetcher().fetch(server.url + "a/b?c=d", accept=ACCEPT_FEED)
        sent = headers_of(server.requests[0])
    assert server.requests[0].startswith(b"GET /a/b?c=d HTTP/1.1\r\n")
    assert set(sent) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert sent["user-agent"] == "Test/1 (+http://a.test/)"
    assert sent["accept-encoding"] == "gzip"
    assert sent["host"] == f"127.0.0.1:{server.port}"


def test_a_page_carries_what_later_stages_need() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    headers = ("Content-Type: Text/HTML; charset=x", "Cache-Control: max-age=60", "cache-control: public", "X-Other: 1")
    with serving(page(gzip.compress(b"<p>"), "Content-Encoding: gzip", *headers)) as server:
        found = Fetcher("T/1", OPEN, clock=lambda: moment).fetch(server.url)
    assert isinstance(found, FetchedPage)
    assert found.content_type == "text/html"
    assert found.headers == {"content-type": "Text/HTML; charset=x", "cache-control": "max-age=60, public"}
    assert (found.body, found.fetched_at, found.is_truncated, found.status) == (b"<p>", moment, False, 200)


@pytest.mark.parametrize("kind", ["text/html", "image/png", "application/octet-stream", ""])
def test_the_declared_type_decides_nothing_here(kind: str) -> None:
    with serving(page(b"<rss/>", f"Content-Type: {kind}")) as server:
        found = fetcher().fetch(server.url)
    assert isinstance(found, FetchedPage)
    assert found.body == b"<rss/>"


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [
        ([301], "/1"),
        ([308], "/1"),
        ([301, 308], "/2"),
        ([301, 302], "/1"),
        ([302, 301], None),
        ([303], None),
        ([307], None),
        ([], None),
    ],
)
def test_only_an_unbroken_permanent_chain_moves_a_url(statuses: list[int], permanent: str | None) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        at = int(request.split(b" ")[1][1:] or b"0")
        (redirect(f"/{at + 1}", statuses[at]) if at < len(statuses) else page(b"feed"))(connection, request)

    with serving(answer) as server:
        found = fetcher().fetch(server.url)
        assert isinstance(found, FetchedPage)
        assert found.url == server.url
        assert found.final_url == server.url + (str(len(statuses)) if statuses else "")
        assert found.n_redirects == len(statuses)
        assert found.permanent_url == (None if permanent is None else server.url.rstrip("/") + permanent)


def test_the_limit_on_bytes_is_the_callers() -> None:
    with serving(page(b"x" * 1000)) as server:
        assert fetcher().fetch(server.url, max_bytes=999) == Rejected(Reason.TOO_LARGE, "more than 999 bytes")
        cut = fetcher().fetch(server.url, max_bytes=999, keep_truncated=True)
        assert isinstance(cut, FetchedPage)
        assert (len(cut.body), cut.is_truncated) == (999, True)
        assert isinstance(fetcher().fetch(server.url, max_bytes=1000), FetchedPage)


def test_forms_are_posted_and_redirects_of_them_are_not_followed() -> None:
    received: list[bytes] = []

    def hub(connection: socket.socket, request: bytes) -> None:
        body = request.partition(b"\r\n\r\n")[2]
        received.append(body or connection.recv(65536))
        page(b"", status="202 Accepted")(connection, request)

    with serving(hub) as server:
        assert fetcher().post_form(server.url, {"hub.mode": "subscribe", "x": "a&b"}) is None
        assert received == [b"hub.mode=subscribe&x=a%26b"]
    with serving(redirect("/elsewhere", 307)) as server, pytest.raises(Transient):
        fetcher().post_form(server.url, {})
    with serving(page(b"", status="403 No")) as server:
        assert fetcher().post_form(server.url, {}) == Rejected(Reason.BLOCKED, "127.0.0.1 answered 403")
    assert isinstance(fetcher().post_form("http://127.0.0.2/", {}), Rejected)


def test_many_threads_share_a_fetcher() -> None:
    def echo(connection: socket.socket, request: bytes) -> None:
        page(request.split(b" ")[1])(connection, request)

    ours, crowd = fetcher(), Crowd(16)
    with serving(echo) as server:
        groups = list(crowd.groups(lambda n: (n, ours.fetch(f"{server.url}{n}")), range(100)))
    crowd.close()
    pages = [one for group in groups for one in group]
    assert {n for n, _ in pages} == set(range(100))
    assert all(isinstance(found, FetchedPage) and found.body == f"/{n}".encode() for n, found in pages)


# TLS: connecting to a checked address must not weaken the check of the name.


@pytest.fixture
def secured() -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(HERE / "good.test.pem", HERE / "good.test.key")
    with serving(page(b"secure"), tls=context) as server:
        yield server.port


NAMES = {"good_test": [["127.0.0.1"]], "other_test": [["127.0.0.1"]]}


def test_the_certificate_is_checked_against_the_name(secured: int) -> None:
    trusting = fetcher(Names(**NAMES), ssl.create_default_context(cafile=str(HERE / "good.test.pem")))
    found = trusting.fetch(f"https://good.test:{secured}/")
    assert isinstance(found, FetchedPage)
    assert found.body == b"secure"
    for url in (f"https://other.test:{secured}/", f"https://127.0.0.1:{secured}/"):
        with pytest.raises(Transient) as caught:
            trusting.fetch(url)
        assert caught.value.reason is Reason.TLS


def test_a_certificate_nobody_vouches_for_is_refused(secured: int) -> None:
    with pytest.raises(Transient) as caught:
        Fetcher("T/1", OPEN, resolver=Names(**NAMES)).fetch(f"https://good.test:{secured}/")
    assert caught.value.reason is Reason.TLS
    assert "self-signed" in str(caught.value)


def test_a_server_that_speaks_no_tls() -> None:
    with serving(page(b"plain")) as server, pytest.raises(Transient) as caught:
        fetcher(Names(**NAMES)).fetch(f"https://good.test:{server.port}/", deadline=1.0)
    assert caught.value.reason in (Reason.TLS, Reason.TIMEOUT)
