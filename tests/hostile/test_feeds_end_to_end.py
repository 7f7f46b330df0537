"""Hostile feeds through polling, fetching and cleaning: this process lives, the rows say what happened, nothing runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from schemas.entry import EntryState
from schemas.feed import FeedState
from tests.hostile.servers import FORBIDDEN
from tests.polled import TEXT, Plant, article, item, plant, rss

HEALTHY = rss(item("Healthy", "h", "http://127.0.0.1:9/h"))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[Plant]:
    with plant(tmp_path, monkeypatch, database_url=database_url) as made:
        yield made
        made.site.says("/healthy", HEALTHY)
        (last,) = made.add("/healthy")
        before = os.getpid()
        made.poll(last)
        assert made.feed(last)["last_error"] is None, "the next well-formed feed is read"
        assert os.getpid() == before


def poll(here: Plant, *bodies: str | bytes) -> int:
    """Serve these bodies one after another, and poll each."""
    (feed_id,) = here.add("/rss")
    for number, body in enumerate(bodies):
        here.site.says("/rss", body, ETag=f'"{number}"')
        here.poll(feed_id)
    return feed_id


def entities(length: int, gap: str = "") -> str:
    named = "".join(f'<!ENTITY n{n} "&n{n - 1};&n{n - 1};">' for n in range(1, length))
    begin = f'<?xml version="1.0"?>{gap}<!DOCTYPE rss [<!ENTITY n0 "ha">{named}]>'
    return begin + rss(item(f"&n{length - 1};", "1"))


OUTSIDE = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{}">]>' + rss(item("[&x;]", "1"))
CROWDED = "<item " + " ".join(f"a{n}='1'" for n in range(60_000)) + "><title>t</title></item>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (entities(30), "dtd_entities"),
        (entities(20_000, "\n"), "dtd_entities"),
        (OUTSIDE.format("file:///etc/hostname"), "dtd_entities"),
        (OUTSIDE.format("http://127.0.0.1:9/x"), "dtd_entities"),
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \n", "empty"),
        (bytes(range(256)) * 1000, "not_a_feed"),
        ("<html><title>Log in</title></html>", "not_a_feed"),
        ('{"hello": 1}', "not_a_feed"),
        (rss(item("t" * 6_000_000, "1")), "too_large"),
    ],
)
def test_what_is_refused_says_so_and_backs_off(here: Plant, body: str | bytes, reason: str) -> None:
    feed_id = poll(here, body)
    row = here.feed(feed_id)
    assert row["last_error"].partition(":")[0] == reason
    assert (row["state"], row["etag"]) == (FeedState.ACTIVE, None), "validators of rubbish are not kept"
    assert row["n_failures"] > 0
    assert [one["reason"] for one in here.outcomes("poll")] == [reason]
    assert here.entries() == []


@pytest.mark.parametrize(
    "items",
    [
        CROWDED,
        "<item>" + "<a>" * 60_000 + "</a>" * 60_000 + "<title>t</title></item>",
        item("t", "1", "", "<description><![CDATA[" + "<!--" * 100_000 + "]]></description>"),
        item("t", "1", "", "<description>" + "<" * 500_000 + "</description>"),
        item("t" * 500_000, "1", "", "<author>" + "b" * 500_000 + "</author>"),
        item("a" + "\u0301" * 300_000, "1"),
    ],
    ids=["attributes", "depth", "comments", "brackets", "long fields", "marks"],
)
def test_what_is_costly_to_read_ends_in_time(here: Plant, items: str) -> None:
    feed_id = poll(here, rss(items))
    row = here.feed(feed_id)
    assert row["last_polled_at"] is not None
    assert row["last_error"] is None or row["n_failures"] > 0
    assert all(len(one["title"] or "") <= 1_000 for one in here.entries())


@pytest.mark.parametrize("title", ["a&#x110000;b", "a&#99999999999;b", "a\x00b", "a\x01\x08\x1b[31mb", "a&#55296;b"])
def test_characters_that_may_not_be_are_gone_before_anything_is_stored(here: Plant, title: str) -> None:
    poll(here, rss(item(title, "1", f"{here.site.url}/1")))
    (row,) = here.entries()
    assert row["title"].startswith("a")
    assert row["title"].endswith("b")
    assert not any(ord(sign) < 32 or 0xD800 <= ord(sign) <= 0xDFFF for sign in row["title"])
    row["title"].encode()


@pytest.mark.parametrize("kind", ["text/html", "image/png", "application/octet-stream; charset=utf-7", "", None])
def test_a_feed_is_a_feed_whatever_its_server_calls_it(here: Plant, kind: str | None) -> None:
    (feed_id,) = here.add("/rss")
    here.site.says("/rss", rss(item("caf\u00e9", "1")), **({} if kind is None else {"Content_Type": kind}))
    here.poll(feed_id)
    assert [row["title"] for row in here.entries()] == ["caf\u00e9"]


def test_both_databases_hold_the_same_text(here: Plant) -> None:
    wheel = "\U0001f3a1 \U0001f469\u200d\U0001f469\u200d\U0001f467"
    said = [f"{wheel} \uffff", "a\x00b", "a\x9bb\x07", "caf\u00e9 \u202egpj", "1e400 NaN Infinity", "%s {0} $1 \\x27 '"]
    poll(here, rss(*(item(text, str(n)) for n, text in enumerate(said))))
    held = [wheel, "ab", "a\u203ab", "caf\u00e9 gpj", "1e400 NaN Infinity", "%s {0} $1 \\x27 '"]
    assert [row["title"] for row in here.entries()] == held


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "data:text/html,x", "javascript:alert(1)", "mailto:a@b.test", "", "http://[::1"]
)
def test_a_link_that_is_none_is_stored_without_and_never_fetched(here: Plant, link: str) -> None:
    poll(here, rss(item("t", link or "relative", link, f"<description>{TEXT * 3}</description>")))
    here.fetch()
    (row,) = here.entries()
    assert row["url"].startswith("urn:fivefold:guid:")
    assert (row["stage"], row["state"]) == ("fold", EntryState.DUE)
    assert len(here.site.requests) == 1
    assert here.documents()[0]["method"] == "feed"


@pytest.mark.parametrize("link", ["file:///etc/passwd", "javascript:alert(1)", "mailto:a@b.test", "http://[::1"])
def test_an_entry_with_no_text_and_a_link_that_is_none_says_why_it_ends(here: Plant, link: str) -> None:
    poll(here, rss(item("t", "1", link), item("u", "2")))
    here.fetch()
    bad, none = here.entries()
    assert (bad["link_as_given"], bad["state"], bad["reason"]) == (link, EntryState.REJECTED, "url_refused")
    assert bad["detail"] == f"the link is no web address: {link}"
    assert (none["link_as_given"], none["reason"]) == (None, "empty")
    assert len(here.site.requests) == 1


def test_what_is_taken_out_of_a_title_is_kept_as_evidence(here: Plant) -> None:
    poll(here, rss(item("\u202egpj.exe \u2066x", "1"), item("caf\u00e9\nau lait", "2")))
    turned, plain = here.entries()
    assert (turned["title"], turned["title_as_given"]) == ("gpj.exe x", "\\u202egpj.exe \\u2066x")
    assert (plain["title"], plain["title_as_given"]) == ("caf\u00e9 au lait", None)


@pytest.mark.parametrize("host", [FORBIDDEN, "169.254.169.254", "0177.0.0.2", "2130706434", "[::ffff:127.0.0.2]"])
def test_a_link_into_the_machine_is_refused_and_the_feed_speaks_for_the_entry(here: Plant, host: str) -> None:
    link = f"http://{host}:{here.site.port}/secret"
    poll(
        here, rss(item("With text", "1", link, f"<description>{TEXT * 3}</description>"), item("Bare", "2", link + "2"))
    )
    here.fetch()
    full, bare = here.entries()
    assert (full["stage"], full["state"]) == ("fold", EntryState.DUE)
    assert (bare["state"], bare["reason"]) == (EntryState.REJECTED, "address_refused")
    assert [path for path, _ in here.site.requests] == ["/rss"]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.2/", "address_refused"),
        ("http://[::1]/", "address_refused"),
        ("http://0x7f000002/", "address_refused"),
        ("http://127\u30020\u30020\u30022/", "address_refused"),
        ("file:///etc/passwd", "url_refused"),
        ("gopher://127.0.0.1:6379/_INFO", "url_refused"),
        ("http://feed.test:22/", "url_refused"),
        ("http://feed.test/\r\nX-Evil: 1", "url_refused"),
        ("http://[::1", "url_refused"),
    ],
)
def test_a_feed_address_that_may_not_be_tried(here: Plant, url: str, reason: str) -> None:
    (feed_id,) = here.add(url)
    here.poll(feed_id)
    row = here.feed(feed_id)
    assert row["last_error"].partition(":")[0] == reason
    assert row["n_failures"] == 1.0, "as a hard failure"
    assert row["next_poll_at"] > datetime.now(UTC) + timedelta(minutes=15)


@pytest.mark.parametrize("tail", ["a" * 3000, "\x00", "\ud800", "\u6c34" * 1000])
def test_a_feed_address_that_no_database_can_hold_is_left_out_and_stops_no_other(here: Plant, tail: str) -> None:
    assert here.add(f"http://feed.test/{tail}") == []
    assert len(here.add("/rss", f"http://feed.test/{tail}")) == 1


def test_guids_too_long_for_an_index_are_kept_apart_all_the_same(here: Plant) -> None:
    letters = [chr(0x4E00 + 7919 * n % 20_000) for n in range(9_000)]
    guids = ["".join(letters[:1_900]), "".join(letters[1:1_901]), "".join(letters)]
    poll(here, rss(*(item(f"t{n}", guid) for n, guid in enumerate(guids))))
    assert sorted(row["title"] for row in here.entries()) == ["t0", "t1", "t2"]


def test_entries_that_are_the_same_and_entries_that_only_look_so(here: Plant) -> None:
    site = here.site.url
    poll(
        here,
        rss(
            item("first", "same", f"{site}/a"),
            item("second", "same", f"{site}/b"),
            item("third", "x", f"{site}/c?utm_source=feed#top"),
            item("third", "y", f"{site.upper().replace('HTTP', 'http')}/c/"),
        ),
        rss(item("third", "a new guid", f"{site}/c"), item("first", "same", f"{site}/a")),
    )
    assert sorted(row["title"] for row in here.entries()) == ["first", "second", "third"]


def test_dates_that_cannot_be_are_null_and_nothing_is_from_the_future(here: Plant) -> None:
    dates = ["99999999999999999999", "Mon, 01 Jan 2026 25:61:61 GMT", "now", "2026-02-30T00:00:00Z", "Mon " * 12_500,
             "Fri, 31 Dec 2038 00:00:00 GMT", "Thu, 01 Jan 9999 00:00:00 GMT"]  # fmt: skip
    items = [item(f"t{n}", str(n), f"{here.site.url}/{n}", f"<pubDate>{at}</pubDate>") for n, at in enumerate(dates)]
    feed_id = poll(here, rss(*items))
    rows = here.entries()
    assert len(rows) == len(dates)
    limit = datetime.now(UTC) + timedelta(days=1)
    assert all(row["published_at"] is None or row["published_at"] < limit for row in rows)
    assert here.feed(feed_id)["next_poll_at"] < limit + timedelta(minutes=1)


def test_code_in_words_stays_words(here: Plant) -> None:
    evil = "'; DROP TABLE article; -- %s %(x)s {0} $1"
    script = "&lt;script&gt;alert(1)&lt;/script&gt;"
    page = article("Gates").replace("<p>", "<p onclick='alert(1)'><script>alert(2)</script>", 1)
    here.site.says("/page", page)
    body = '<description><![CDATA[<a href="java&#9;script:alert(1)">j</a><img src=x onerror=alert(1)>]]></description>'
    poll(here, rss(item(evil, "1", f"{here.site.url}/page", body), item(script, "2", f"{here.site.url}/none")))
    here.fetch()
    first, second = here.entries()
    assert first["title"] == evil
    assert second["title"] == "<script>alert(1)</script>", "words as they are; whoever shows them escapes them"
    (document,) = here.documents()
    assert "alert" not in document["text"]


def test_a_feed_without_end_is_read_to_its_limit_and_what_was_left_out_is_counted(here: Plant) -> None:
    items = [item(f"t{n}", str(n), f"{here.site.url}/{n}") for n in range(3_000)]
    feed_id = poll(here, rss(*items))
    assert len(here.entries()) == 2_000
    assert here.outcomes("poll")[0]["detail"] == "1000 items beyond the limit were left out"
    assert here.feed(feed_id)["last_error"] is None


@pytest.mark.parametrize(
    "head",
    [
        "<ttl>0</ttl>",
        "<ttl>-1</ttl>",
        "<ttl>999999999</ttl>",
        "<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in range(24)) + "</skipHours>",
        "<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>minutely</sy:updatePeriod>"
        "<sy:updateFrequency xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>0.1</sy:updateFrequency>",
    ],
)
def test_whatever_a_feed_asks_it_is_polled_once_a_day_and_no_more_than_allowed(here: Plant, head: str) -> None:
    feed_id = poll(here, rss(item("t", "1", f"{here.site.url}/1"), head=head))
    wait = here.feed(feed_id)["next_poll_at"] - datetime.now(UTC)
    assert timedelta(minutes=14) < wait <= timedelta(days=1)
