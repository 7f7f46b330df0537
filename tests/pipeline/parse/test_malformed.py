"""Broken documents give the entries that a person would still read in them."""

import pytest

from pipeline.parse import parse_feed
from tests.pipeline.parse.documents import HEAD, atom, item, rss


def titles(body: bytes) -> list[str | None]:
    return [entry.title for entry in parse_feed(body).entries]


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Fish & chips", "Fish & chips"),
        ("AT&T caf&eacute; &mdash; open", "AT&T café — open"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a&#x110000;b", "a\ufffdb"),
        ("a&#xD800;b", "a\ufffdb"),
        ("a&#99999999999;b", "a\ufffdb"),
        ("a\x00b", "ab"),
        ("a\x1b[31mb", "a[31mb"),
        ("a &unknown; b", "a &unknown; b"),
    ],
)
def test_characters_that_no_xml_may_hold(title: str, read: str) -> None:
    feed = parse_feed(rss(item(title)))
    assert feed.warning == "malformed"
    assert feed.entries[0].title == read
    assert feed.entries[0].url == "https://courier.example/1"


def test_tags_out_of_order() -> None:
    body = rss("<item><title>One <b>bold</title></b><link>https://c.example/1</link></item>" + item("Two", "g2"))
    assert titles(body) == ["One bold", "Two"]


def test_html_that_nobody_escaped() -> None:
    more = "<description><p>Fog<br>and <img src=x.png>wind</description>"
    feed = parse_feed(rss(item(more=more) + item("Two", "g2", "https://c.example/2")))
    assert [entry.title for entry in feed.entries] == ["Ferry delayed", "Two"]
    assert feed.entries[0].summary is not None
    assert "Fog" in feed.entries[0].summary


def test_items_that_are_never_closed() -> None:
    body = rss("<item><title>One</title><item><title>Two</title>")
    assert titles(body) == ["One", "Two"]


def test_undeclared_prefixes() -> None:
    body = f"{HEAD}<rss><channel><item><title>One</title><dc:creator>Mara</dc:creator></item></channel></rss>".encode()
    assert parse_feed(body).entries[0].authors == ("Mara",)


def test_text_before_and_after_the_document() -> None:
    noise = b"<br />\n<b>Warning</b>: mysql\n"
    assert titles(noise + rss(item()) + b"\n<!-- served in 3 ms --><script>track()</script>") == ["Ferry delayed"]


def test_a_root_that_cannot_be_read() -> None:
    body = b'<rss xmlns:a="http://x <channel><item><title>One</title></item></channel></rss>'
    assert titles(body) == ["One"]


def test_namespaces_that_are_no_addresses() -> None:
    body = rss(item()).replace(b"http://search.yahoo", b" http://search yahoo")
    assert titles(body) == ["Ferry delayed"]


@pytest.mark.parametrize("n_kept", [1, 2])
def test_a_document_that_breaks_off_loses_the_item_at_the_break(n_kept: int) -> None:
    whole = rss("".join(item(f"T{n}", f"g{n}", f"https://c.example/{n}") for n in range(4)))
    cut = whole[: whole.index(f"example/{n_kept}".encode()) + 9]
    feed = parse_feed(cut)
    assert feed.warning == "cut_short"
    assert [entry.url for entry in feed.entries] == [f"https://c.example/{n}" for n in range(n_kept)]


def test_a_break_inside_cdata() -> None:
    body = rss(item() + "<item><title>Two</title><description><![CDATA[<p>half")
    feed = parse_feed(body[: body.index(b"half") + 4])
    assert (feed.warning, [entry.title for entry in feed.entries]) == ("cut_short", ["Ferry delayed"])


def test_a_malformed_atom_document() -> None:
    entries = '<entry><title>Fish & chips</title><id>urn:1</id><link href="https://c.example/1"></entry>'
    entry = parse_feed(atom(entries)).entries[0]
    assert (entry.title, entry.url, entry.guid) == ("Fish & chips", "https://c.example/1", "urn:1")


def test_relative_guids_are_no_links_in_malformed_documents_either() -> None:
    body = rss("<item><title>A & B</title><guid>relative-guid</guid></item>")
    entry = parse_feed(body, url="https://courier.example/rss").entries[0]
    assert (entry.guid, entry.url) == ("relative-guid", None)
