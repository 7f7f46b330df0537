"""Hostile servers through polling: each ends as a word in the feed's row, counts as a failure, and changes nothing else."""

from __future__ import annotations

import gzip
import os
import resource
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from schemas.feed import FeedState
from tests.hostile.servers import FORBIDDEN, Answer, page, redirect, saying, serving
from tests.polled import Plant, item, plant, rss
from workers import resources
from workers.http import fetch

FEED = rss(item("One", "1", "http://127.0.0.1:9/1")).encode()
OK = b"HTTP/1.1 200 OK\r\n"
PATIENCE = 1.0
"""Total deadline of the slow ones, seconds; every other answer is complete at once."""
BOMB = gzip.compress(bytes(40_000_000))
GROWTH = 50_000
"""Kilobytes that this process may grow by."""


@pytest.fixture(scope="module")
def one_plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    with pytest.MonkeyPatch.context() as patch, plant(tmp_path_factory.mktemp("servers"), patch) as made:
        yield made


@pytest.fixture
def here(one_plant: Plant) -> Iterator[Plant]:
    """The plant; afterwards the next well-formed feed is read by this same process."""
    before, peak = os.getpid(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield one_plant
    one_plant.site.says("/healthy", rss(item("Healthy", "h")))
    (last,) = one_plant.add("/healthy")
    one_plant.poll(last)
    assert one_plant.feed(last)["last_error"] is None
    assert os.getpid() == before
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < GROWTH


def drip(head: bytes, piece: bytes) -> Answer:
    def answer(connection: socket.socket, request: bytes) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            time.sleep(0.02)

    return answer


def coded(body: bytes, *codings: str) -> Answer:
    return page(body, *(f"Content-Encoding: {one}" for one in codings), 'ETag: "bad"')


def told(here: Plant, answer: Answer, is_slow: bool) -> tuple[int, dict[str, object]]:
    """Poll a feed that was read once, now that its server says this. Its id and its row."""
    answers = [page(FEED, 'ETag: "good"'), answer]
    with pytest.MonkeyPatch.context() as patch, serving(lambda *asked: answers[0](*asked)) as server:
        patch.setattr(resources.fetcher(), "_ports", frozenset({server.port}))
        (feed_id,) = here.add(server.url)
        here.poll(feed_id)
        assert here.feed(feed_id)["last_error"] is None
        answers.pop(0)
        if is_slow:
            patch.setitem(fetch.Fetcher.fetch.__kwdefaults__, "deadline", PATIENCE)
        here.poll(feed_id)
    return feed_id, here.feed(feed_id)


CASES = {
    "redirect to a file": (redirect("file:///etc/passwd"), "url_refused"),
    "redirect to a shell": (redirect("gopher://127.0.0.1:6379/_INFO"), "url_refused"),
    "redirect inside": (redirect(f"http://{FORBIDDEN}/"), "address_refused"),
    "redirect to itself": (redirect("/"), "too_many_redirects"),
    "redirect to no URL": (redirect("http://[::1"), "url_refused"),
    "brotli": (coded(b"\x00" * 758, "br"), "bad_encoding"),
    "gzip bomb": (coded(BOMB, "gzip"), "too_large"),
    "gzip in gzip": (coded(gzip.compress(BOMB), "gzip, gzip"), "bad_encoding"),
    "gzip in gzip, two lines": (coded(gzip.compress(BOMB), "gzip", "gzip"), "bad_encoding"),
    "no gzip": (coded(FEED, "gzip"), "bad_encoding"),
    "unknown coding": (coded(FEED, "x-nope"), "bad_encoding"),
    "slow body": (drip(OK + b"Content-Length: 9999\r\n\r\n", b"x"), "timeout"),
    "slow headers": (drip(OK, b"X-A: b\r\n"), "timeout"),
    "many headers": (saying(OK, b"X-A: b\r\n" * 200_000, b"\r\n"), "connection"),
    "one long header": (saying(OK, b"X-A: " + b"b" * 50_000_000, b"\r\n\r\n"), "connection"),
    "endless hints": (saying(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 100_000), "connection"),
    "two lengths": (saying(OK, b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde"), "connection"),
    "negative length": (saying(OK, b"Content-Length: -1\r\n\r\nabc"), "connection"),
    "huge length": (saying(OK, b"Content-Length: 9" + b"9" * 30 + b"\r\n\r\nabc"), "connection"),
    "bad chunk": (saying(OK, b"Transfer-Encoding: chunked\r\n\r\nZZZ\r\n"), "connection"),
    "long chunk": (saying(OK, b"Transfer-Encoding: chunked\r\n\r\n3;", b"x" * 2_000_000, b"\r\n"), "connection"),
    "a page to log in": (page(b"<html><title>Log in</title></html>", 'ETag: "bad"'), "not_a_feed"),
    "nothing": (page(b"", 'ETag: "bad"'), "empty"),
    "not found": (page(b"", status="404 Not Found"), "not_found"),
    "broken": (page(b"", status="500 Oops"), "http_error"),
    "gone": (page(b"", status="410 Gone"), "gone"),
    "too often": (page(b"", "Retry-After: 7200", status="429 Slow Down"), "rate_limited"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_row_says_what_happened_and_keeps_what_was_good(here: Plant, name: str) -> None:
    answer, reason = CASES[name]
    feed_id, row = told(here, answer, reason == "timeout")
    print(
        f"\n{name} | {row['last_error']} | failures {row['n_failures']} | next in {row['next_poll_at'] - datetime.now(UTC)}"
    )
    assert str(row["last_error"]).partition(":")[0] == reason
    assert (row["etag"], row["state"]) == ('"good"', FeedState.ACTIVE)
    assert row["n_failures"] > 0
    assert row["next_poll_at"] > datetime.now(UTC) + timedelta(minutes=14)
    assert [one["reason"] for one in here.outcomes("poll") if one["feed_id"] == feed_id] == [None, reason]
