"""Hostile cases given beside the checkout, each through polling, fetching and cleaning; the data never enters here.

A case of kind `url` or `body` carries a Python expression that makes a feed address or the documents of successive
polls, and says in words what is expected. What the words promise in a few fixed forms is checked: a reason, a number of
entries, a title. For every case, whatever it says: this process lives, the rows say what happened, nothing was sent to
an address that is not allowed, and the next well-formed feed is read.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import socket
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

import pytest

from schemas.outcome import Reason
from schemas.page import FetchedPage
from tests.content import content
from tests.plain_plant import STAGES, annotate, run_stage
from tests.polled import Plant, article, item, plant, rss
from tests.servers import free_port, postgres_server
from workers import resources
from workers.deriving import derive_facts
from workers.http.guard import resolve
from workers.settings import load_settings
from workers.sources import LocalPage
from workers.store.intake import take_in
from workers.store.ledger import Claim
from workers.store.tables import metadata
from workers.tasks import extractor
from workers.tasks.fetcher import PageFetcher

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "hostile"
FETCHED = "UFE"
"""Letters of the groups that are about addresses, feed documents and entries."""
PAGE = "G"
"""And of those that are pages."""
PUBLIC = "93.184.216.34"
SITE = "127.0.0.9"
"""The only address that may be fetched: addresses of cases lead to 127.0.0.1."""
WORDS = {
    "scheme": {Reason.URL_REFUSED},
    "port": {Reason.URL_REFUSED},
    "url": {Reason.URL_REFUSED},
    "format": {Reason.NOT_A_FEED},
    "parse_error": {Reason.NOT_A_FEED, Reason.CRASH, Reason.TOO_COMPLEX},
}
"""Words of the cases for which ours are others."""
UNLESS_READ = ("parse_timeout", "link_scheme")
"""Words for what a slow parser would do, which ours need not, and for what becomes of an entry, not of its feed."""
TOMORROW = datetime.now(UTC) + timedelta(hours=25)
NAMED = re.compile(r"(\bor )?\breason=(\w+)")
NUMBER = re.compile(r"(?<!with )\b(\d[\d,]*) (?:entry|entries|stored)\b|\bfirst ([\d,]+) ")
TITLE = re.compile(r"title \"(.+?)\"")


def given() -> list[dict[str, Any]]:
    """The cases that this file can drive; none where they are absent."""
    path = FOLDER / "cases.json"
    if not path.is_file():
        return []
    found = [case for case in json.loads(path.read_text()) if case.get("kind") in ("url", "body")]
    return [case for case in found if case["id"][0] in FETCHED + PAGE]


CASES = [case for case in given() if case["id"][0] in FETCHED]
PAGES = [case for case in given() if case["id"][0] in PAGE]


@pytest.fixture(scope="module")
def prelude() -> dict[str, Any]:
    """The names that the expressions of the cases use."""
    return runpy.run_path(str(FOLDER / "prelude.py"))


@pytest.fixture(scope="module")
def connected() -> Iterator[list[str]]:
    """Addresses that a connection was opened to; the public one of our look-ups answers nobody."""
    seen: list[str] = []
    real = socket.create_connection

    def connect(address: tuple[str, int], *others: Any, **named: Any) -> socket.socket:
        seen.append(address[0])
        if address[0] == PUBLIC:
            raise ConnectionRefusedError
        return real(address, *others, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_connection", connect)
        yield seen


@pytest.fixture(scope="module")
def one_plant(tmp_path_factory: pytest.TempPathFactory, connected: list[str]) -> Iterator[Plant]:
    """A plant for which every name but localhost leads to one public address."""

    def look_up(host: str, port: int) -> list[str]:
        return resolve(host, port) if host == "localhost" else [PUBLIC]

    with pytest.MonkeyPatch.context() as patch, plant(tmp_path_factory.mktemp("given"), patch, SITE) as made:
        patch.setattr(resources.fetcher(), "_resolver", look_up)
        yield made


@pytest.fixture
def here(one_plant: Plant, connected: list[str]) -> Iterator[Plant]:
    """The plant with an empty database; after the case the next well-formed feed is read."""
    with one_plant.database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    connected.clear()
    yield one_plant
    one_plant.site.says("/healthy", rss(item("Healthy", "h")))
    (last,) = one_plant.add("/healthy")
    one_plant.poll(last)
    assert one_plant.feed(last)["last_error"] is None


def made_of(case: dict[str, Any], prelude: dict[str, Any]) -> list[str | bytes]:
    """The address, or the documents one after another."""
    value = eval(case["gen"], dict(prelude))
    return value if isinstance(value, list) else [value]


def drive(here: Plant, case: dict[str, Any], made: list[str | bytes], path: str = "/rss") -> int:
    """Add a feed at this address, or serve these documents, and poll; then fetch and clean what came. The feed's id."""
    if case["kind"] == "url":
        (feed_id,) = here.add(str(made[0])) or (0,)
        if feed_id:
            here.poll(feed_id)
        return feed_id
    (feed_id,) = here.add(path)
    for number, body in enumerate(made):
        here.site.says(
            path, body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body, ETag=f'"{number}"'
        )
        here.poll(feed_id)
    here.fetch()
    return feed_id


def told(here: Plant, feed_id: int, connected: list[str]) -> str:
    """One line of a table: what was seen."""
    row = here.feed(feed_id) if feed_id else {"last_error": "never added", "n_failures": 0}
    entries = [one for one in here.entries() if one["feed_id"] == feed_id]
    first = [(one["title"] or "")[:40] for one in entries[:2]]
    ends = sorted({f"{one['stage']}/{one['state']}/{one['reason']}" for one in entries})
    first += [
        str(one[name])[:40] for one in entries[:1] for name in ("published_at", "title_as_given", "link_as_given")
    ]
    details = [one["detail"] for one in here.outcomes("poll") if one["feed_id"] == feed_id]
    return f"{row['last_error']} | {details} | {len(entries)} entries {first} {ends} | {sorted(set(connected))}"


@pytest.mark.quality
@pytest.mark.skipif(not CASES, reason="not measured: ../shared/hostile/cases.json is absent")
@pytest.mark.parametrize("case", CASES or [{}], ids=lambda case: str(case.get("id", "absent")))
def test_given(here: Plant, case: dict[str, Any], prelude: dict[str, Any], connected: list[str]) -> None:
    before = os.getpid()
    feed_id = drive(here, case, made_of(case, prelude))
    print(f"\n{case['id']} {case['name'][:60]} | {case['expect'][:90]} | {told(here, feed_id, connected)}")
    assert os.getpid() == before
    assert set(connected) <= {SITE, PUBLIC}
    # A name that we lead to a public address is not what an address case was about.
    if feed_id and not (case["kind"] == "url" and PUBLIC in connected):
        promised(here, case["expect"], feed_id)


def promised(here: Plant, expect: str, feed_id: int) -> None:
    """Check what the words of a case promise of the feed and its entries."""
    row = here.feed(feed_id)
    entries = [one for one in here.entries() if one["feed_id"] == feed_id]
    reason = (row["last_error"] or "").partition(":")[0]
    assert row["last_polled_at"] is not None
    assert not reason or entries or row["n_failures"] > 0
    assert all(one["published_at"] is None or one["published_at"] < TOMORROW for one in entries)
    named = NAMED.search(expect)
    if named and named[2] not in UNLESS_READ and not (named[1] and entries):
        assert reason in WORDS.get(named[2], {named[2]})
    elif expect.startswith("refused"):
        assert reason
    if expect.startswith("refused") or (reason and not entries):
        assert (entries, row["etag"]) == ([], None)
    if number := NUMBER.search(expect):
        assert len(entries) == int((number[1] or number[2]).replace(",", ""))
    if title := TITLE.search(expect):
        assert [one["title"] for one in entries] == [title[1]]


@pytest.mark.quality
@pytest.mark.skipif(not CASES, reason="not measured: ../shared/hostile/cases.json is absent")
def test_both_databases_end_alike(prelude: dict[str, Any], connected: list[str], tmp_path: Path) -> None:
    """All cases in one database, through every stage; what becomes of each entry, and all that is stored, is the same."""
    port = free_port()
    with postgres_server() as server:
        urls = (f"sqlite:///{tmp_path / 'all.db'}", server.create_database("hostile"))
        one, other = (ends_of(tmp_path, url, port, prelude) for url in urls)
    print(f"\n{len(CASES) + len(PAGES)} cases: {one['counts']}, {len(one['texts'])} texts, {len(one['quotes'])} quotes")
    assert len(one["texts"]) > 20
    for part in one:
        assert other[part] == one[part], part


def ends_of(folder: Path, url: str, port: int, prelude: dict[str, Any]) -> dict[str, Any]:
    """What a database holds after all cases: of each feed its first entries, whose pages say what it claims."""

    def page_of(runner: PageFetcher, claim: Claim, item: Any) -> FetchedPage:
        said = escape(f"{claim.row['summary'] or claim.row['content_html'] or ''}"[:2000])
        body = article(escape(claim.row["title"] or ""), said).encode("utf-8", "replace")
        return FetchedPage(claim.row["url"], claim.row["url"], 200, body, {"content-type": "text/html; charset=utf-8"})

    with pytest.MonkeyPatch.context() as patch, plant(folder, patch, SITE, port, database_url=url) as here:
        patch.setattr(resources.fetcher(), "_resolver", lambda host, port: [PUBLIC])
        patch.setattr(PageFetcher, "_ask", page_of)
        patch.setattr(Plant, "fetch", lambda _: None)
        patch.setattr(extractor, "_annotate", annotate)
        for case in CASES:
            drive(here, case, made_of(case, prelude), f"/{case['id']}")
        PageFetcher().run([one["id"] for one in first_of_each_feed(here.entries())])
        take_in(here.database, [page_from(case, prelude) for case in PAGES], lambda _: None)
        for runner in STAGES:
            run_stage(here.database, runner)
        derive_facts()
        return content(here.database)


def first_of_each_feed(entries: list[dict[str, Any]], most: int = 20) -> list[dict[str, Any]]:
    """One case has thousands."""
    seen = Counter[int]()
    found = []
    for one in entries:
        seen[one["feed_id"]] += 1
        found += [one] if seen[one["feed_id"]] <= most else []
    return found


def page_from(case: dict[str, Any], prelude: dict[str, Any]) -> LocalPage:
    """A hostile page, cut where the fetcher cuts."""
    (body,) = made_of(case, prelude)
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    url, at = f"http://pages.test/{case['id']}", datetime(2025, 6, 9, tzinfo=UTC)
    page = FetchedPage(url, url, 200, data[: load_settings().page_max_bytes], {"content-type": "text/html"}, at)
    return LocalPage(sha256(url.encode()).hexdigest(), url, page, None, at, case["id"])
