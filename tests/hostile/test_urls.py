"""Addresses that are refused by their form alone, before anybody looks them up, and secrets that leave with them."""

import pytest

from pipeline.canonical import canonical_url
from pipeline.errors import Poison
from pipeline.identity import article_place
from pipeline.parse import parse_feed
from tests.pipeline.parse.documents import item, rss

REFUSED = [
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "dict://127.0.0.1:11211/stat",
    "ftp://feed.test/rss",
    "data:text/xml,<rss/>",
    "javascript:alert(1)",
    "http://feed.test/\r\nX-Evil: 1",
    "http://feed.test/\x00",
    "http://feed.test\\.evil.test/",
    "http://[::1",
    "http://",
    "http://feed.test/" + "a" * 3_000,
    "http://feed.test:0/",
    "http://feed.test:65536/",
    "",
]


@pytest.mark.parametrize("url", REFUSED)
def test_refused(url: str) -> None:
    with pytest.raises(Poison):
        canonical_url(url)
    assert article_place(url) is None


@pytest.mark.parametrize("link", [one for one in REFUSED if not one.startswith("http://feed")])
def test_links_of_entries_are_web_addresses_or_nothing(link: str) -> None:
    escaped = link.replace("&", "&amp;").replace("<", "&lt;")
    assert parse_feed(rss(item(link=escaped)), url="https://courier.example/rss").entries[0].url is None


def test_credentials_do_not_survive() -> None:
    assert "pw" not in canonical_url("http://user:pw@feed.test/rss")


@pytest.mark.parametrize("url", ["http://xn--fsqu00a.xn--0zwm56d/", "http://例え.テスト/", "http://127。0。0。1/"])
def test_names_become_ascii(url: str) -> None:
    assert canonical_url(url).isascii()
