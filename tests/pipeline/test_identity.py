"""An entry keeps its identity whatever its feed does to guids and links."""

from pipeline.identity import article_place, entry_key, is_same_by_guid, page_key
from pipeline.parse import parse_feed
from schemas.entry import ParsedEntry
from tests.pipeline.parse.documents import item, rss

FEED = "https://courier.example/rss"


def entry(
    guid: str = "g", url: str | None = "https://courier.example/a", title: str = "Fog", **more: bool
) -> ParsedEntry:
    return ParsedEntry(guid=guid, url=url, title=title, **more)


def test_a_key_is_sha256_in_hex() -> None:
    assert len(entry_key(entry(), FEED)) == 64
    assert set(entry_key(entry(), FEED)) <= set("0123456789abcdef")


def test_a_new_guid_for_a_known_link_is_the_same_entry() -> None:
    assert entry_key(entry("a"), FEED) == entry_key(entry("b"), FEED)


def test_the_same_article_in_several_feeds_is_one() -> None:
    variants = [
        "https://courier.example/a",
        "http://www.courier.example/a/?utm_source=rss#top",
        "HTTPS://M.COURIER.EXAMPLE:443/a",
        "https://courier.example/a/amp",
        "https://amp.courier.example/a?at_medium=RSS",
    ]
    assert len({entry_key(entry(str(n), url), f"{FEED}{n}") for n, url in enumerate(variants)}) == 1
    assert entry_key(entry(), FEED) == page_key(variants[1])


def test_different_articles_have_different_keys() -> None:
    urls = ["https://a.example/1", "https://a.example/2", "https://a.example/?p=1", "https://a.example/?p=2"]
    assert len({entry_key(entry(url=url), FEED) for url in urls}) == 4


def test_links_that_name_no_article_leave_the_guid() -> None:
    home = "https://courier.example/news"
    for url in (None, "https://courier.example/", "javascript:x", home):
        keys = {entry_key(entry(guid, url), FEED, home) for guid in ("1", "2")}
        assert len(keys) == 2
    assert article_place("https://courier.example/") is None


def test_guids_of_two_feeds_do_not_meet() -> None:
    assert entry_key(entry(url=None), FEED) != entry_key(entry(url=None), FEED + "2")


def test_shared_links_leave_the_guid() -> None:
    body = rss(item("One", "1") + item("Two", "2"))
    keys = {entry_key(one, FEED) for one in parse_feed(body).entries}
    assert len(keys) == 2


def test_a_moved_link_is_found_by_its_guid_but_a_reused_guid_is_not() -> None:
    known = ("Fog stops the ferry", "https://courier.example/a")
    moved = entry(url="https://courier.example/b", title="Fog stops the ferry again")
    reused = entry(url="https://courier.example/b", title="Mayor resigns")
    assert is_same_by_guid(*known, moved)
    assert not is_same_by_guid(*known, reused)
    assert is_same_by_guid(*known, entry(url="http://courier.example/a#x", title="Mayor resigns"))
    assert is_same_by_guid(None, None, reused)
