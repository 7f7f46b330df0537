"""Limits hold, links are web addresses, and every entry has its own guid whatever the feed says."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.parse import limits, parse_feed
from pipeline.parse.links import web_url
from schemas.entry import ParsedEntry
from tests.pipeline.parse.documents import atom, item, rss

FEED = "https://courier.example/rss"


def entries(body: bytes) -> tuple[ParsedEntry, ...]:
    return parse_feed(body, url=FEED).entries


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("\n  https://a.example/\n x y ", "https://a.example/%20x%20y"),
        ("/x?a=1&amp;b=2", "https://b.example/x?a=1&b=2"),
        ("//a.example/x", "https://a.example/x"),
        ("HTTP://A.example/", "HTTP://A.example/"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("mailto:a@b.example", None),
        ("http://[::1", None),
        ("http:///path", None),
        ("", None),
        (None, None),
        ("https://a.example/" + "a" * 3000, None),
    ],
)
def test_web_url(text: str | None, url: str | None) -> None:
    assert web_url(text, "https://b.example/feed") == url


@pytest.mark.parametrize("guid", ["relative-guid", "javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example"])
def test_a_guid_is_a_link_only_when_it_is_a_web_address(guid: str) -> None:
    entry = entries(rss(f"<item><title>t</title><guid>{guid}</guid></item>"))[0]
    assert (entry.guid, entry.url) == (guid, None)


def test_a_permalink_stands_for_a_missing_link() -> None:
    assert entries(rss("<item><guid>https://a.example/1</guid></item>"))[0].url == "https://a.example/1"
    body = rss('<item><guid isPermaLink="false">https://a.example/1</guid><title>t</title></item>')
    assert entries(body)[0].url is None


def test_repeated_guids_become_guid_and_link_for_all_of_them() -> None:
    body = rss(item("a", "same", "https://a.example/a") + item("b", "same", "https://a.example/b"))
    assert [entry.guid for entry in entries(body)] == ["same|https://a.example/a", "same|https://a.example/b"]


def test_order_does_not_change_guids() -> None:
    items = [item(t, "same", f"https://a.example/{t}") for t in "abc"]
    forward, backward = entries(rss("".join(items))), entries(rss("".join(reversed(items))))
    assert {entry.guid for entry in forward} == {entry.guid for entry in backward}


def test_exact_repetitions_are_one_entry() -> None:
    assert len(entries(rss(item() + item()))) == 1


def test_items_without_identity_get_one_from_their_text() -> None:
    found = entries(rss("<item><title>a</title></item><item><title>b</title></item>"))
    assert len({entry.guid for entry in found}) == 2
    assert found == entries(rss("<item><title>a</title></item><item><title>b</title></item>"))


def test_a_link_shared_under_different_titles_is_marked() -> None:
    body = rss(item("a", "1") + item("b", "2") + item("c", "3", "https://a.example/c"))
    assert [entry.is_link_shared for entry in entries(body)] == [True, True, False]


def test_limits() -> None:
    categories = "".join(f"<category>c{n}</category>" for n in range(100))
    body = rss(item("t" * 1_000_000, "g" * 10_000, more=f"<author>{'b' * 1_000_000}</author>{categories}"))
    feed = parse_feed(body)
    entry = feed.entries[0]
    assert len(entry.title or "") == limits.MAX_TITLE
    assert entry.guid == "sha256:" + hashlib.sha256(b"g" * 10_000).hexdigest()
    assert len(entry.authors[0]) == limits.MAX_AUTHOR
    assert len(entry.categories) == limits.MAX_CATEGORIES
    assert feed.warning == "text_cut"


def test_the_newest_entries_are_kept_and_the_rest_counted() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    dates = [f"<pubDate>{start + timedelta(minutes=n)}</pubDate>" for n in range(2_100)]
    feed = parse_feed(rss("".join(item(str(n), str(n), more=date) for n, date in enumerate(dates))))
    assert (len(feed.entries), feed.n_dropped) == (2_000, 100)
    assert feed.entries[0].title == "100"


def test_a_body_beyond_the_limit_gives_the_entries_before_it() -> None:
    body = rss("".join(item(f"t{n}", str(n), f"https://a.example/{n}") for n in range(110_000)))
    assert len(body) > limits.MAX_BYTES
    feed = parse_feed(body)
    assert (len(feed.entries), feed.n_dropped) == (2_000, 108_000)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mara@courier.example (Mara Quill)", "Mara Quill"),
        ("Mara Quill &lt;mara@courier.example&gt;", "Mara Quill"),
        ("&lt;b&gt;Mara&lt;/b&gt;  Quill", "Mara Quill"),
        ("mara@courier.example", "mara@courier.example"),
    ],
)
def test_author_names(text: str, name: str) -> None:
    assert entries(rss(item(more=f"<author>{text}</author>")))[0].authors == (name,)


def test_base64_of_atom() -> None:
    entry = '<entry><id>1</id><title mode="base64">Rm9n</title><content type="image/png">iVBORw0KGgo=</content></entry>'
    found = entries(atom(entry))[0]
    assert (found.title, found.content_html) == ("Fog", None)


def test_dates_that_are_none_are_counted_and_characters_read_otherwise_are_named() -> None:
    dates = ["2026-02-30T00:00:00Z", "soon", "Mon, 05 Jan 2026 10:00:00 GMT", " "]
    feed = parse_feed(rss("".join(item(str(n), str(n), more=f"<pubDate>{at}</pubDate>") for n, at in enumerate(dates))))
    assert feed.remarks == ("2 dates refused",)
    assert parse_feed(rss(item("caf\u00e9"))).remarks == ()
    latin = rss(item("caf\u00e9")).decode().encode("cp1252")
    assert parse_feed(latin).remarks == ("read as cp1252",)
    assert parse_feed(latin, "text/xml; charset=iso-8859-1").remarks == ()
    assert parse_feed(rss(item("caf\u00e9")).decode().encode("utf-16"), "text/xml; charset=utf-8").remarks != ()
