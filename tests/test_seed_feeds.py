"""The list of feeds that comes with the project is sound."""

from pathlib import Path
from urllib.parse import urlsplit

from pipeline.canonical import split_web
from pipeline.opml import read_opml

SEEDS = Path(__file__).parents[1] / "seeds" / "feeds.opml"


def test_seed_feeds() -> None:
    feeds = read_opml(SEEDS.read_bytes())
    assert 90 <= len(feeds) <= 120
    assert len({feed.url for feed in feeds}) == len(feeds)
    for feed in feeds:
        assert feed.title
        assert feed.group
        assert split_web(feed.url).scheme == "https"
        assert feed.html_url is not None
        assert urlsplit(feed.html_url).path
