"""One article under two addresses: where its server, its page and its headline agree, it is fetched once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.polled import Plant, article, item, plant, rss

TITLE = "Lock gates cracked in Veldstad"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[Plant]:
    with plant(tmp_path, monkeypatch, database_url=database_url) as made:
        yield made


def named(canonical: str, title: str = TITLE) -> str:
    """An article page that names its own address."""
    return article(title).replace("</head>", f'<link rel="canonical" href="{canonical}"></head>')


def two_feeds(here: Plant, page: str, announced: str = TITLE) -> list[str]:
    """A feed that announces the article by a short address, then one by its own. The addresses of the entries."""
    here.site.says("/s/1", "", 302, Location="/news/gates?utm_source=short")
    here.site.says("/news/gates?utm_source=short", page)
    here.site.says("/news/gates", page)
    here.site.says("/short", rss(item(announced, "1", f"{here.site.url}/s/1")))
    here.site.says("/long", rss(item(TITLE, "2", f"{here.site.url}/news/gates")))
    for feed_id in here.add("/short", "/long"):
        here.poll(feed_id)
        here.fetch()
    return [row["url"].removeprefix(here.site.url) for row in here.entries()]


def test_where_a_link_leads_and_what_the_page_calls_itself_is_one_more_key(here: Plant) -> None:
    assert two_feeds(here, named("/news/gates")) == ["/s/1"]
    assert [path for path, _ in here.site.requests].count("/news/gates") == 0


@pytest.mark.parametrize(
    ("page", "announced"),
    [
        (article(TITLE), TITLE),
        (named("/news/other"), TITLE),
        (named("/"), TITLE),
        (named("/news/gates", "Mayor opens a fair"), "Rain expected at the weekend"),
    ],
    ids=["page names nothing", "page names another", "page names the site", "page of another headline"],
)
def test_one_witness_too_few_leaves_two_entries(here: Plant, page: str, announced: str) -> None:
    assert two_feeds(here, page, announced) == ["/s/1", "/news/gates"]


def test_a_link_of_many_entries_is_the_key_of_none(here: Plant) -> None:
    link = f"{here.site.url}/live/today"
    here.site.says("/live/today", named("/live/today"))
    here.site.says("/many", rss(item(TITLE, "1", link), item("Ferry late again", "2", link)))
    here.site.says("/one", rss(item(TITLE, "3", link)))
    for feed_id in here.add("/many", "/one"):
        here.poll(feed_id)
        here.fetch()
    assert len(here.entries()) == 3


def test_an_address_that_is_known_already_stays_with_its_entry(here: Plant) -> None:
    here.site.says("/s/1", "", 302, Location="/news/gates")
    here.site.says("/news/gates", named("/news/gates"))
    here.site.says("/long", rss(item(TITLE, "2", f"{here.site.url}/news/gates")))
    here.site.says("/short", rss(item(TITLE, "1", f"{here.site.url}/s/1")))
    for feed_id in here.add("/long", "/short"):
        here.poll(feed_id)
        here.fetch()
    first, second = here.entries()
    assert (first["stage"], second["stage"]) == ("fold", "fold"), "folding tells that they are the same"
    here.poll(first["feed_id"])
    assert len(here.entries()) == 2
