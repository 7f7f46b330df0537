"""Every page of the console: it answers, escapes, stays light, and says what the ledger says."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from lxml import html

from ops.console.app import make_console
from tests.ops.conftest import LOOPBACK
from tests.ops.world import DEAD, EMOJI, FACT, REJECTED, STORY
from workers.settings import Settings
from workers.store.database import Database

PAGES = (
    "/", "/?span=7d", "/?span=nonsense", "/stories", "/stories?order=contested", "/stories?q=drones&least=2&days=30&language=en",
    f"/story/{STORY}", f"/story/{STORY}?show=conflicting", "/story/2", "/article/1", f"/article/2?fact={FACT}",
    "/article/2?revision=2&against=1", "/article/2?begin=20", f"/article/{DEAD}", f"/article/{REJECTED}", "/feeds",
    "/feeds?state=active&q=paper", "/feed/1", "/feed/2", "/dead", "/dead?revived=3",
)  # fmt: skip
LOST = (
    "/nowhere", "/story/99", "/article/99", "/feed/99", "/story/x", "/article/0", "/story/99999999999999999999",
    "/article/1?revision=99999999999", "/static/nothing.css", "/static/../app.py",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_safe_and_light(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert len(answer.content) < 200_000
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    tree = html.fromstring(answer.text)
    assert [one for one in tree.iter("script") if not one.get("src", "").startswith("/static/")] == []
    assert tree.xpath("//*[@style] | //style | //iframe | //img | //@*[starts-with(name(), 'on')]") == []
    foreign = [one for one in tree.xpath("//@src | //link/@href | //@action") if not one.startswith("/")]
    assert foreign == []
    for link in tree.xpath("//a[@href and not(starts-with(@href, '/')) and not(starts-with(@href, '#'))]"):
        assert link.get("href").startswith(("http://", "https://"))
        assert link.get("rel") == "noopener noreferrer nofollow"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_used_by_all(client: TestClient, path: str) -> None:
    tree = html.fromstring(client.get(path).text)
    assert tree.get("lang") == "en"
    assert tree.xpath("//meta[@name='viewport']")
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//body/*[1][self::a and @href='#main']"), "the skip link comes first"
    for control in tree.xpath("//input[not(@type='hidden')] | //select"):
        named = (
            control.get("aria-label")
            or control.xpath("ancestor::label")
            or tree.xpath(f"//label[@for='{control.get('id')}']")
        )
        assert named, html.tostring(control)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for image in tree.xpath("//*[local-name()='svg']"):
        assert image.get("aria-label")


@pytest.mark.parametrize("path", LOST)
def test_what_is_not_there_is_said_plainly(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers


def test_an_empty_database_has_pages_and_is_healthy(empty: Database) -> None:
    client = TestClient(make_console(Settings(), empty), base_url=LOOPBACK)
    for path in ("/", "/stories", "/feeds", "/dead", "/metrics"):
        assert client.get(path).status_code == 200
    assert "Healthy" in client.get("/").text


def test_health_names_what_needs_a_person(client: TestClient) -> None:
    page = html.fromstring(client.get("/").text).text_content()
    assert "1 crash" in page
    assert "silent for 5" in page
    assert re.search(
        r"4\s+accepted =\s+2\s+stored \+\s+0\s+duplicate \+\s+1\s+rejected \+\s+1\s+dead \+\s+0\s+in flight", page
    )


def test_a_story_shows_both_values_side_by_side_with_their_quotes(client: TestClient) -> None:
    tree = html.fromstring(client.get(f"/story/{STORY}").text)
    (one,) = tree.xpath(f"//article[@id='fact-{FACT}']")
    assert [value.text_content().strip() for value in one.xpath(".//p[@class='said']/b")] == ["30 drones", "300 drones"]
    assert [quote.text for quote in one.xpath(".//blockquote//mark")] == ["30", "300"]
    assert "decimal point" in one.text_content()
    assert tree.xpath("//a[@href='/story/2']"), "related stories are linked"


def test_marks_stand_at_their_code_points(client: TestClient) -> None:
    tree = html.fromstring(client.get(f"/article/2?fact={FACT}").text)
    (text,) = tree.xpath("//div[@class='text']")
    assert text.text_content().strip().startswith(EMOJI)
    marked = {mark.text: mark.get("class") for mark in text.xpath(".//mark")}
    assert marked == {"300": "figure chosen", "Monday": "date", "Ada Marsh": "name"}
    assert tree.xpath(f"//a[@id='fact-{FACT}']")


def test_a_revision_shows_what_changed(client: TestClient) -> None:
    tree = html.fromstring(client.get("/article/2?revision=2&against=1").text)
    assert [one.text for one in tree.xpath("//del")] == ["30"]
    assert [one.text for one in tree.xpath("//ins")] == ["300"]


def test_a_story_that_was_merged_leads_on(client: TestClient) -> None:
    answer = client.get("/story/3")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/story/{STORY}")


def test_addresses_that_are_no_web_addresses_are_no_links(client: TestClient) -> None:
    page = client.get(f"/story/{STORY}").text
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_the_database_away_is_said_without_its_address(database: Database) -> None:
    client = TestClient(make_console(Settings(), database), base_url=LOOPBACK)
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE story RENAME TO story_away")
    answer = client.get("/stories")
    assert answer.status_code == 503
    assert "story_away" not in answer.text
    assert "sqlite" not in answer.text
