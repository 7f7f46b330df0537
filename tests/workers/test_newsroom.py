"""The demo world: what it promises in expected.json is in it, and its server tells the truth about what changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from email.utils import format_datetime
from http.client import HTTPConnection, HTTPResponse
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest

from pipeline.errors import Misconfigured
from schemas.fact import FactKind, FactStatus, Hint
from schemas.outcome import Reason
from workers.newsroom import Newsroom, export, load_world, serve_newsroom
from workers.newsroom.render import Site, render_site
from workers.newsroom.world import FOLDER, World

EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
POLLS = (1, 2)


@pytest.fixture(scope="module")
def world() -> World:
    return load_world()


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with serve_newsroom() as running:
        yield running


def get(url: str, headers: dict[str, str] | None = None, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    try:
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), headers=headers or {})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def readable(world: World, poll: int) -> dict[str, str]:
    """Headline and text of every article of a poll, in lower case."""
    return {
        article.id: " ".join([article.title, *(block.text for block in article.blocks)]).lower()
        for article in world.at_poll(poll)
    }


def test_the_world_is_as_large_as_promised(world: World) -> None:
    articles = [article for article in world.at_poll(2) if not article.template]
    assert len(articles) >= 36
    assert len({article.outlet for article in articles}) >= 9
    assert len({article.event for article in articles}) >= 10
    days = sorted(article.published.date() for article in articles)
    assert 5 <= (days[-1] - days[0]).days <= 9


def test_every_article_is_of_a_plausible_length(world: World) -> None:
    for article in world.articles:
        n_words = sum(len(block.text.split()) for block in article.blocks)
        assert article.template or 145 <= n_words <= 450, article.id


def test_own_articles_share_no_sentence(world: World) -> None:
    """Only reprints repeat: everything else tells its event in words of its own."""
    first = [article for article in world.articles if article.revision == 1 and not article.reprint_of]
    sentences = {
        article.id: {s for block in article.blocks for s in block.text.split(". ") if s.count(" ") > 5}
        for article in first
    }
    for one, other in combinations(sentences, 2):
        assert not sentences[one] & sentences[other], (one, other)


def test_expected_events_are_those_of_the_articles(world: World) -> None:
    found: dict[str, set[str]] = {}
    for article in world.articles:
        if not article.template:
            found.setdefault(article.event, set()).add(article.id)
    assert {event: set(ids) for event, ids in EXPECTED["events"].items()} == found


def test_expected_groups_are_those_of_the_world(world: World) -> None:
    reprints: dict[str, set[str]] = {}
    owners: dict[str, list[str]] = {}
    for article in world.at_poll(1):
        if article.reprint_of:
            reprints.setdefault(article.reprint_of, {article.reprint_of}).add(article.id)
    for outlet in world.outlets.values():
        if outlet.owner:
            owners.setdefault(outlet.owner, []).append(outlet.slug)
    assert [set(group) for group in EXPECTED["reprints"]] == list(reprints.values())[::-1]
    assert EXPECTED["owners"] == owners
    assert set(EXPECTED["rejected"]) == {article.id for article in world.at_poll(1) if article.template}


def test_every_expected_surface_stands_in_its_articles(world: World) -> None:
    for poll in POLLS:
        texts = readable(world, poll)
        for fact in EXPECTED["facts"]:
            for value in fact["values"] if fact.get("poll", poll) == poll else ():
                for article in value["articles"]:
                    if article in texts:
                        assert value["surface"].lower() in texts[article], (poll, article, value["surface"])


def test_a_rewrite_names_the_wire_it_is_attributed_to(world: World) -> None:
    texts = readable(world, 1)
    for article, wire in EXPECTED["attributed"].items():
        assert world.outlets[wire].name.lower() in texts[article]


def test_every_pair_that_is_no_conflict_stands_in_its_event(world: World) -> None:
    texts = readable(world, 1)
    for pair in EXPECTED["not_conflicts"]:
        together = " ".join(texts[article] for article in EXPECTED["events"][pair["event"]] if article in texts)
        assert all(surface.lower() in together for surface in pair["surfaces"]), pair


@pytest.mark.parametrize("poll", POLLS)
def test_every_page_is_served_and_whole(world: World, newsroom: Newsroom, poll: int) -> None:
    newsroom.show(poll)
    for article in world.at_poll(poll):
        response, body = get(f"{newsroom.base_url}/{article.outlet}/{article.path}")
        page = body.decode()
        assert response.status == 200
        assert world.outlets[article.outlet].name in page
        assert "{{" not in page
        is_shown = article.template != "consent.html"
        assert is_shown == (article.blocks[0].text[:40].split("'")[0].split('"')[0] in page)


def test_only_the_declared_feed_is_broken(world: World, newsroom: Newsroom) -> None:
    broken = []
    for url in newsroom.feed_urls:
        _, body = get(url)
        try:
            json.loads(body) if url.endswith(".json") else ElementTree.fromstring(body)
        except ElementTree.ParseError:
            broken.append(url)
    assert [urlsplit(url).path.split("/")[1] for url in broken] == list(EXPECTED["broken_feeds"])


def test_feeds_list_every_article_and_the_broken_one_keeps_its_links(world: World, newsroom: Newsroom) -> None:
    listed: Counter[str] = Counter()
    for url in newsroom.feed_urls:
        _, body = get(url)
        if url.endswith(".json"):
            links = [item["url"] for item in json.loads(body)["items"]]
        else:
            links = [entry.link for entry in feedparser.parse(body).entries if "link" in entry]
        listed.update(urlsplit(link).path for link in links)
    wanted = {f"/{article.outlet}/{article.path}": article.id for article in world.at_poll(1)}
    assert set(listed) == set(wanted)
    assert [wanted[path] for path, n in listed.items() if n > 1] == EXPECTED["same_article"]


def test_a_tracking_query_leads_to_the_same_page(world: World, newsroom: Newsroom) -> None:
    url = newsroom.base_url + "/harbour-courier/business/corvane-tessaly-1.40160"
    assert get(url)[1] == get(url + "?utm_source=rss&utm_medium=feed")[1]


def test_validators_are_answered_with_304_until_something_changes(world: World, newsroom: Newsroom) -> None:
    paths = [urlsplit(url).path for url in newsroom.feed_urls]
    paths += [f"/{article.outlet}/{article.path}" for article in world.at_poll(1)]
    etags = {path: get(newsroom.base_url + path)[0].headers["ETag"] for path in paths}
    for path, etag in etags.items():
        response, body = get(newsroom.base_url + path, {"If-None-Match": f'"other", W/{etag}'})
        assert (response.status, body) == (304, b"")
        assert response.headers["ETag"] == etag
    newsroom.advance()
    changed = {p for p, etag in etags.items() if get(newsroom.base_url + p, {"If-None-Match": etag})[0].status == 200}
    revised = {f"/{a.outlet}/{a.path}" for a in world.articles if a.revision == 2}
    assert revised <= changed
    assert {path.split("/")[1] for path in changed} == {"harbour-courier", "open-horizon", "continental-wire"}


def test_if_modified_since_counts_only_without_an_etag(world: World, newsroom: Newsroom) -> None:
    article = world.at_poll(1)[0]
    url = f"{newsroom.base_url}/{article.outlet}/{article.path}"
    date = get(url)[0].headers["Last-Modified"]
    older = format_datetime(article.published.replace(year=2024))
    assert get(url, {"If-Modified-Since": date})[0].status == 304
    assert get(url, {"If-Modified-Since": older})[0].status == 200
    assert get(url, {"If-Modified-Since": "yesterday"})[0].status == 200
    assert get(url, {"If-Modified-Since": date, "If-None-Match": '"other"'})[0].status == 200


def test_head_and_unknown_pages(newsroom: Newsroom) -> None:
    head, nothing = get(newsroom.base_url + "/robots.txt", method="HEAD")
    assert (head.status, nothing) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(get(newsroom.base_url + "/robots.txt")[1])
    assert get(newsroom.base_url + "/nowhere")[0].status == 404


@pytest.mark.parametrize(("error", "is_shown"), [(BrokenPipeError(), False), (LookupError(), True)])
def test_only_a_reader_who_hangs_up_is_passed_over(
    newsroom: Newsroom, capsys: pytest.CaptureFixture[str], error: Exception, is_shown: bool
) -> None:
    try:
        raise error
    except type(error):
        newsroom._server.handle_error(None, ("127.0.0.1", 1))
    assert bool(capsys.readouterr().err) is is_shown


def test_the_third_poll_equals_the_second(world: World) -> None:
    polls = {poll: render_site(Site(world, poll, "http://127.0.0.1:1")) for poll in (1, 2, 3)}
    assert polls[2] == polls[3]
    assert polls[1] != polls[2]


def test_export_is_the_same_every_time(tmp_path_factory: pytest.TempPathFactory) -> None:
    once, again = (export(tmp_path_factory.mktemp("export")) for _ in range(2))
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]
    assert len(once) == len(load_world().at_poll(1))
    assert all(b"127.0.0.1" not in path.read_bytes() for path in once)


def test_an_absent_world_is_one_clear_line(tmp_path: Any) -> None:
    with pytest.raises(Misconfigured, match="cannot read the demo world"):
        load_world(tmp_path)


def test_expectations_use_the_closed_words() -> None:
    for fact in EXPECTED["facts"]:
        assert [FactStatus(word) for word in fact["status"]]
        assert FactKind(fact["kind"])
        assert Hint(fact.get("hint", Hint.DECIMAL_POINT))
    assert all(Reason(word) for word in EXPECTED["rejected"].values())
