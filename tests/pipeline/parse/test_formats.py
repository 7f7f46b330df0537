"""Every format gives the same ParsedFeed."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.errors import Poison
from pipeline.parse import parse_feed
from schemas.outcome import Reason
from tests.pipeline.parse.documents import HEAD, atom, item, rss

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def test_rss_item_gives_every_field() -> None:
    more = (
        "<pubDate>Mon, 05 Jan 2026 14:00:00 +0200</pubDate><dc:creator>Mara Quill</dc:creator>"
        "<description>Fog &amp;amp; wind&lt;br&gt;all day</description><category>Harbour</category>"
        "<content:encoded><![CDATA[<p>Fog</p>]]></content:encoded>"
        '<media:content url="https://courier.example/fog.jpg" type="image/jpeg"/>'
    )
    feed = parse_feed(rss(item(more=more), "<language>en-gb</language>"))
    entry = feed.entries[0]
    assert (feed.kind, feed.title, feed.url, feed.language) == (
        "rss",
        "Harbour Courier",
        "https://courier.example/",
        "en-gb",
    )
    assert (entry.guid, entry.url, entry.title) == ("g1", "https://courier.example/1", "Ferry delayed")
    assert entry.published_at == NOON
    assert entry.authors == ("Mara Quill",)
    assert entry.summary == "Fog & wind all day"
    assert entry.content_html == "<p>Fog</p>"
    assert entry.categories == ("Harbour",)
    assert entry.image_url == "https://courier.example/fog.jpg"
    assert feed.warning is None


def test_atom_entry_gives_every_field() -> None:
    entry = (
        '<entry><title type="html">Fog &amp;lt;b&amp;gt;</title><id>urn:1</id>'
        '<link rel="enclosure" href="https://courier.example/a.mp3"/><link href="/1"/>'
        "<published>2026-01-05T14:00:00+02:00</published><updated>2026-01-05T15:00:00Z</updated>"
        "<author><name>Mara Quill</name><email>m@courier.example</email></author>"
        '<category term="fog" label="Fog"/><summary>Short</summary>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Long <b>text</b></p></div></content>'
        "</entry>"
    )
    feed = parse_feed(
        atom(entry, '<link rel="hub" href="https://hub.example/"/><link rel="self" href="https://c.example/f"/>')
    )
    found = feed.entries[0]
    assert (feed.kind, feed.language, feed.hub_url, feed.self_url) == (
        "atom",
        "en",
        "https://hub.example/",
        "https://c.example/f",
    )
    assert (found.guid, found.url, found.title) == ("urn:1", "https://courier.example/1", "Fog <b>")
    assert (found.published_at, found.updated_at) == (NOON, datetime(2026, 1, 5, 15, tzinfo=UTC))
    assert (found.authors, found.categories, found.summary) == (("Mara Quill",), ("Fog",), "Short")
    assert found.content_html == "<p>Long <b>text</b></p>"


def test_rdf_items_stand_beside_the_channel() -> None:
    body = (
        f'{HEAD}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="https://c.example/"><title>T</title><link>https://c.example/</link></channel>'
        '<item rdf:about="https://c.example/1"><title>One</title><link>https://c.example/1</link></item></rdf:RDF>'
    )
    feed = parse_feed(body.encode())
    assert (feed.title, [entry.url for entry in feed.entries]) == ("T", ["https://c.example/1"])


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_json_feed(version: str) -> None:
    people = {"authors": [{"name": "Mara"}]} if version == "1.1" else {"author": {"name": "Mara"}}
    document = {
        "version": f"https://jsonfeed.org/version/{version}",
        "title": "Courier",
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "items": [
            {"id": 7, "url": "https://c.example/7", "content_text": "a < b", "date_published": "2026-01-05T12:00:00Z"}
            | people,
            "no item",
        ],
    }
    feed = parse_feed(json.dumps(document).encode())
    entry = feed.entries[0]
    assert (feed.kind, feed.hub_url, len(feed.entries)) == ("json", "https://hub.example/", 1)
    assert (entry.guid, entry.summary, entry.published_at, entry.authors) == ("7", "a < b", NOON, ("Mara",))


def test_news_sitemap() -> None:
    body = (
        f'{HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://c.example/1</loc><news:news>'
        "<news:publication><news:name>Courier</news:name><news:language>en</news:language></news:publication>"
        "<news:publication_date>2026-01-05T12:00:00Z</news:publication_date><news:title>Fog</news:title>"
        "</news:news></url></urlset>"
    )
    feed = parse_feed(body.encode())
    entry = feed.entries[0]
    assert (feed.kind, feed.title, feed.language) == ("sitemap", "Courier", "en")
    assert (entry.url, entry.title, entry.published_at, entry.guid) == (
        "https://c.example/1",
        "Fog",
        NOON,
        "https://c.example/1",
    )


def test_index_of_sitemaps_names_its_parts_latest_first() -> None:
    body = (
        f'{HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<sitemap><loc>https://c.example/a.xml</loc><lastmod>2026-01-01</lastmod></sitemap>"
        "<sitemap><loc>https://c.example/b.xml</loc><lastmod>2026-01-02</lastmod></sitemap></sitemapindex>"
    )
    feed = parse_feed(body.encode())
    assert feed.sitemap_urls == ("https://c.example/b.xml", "https://c.example/a.xml")
    assert feed.entries == ()


def test_hints_of_a_channel() -> None:
    channel = (
        "<ttl>30</ttl><skipHours><hour>0</hour><hour>24</hour><hour>25</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>Someday</day></skipDays>"
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    )
    hints = parse_feed(rss(item(), channel)).hints
    assert (hints.ttl, hints.update_interval) == (timedelta(minutes=30), timedelta(minutes=30))
    assert (hints.skip_hours, hints.skip_days) == ({0}, {6})


@pytest.mark.parametrize("channel", ["<ttl>-1</ttl>", "<ttl>0</ttl>", "<sy:updatePeriod>dayly</sy:updatePeriod>"])
def test_nonsense_is_no_hint(channel: str) -> None:
    hints = parse_feed(rss(item(), channel)).hints
    assert (hints.ttl, hints.update_interval) == (None, None)


def test_shouted_and_whispered_names_are_read() -> None:
    body = (
        b"<RSS><CHANNEL><TITLE>T</TITLE><ITEM><TITLE>One</TITLE><LINK>https://c.example/1</LINK></ITEM></CHANNEL></RSS>"
    )
    assert parse_feed(body).entries[0].url == "https://c.example/1"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \r\n", Reason.EMPTY),
        (b"\xef\xbb\xbf", Reason.EMPTY),
        (b"<!DOCTYPE html><html><head><title>Log in</title></head></html>", Reason.NOT_A_FEED),
        (b"<html><body>502 <br> Bad Gateway", Reason.NOT_A_FEED),
        (b"<opml version='2.0'><body/></opml>", Reason.NOT_A_FEED),
        (b"plain words", Reason.NOT_A_FEED),
        (b'{"error": "no"}', Reason.NOT_A_FEED),
        (b'{"version": "https://jsonfeed.org/version/1", "items": ', Reason.NOT_A_FEED),
        (b"{" * 100_000, Reason.NOT_A_FEED),
        (b'{"a":' * 100_000, Reason.NOT_A_FEED),
        (b"<?xml version='1.0'?>", Reason.NOT_A_FEED),
    ],
)
def test_what_is_no_feed_says_so(body: bytes, reason: Reason) -> None:
    with pytest.raises(Poison) as caught:
        parse_feed(body)
    assert caught.value.reason is reason


def test_a_feed_without_entries_says_so() -> None:
    assert parse_feed(rss()).warning == "no_entries"


def test_dates_in_the_future_are_refused_when_the_time_is_known() -> None:
    more = "<pubDate>Fri, 31 Dec 2038 00:00:00 GMT</pubDate>"
    assert parse_feed(rss(item(more=more)), now=NOON).entries[0].published_at is None
