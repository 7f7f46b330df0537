"""Hostile servers, redirects and names: each ends in its own word, in bounded time and memory, reaching nothing."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import IngestError, RateLimited, Transient
from schemas.outcome import Reason, Rejected
from schemas.page import FetchedPage
from tests.hostile.servers import FORBIDDEN, Answer, Names, Server, fetcher, page, redirect, saying, serving
from workers.robots import Robots

CAP = 8 * 1024 * 1024
OK = b"HTTP/1.1 200 OK\r\n"
PATIENCE = 0.5
"""Total deadline in these tests, seconds. The machine may be busy: what is checked is that it ends by the deadline."""


def outcome(url: str, **options: object) -> FetchedPage | Reason:
    """The page, or the word for why there is none."""
    names = options.pop("names", None)
    assert names is None or isinstance(names, Names)
    try:
        found = fetcher(names).fetch(url, **options)  # type: ignore[arg-type]
    except IngestError as error:
        return error.reason
    return found.reason if isinstance(found, Rejected) else found


def reason_of(answer: Answer, **options: object) -> FetchedPage | Reason:
    with serving(answer) as server:
        return outcome(server.url, **{"deadline": 20.0, **options})


def zeros(n_million: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([packer.compress(bytes(1_000_000)) for _ in range(n_million)] + [packer.flush()])


# Where a name or a redirect leads


def test_a_name_that_changes_its_answer_reaches_nothing_new() -> None:
    names = Names(rebind_test=[["127.0.0.1"], [FORBIDDEN]])
    with serving(page(b"fine")) as server, serving(page(b"secret"), FORBIDDEN, server.port) as inside:
        url = f"http://rebind.test:{server.port}/"
        first = outcome(url, names=names)
        assert isinstance(first, FetchedPage)
        assert first.body == b"fine"
        assert names.asked == ["rebind.test"], "one look-up for one connection"
        assert outcome(url, names=names) is Reason.ADDRESS_REFUSED
        assert inside.n_connections == 0


@pytest.mark.parametrize(
    "answers",
    [["93.184.216.34", FORBIDDEN], [FORBIDDEN, "127.0.0.1"], ["127.0.0.1", "::1"], ["127.0.0.1", "::ffff:127.0.0.2"]],
)
def test_one_bad_answer_refuses_the_name(answers: list[str]) -> None:
    with serving(page(b"")) as server, serving(page(b""), FORBIDDEN, server.port) as inside:
        assert outcome(f"http://mixed.test:{server.port}/", names=Names(mixed_test=[answers])) is Reason.ADDRESS_REFUSED
        assert (server.n_connections, inside.n_connections) == (0, 0)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "host", [FORBIDDEN, "2130706434", "0177.0.0.2", "127.2", "①27.0.0.2", "[::ffff:127.0.0.2]", "inside.test"]
)
def test_redirects_to_forbidden_addresses_connect_to_nothing(host: str, status: int) -> None:
    with serving(page(b"secret"), FORBIDDEN) as inside:
        target = redirect(f"http://{host}:{inside.port}/", status)
        with serving(target) as server:
            assert outcome(server.url, names=Names(inside_test=[[FORBIDDEN]])) is Reason.ADDRESS_REFUSED
        assert inside.n_connections == 0


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "data:text/xml,<rss/>", "http://[::1", "http://u:p@127.0.0.1/",
     "javascript:alert(1)", "http://a.test:22/", "http://127.0.0.1:x/", "http://" + "a" * 3000 + "/"],
)  # fmt: skip
def test_redirects_to_what_is_no_web_page(location: str) -> None:
    assert reason_of(redirect(location)) is Reason.URL_REFUSED


def test_a_redirect_without_a_location_or_with_garbage() -> None:
    assert reason_of(page(b"", status="302 Found")) is Reason.HTTP_ERROR
    assert reason_of(saying(b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe/\r\n\r\n")) in (
        Reason.URL_REFUSED,
        Reason.DNS,
    )


def test_a_loop_stops_at_five() -> None:
    with serving(redirect("/again")) as server:
        assert outcome(server.url) is Reason.TOO_MANY_REDIRECTS
        assert server.n_connections == 6


@pytest.mark.parametrize(("n_hops", "arrives"), [(5, True), (6, False)])
def test_five_redirects_are_followed_and_not_six(n_hops: int, arrives: bool) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        at = int(request.split(b" ")[1][1:] or b"0")
        (redirect(f"/{at + 1}") if at < n_hops else page(b"there"))(connection, request)

    found = reason_of(answer)
    assert isinstance(found, FetchedPage) if arrives else found is Reason.TOO_MANY_REDIRECTS


# What a body decodes to


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip", "gzip, br", "x-nope", "chunked"])
def test_codings_that_were_not_asked_for(coding: str) -> None:
    assert reason_of(page(gzip.compress(b"x"), f"Content-Encoding: {coding}")) is Reason.BAD_ENCODING


@pytest.mark.parametrize(
    "body", [b"<rss/>", b"", b"\x1f\x8b\x08", gzip.compress(b"feed")[:-4], b"\x1f\x8b" + b"x" * 40]
)
def test_a_lie_about_gzip_is_tried_again_later(body: bytes) -> None:
    with serving(page(body, "Content-Encoding: gzip")) as server:
        if body:
            with pytest.raises(Transient) as caught:
                fetcher().fetch(server.url)
            assert caught.value.reason is Reason.BAD_ENCODING
        else:
            assert isinstance(fetcher().fetch(server.url), FetchedPage)


def test_a_gzip_bomb_stops_at_the_cap() -> None:
    bomb = zeros(100)
    with serving(page(bomb, "Content-Encoding: gzip")) as server:
        tracemalloc.start()
        found = fetcher().fetch(server.url, keep_truncated=True)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert isinstance(found, FetchedPage)
    assert (len(found.body), found.is_truncated) == (CAP, True)
    assert peak < CAP + 4 * 1024 * 1024
    assert reason_of(page(bomb, "Content-Encoding: gzip")) is Reason.TOO_LARGE


@pytest.mark.parametrize("head", [b"Content-Length: 99999999\r\n\r\n", b"\r\n", b"Transfer-Encoding: chunked\r\n\r\n"])
def test_a_body_without_end_stops_at_the_wire_limit(head: bytes) -> None:
    sent = count()

    def answer(connection: socket.socket, request: bytes) -> None:
        connection.sendall(OK + head)
        chunk = b"x" * 65536
        while True:
            connection.sendall(b"10000\r\n" + chunk + b"\r\n" if b"chunked" in head else chunk)
            next(sent)

    assert reason_of(answer) is Reason.TOO_LARGE
    assert next(sent) < 5 * 16 + 16 + 100, "5 MiB, and what fits into the buffers of two sockets"
    found = reason_of(answer, keep_truncated=True)
    assert isinstance(found, FetchedPage)
    assert found.is_truncated
    assert len(found.body) == 5 * 1024 * 1024


# Slow


def drip(head: bytes, piece: bytes) -> Answer:
    def answer(connection: socket.socket, request: bytes) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            time.sleep(0.02)

    return answer


def silence(connection: socket.socket, request: bytes) -> None:
    connection.recv(1)


@pytest.mark.parametrize(
    "answer",
    [
        drip(OK + b"\r\n", b"x"),
        drip(OK + b"Content-Length: 100000\r\n\r\n", b"x"),
        drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        drip(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x"),
        drip(OK, b"X-A: b\r\n"),
        drip(OK + b"X-A: ", b"b"),
        drip(b"", b"H"),
        drip(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
        drip(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 1000)[:12], b""),
        silence,
        drip(b"HTTP/1.1 302 Found\r\nLocation: /\r\n", b"X: y\r\n"),
    ],
    ids=[
        "body",
        "length",
        "chunks",
        "chunk extension",
        "headers",
        "one header",
        "status",
        "hints",
        "gzip",
        "silence",
        "redirect",
    ],
)
def test_a_slow_server_is_left_at_the_deadline(answer: Answer) -> None:
    started = time.monotonic()
    assert reason_of(answer, deadline=PATIENCE) is Reason.TIMEOUT
    assert time.monotonic() - started >= PATIENCE * 0.9, "and not before"


def test_a_listener_that_accepts_nobody() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        assert outcome(f"http://127.0.0.1:{listener.getsockname()[1]}/", deadline=PATIENCE) is Reason.TIMEOUT
        for one in waiting:
            one.close()


def test_the_deadline_is_for_all_redirects_together() -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        time.sleep(PATIENCE * 0.4)
        redirect("/x")(connection, request)

    assert reason_of(answer, deadline=PATIENCE) is Reason.TIMEOUT


def test_a_name_server_that_never_answers_is_not_waited_for() -> None:
    """Only the test ends the lookup, and only after the outcome is there."""
    release = threading.Event()

    def stuck(host: str, port: int) -> list[str]:
        release.wait(600)
        return ["127.0.0.1"]

    found = outcome("http://stuck.test/", names=stuck_names(stuck), deadline=PATIENCE)
    release.set()
    assert found in (Reason.DNS, Reason.TIMEOUT)


def stuck_names(resolver: Callable[[str, int], list[str]]) -> Names:
    class Stuck(Names):
        def __call__(self, host: str, port: int) -> list[str]:
            return resolver(host, port)

    return Stuck()


# Not HTTP


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"+PONG\r\n",
        b"\x00" * 1000,
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabc",
        OK + b"Content-Length: -1\r\n\r\nabc",
        OK + b"Content-Length: " + b"9" * 30 + b"\r\n\r\nabc",
        OK + b"Content-Length: 0x3\r\n\r\nabc",
        OK + b"Content-Length: 10\r\n\r\nabc",
        OK + b"Transfer-Encoding: chunked\r\n\r\nZZZ\r\nabc\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n3;" + b"x" * 2_000_000 + b"\r\nabc\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        OK + b"X: y\r\n" * 200_000 + b"\r\n",
        OK + b"X: " + b"y" * 50_000_000 + b"\r\n\r\n",
        OK + b"No colon\r\n\r\n",
        OK + b"X\x00Y: z\r\n\r\n",
        OK[:-2] + b"\r\n X: folded\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 100_000,
    ],
    ids=lambda said: repr(said[:24]),
)  # fmt: skip
def test_what_is_not_proper_http_is_an_error_in_flat_memory(said: bytes) -> None:
    tracemalloc.start()
    found = reason_of(saying(said))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found in (Reason.CONNECTION, Reason.HTTP_ERROR)
    assert peak < 8 * 1024 * 1024


def test_nobody_listens() -> None:
    server = Server(saying(b""))
    server.close()
    assert outcome(server.url) is Reason.CONNECTION
    assert outcome("http://nowhere.test/") is Reason.DNS


# Statuses


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, Reason.HTTP_ERROR), (401, Reason.BLOCKED), (402, Reason.BLOCKED), (403, Reason.BLOCKED),
        (404, Reason.NOT_FOUND), (406, Reason.HTTP_ERROR), (410, Reason.GONE), (418, Reason.HTTP_ERROR),
        (429, Reason.RATE_LIMITED), (451, Reason.BLOCKED), (500, Reason.HTTP_ERROR), (503, Reason.HTTP_ERROR),
        (206, Reason.HTTP_ERROR), (304, Reason.HTTP_ERROR), (300, Reason.HTTP_ERROR),
        (520, Reason.HTTP_ERROR), (999, Reason.HTTP_ERROR),
    ],
)  # fmt: skip
def test_statuses(status: int, reason: Reason) -> None:
    assert reason_of(saying(f"HTTP/1.1 {status} Status\r\nContent-Length: 0\r\n\r\n".encode())) is reason


@pytest.mark.parametrize("status", [429, 503])
def test_the_time_to_come_back(status: int) -> None:
    head = f"{status} Later"
    dated = page(b"", "Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: Sun, 06 Nov 1994 09:49:37 GMT", status=head)
    for answer, seconds in ((page(b"", "Retry-After: 120", status=head), 120), (dated, 3600)):
        with serving(answer) as server, pytest.raises(RateLimited) as caught:
            fetcher().fetch(server.url)
        assert caught.value.retry_after is not None
        assert caught.value.retry_after.total_seconds() == seconds


def test_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    with serving(page(b"proxied")) as proxy, serving(page(b"direct")) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("NETRC", "/dev/null")
        found = outcome(server.url)
        assert isinstance(found, FetchedPage)
        assert found.body == b"direct"
        assert proxy.n_connections == 0
        assert b"authorization" not in server.requests[0].lower()


def test_cookies_and_credentials_go_nowhere() -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        if b"GET / " in request:
            head = b"HTTP/1.1 302 Found\r\nSet-Cookie: id=1; Path=/\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n"
            connection.sendall(head)
        else:
            page(b"there", "Set-Cookie: id=2")(connection, request)

    with serving(answer) as server:
        found = outcome(server.url)
    assert isinstance(found, FetchedPage)
    assert "set-cookie" not in found.headers
    sent = server.requests[1].lower()
    assert not any(word in sent for word in (b"cookie", b"referer", b"authorization"))


# robots.txt


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (page(b"User-agent: *\nDisallow: /"), False),
        (page(b"User-agent: *\nDisallow:"), True),
        (page(b"", status="404 Not Found"), True),
        (page(b"", status="403 Forbidden"), True),
        (page(b"", status="500 Oops"), None),
        (page(b"", "Retry-After: 60", status="503 Busy"), None),
        (redirect("/robots.txt"), True),
        (page(b"# " + b"x" * 10_000_000), True),
        (page(b"User-agent: *\nDisallow: /\n" + b"# x\n" * 3_000_000), False),
        (page(zeros(10), "Content-Encoding: gzip"), True),
        (redirect(f"http://{FORBIDDEN}/robots.txt"), True),
        (saying(b"garbage"), None),
    ],
    ids=lambda value: None if callable(value) else str(value),
)  # fmt: skip
def test_robots(answer: Answer, verdict: bool | None) -> None:
    with serving(answer) as server:
        robots = Robots(fetcher(), "Test/1", sleep=lambda _: None)
        if verdict is None:
            with pytest.raises(RateLimited):
                robots.is_allowed(server.url + "news/1")
        else:
            assert robots.is_allowed(server.url + "news/1") is verdict
        assert server.n_connections <= 6


# Anything at all

PIECES = [
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 302 Found\r\n",
    b"HTTP/1.1 304 Not Modified\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/1.0 200\r\n",
    b"Content-Length: 5\r\n",
    b"Content-Length: 99999999999\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Location: /x\r\n",
    b"Location: //\r\n",
    b"Location: \xff\r\n",
    b"ETag: \xff\r\n",
    b"Retry-After: x\r\n",
    b"\r\n",
    b"\n",
    b"\r\n\r\n",
    b"5\r\nhello\r\n",
    b"0\r\n\r\n",
    b"hello",
    gzip.compress(b"hello"),
    b"\x00",
    b": ",
    b"\x1f\x8b",
]


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=12))
def test_whatever_a_server_says_is_a_page_a_refusal_or_an_error_of_the_tree(parts: list[bytes]) -> None:
    found = reason_of(saying(b"".join(parts)), deadline=5.0)
    assert isinstance(found, FetchedPage | Reason)
