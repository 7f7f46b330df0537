"""The console in a real browser: `make browser`. Needs Chromium (Debian: apt install chromium); part of no other target.

Every page in light, dark and phone width: no dialog, no foreign request, no complaint of the policy, contrast, no
sideways scrolling, use by keyboard. Screenshots are kept in the folder that SCREENSHOTS names, or thrown away.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from sqlalchemy import update

from ops.console.app import make_console
from pipeline.parse import parse_feed
from tests.browser.axe import violations
from tests.browser.chromium import Page, find_chromium, open_page
from tests.ops.conftest import TOKEN, make_database
from tests.ops.world import DEAD, FACT, NOW, STORY
from workers.settings import Settings
from workers.store.database import Database
from workers.store.tables import article, document, entry, fact, feed, story

PAGES = (
    "/", "/stories", f"/story/{STORY}", f"/article/2?fact={FACT}", "/article/2?revision=2&against=1", f"/article/{DEAD}",
    "/feeds", "/feed/2", "/dead", "/login", "/nowhere",
)  # fmt: skip
SIZES = (("light", 1200, False), ("dark", 1200, True), ("phone", 360, False), ("phone-dark", 360, True))
PAYLOADS = (
    '<script>alert("title")</script>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '"><img src="http://192.0.2.1/x.png" onerror="alert(2)">',
    "'><svg onload=alert(3)><animate onbegin=alert(4) attributeName=x>",
    '<a href="java&#9;script:alert(5)">j</a><form action="javascript:alert(6)"><button autofocus>b</button></form>',
    '<noscript><p title="</noscript><img src=x onerror=alert(7)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(8)&gt;">',
    '</title><meta http-equiv="refresh" content="0;url=http://192.0.2.1/"><base href="http://192.0.2.1/">',
    "{{7*7}}${7*7}<style>@import 'http://192.0.2.1/x.css'</style>",
    '<iframe srcdoc="<script>parent.alert(9)</script>"></iframe><object data="data:text/html,<script>alert(10)</script>">',
)
CONTRAST = """
(() => {
  const canvas = document.createElement('canvas'); canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  const rgba = (text) => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = text; pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255]; };
  const over = (top, under) => top.slice(0, 3).map((one, i) => one * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = (c) => { const [r, g, b] = c.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b; };
  const ground = (node) => { const layers = [];
    for (let one = node; one; one = one.parentElement) layers.push(rgba(getComputedStyle(one).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]); };
  const poor = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility() || node.closest('option, script')) continue;
    const style = getComputedStyle(node), under = ground(node), ink = over(rgba(style.color), under);
    const [high, low] = [light(ink), light(under)].sort((a, b) => b - a);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    const ratio = (high + .05) / (low + .05);
    if (ratio < (isLarge ? 3 : 4.5)) poor.add(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
  }
  return [...poor];
})()
"""
"""Text whose contrast is below WCAG 2.2, 1.4.3 (AA), computed as 1.4.3 defines it."""
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    found = make_database(tmp_path_factory.mktemp("console") / "world.db")
    yield found
    found.close()


def _serve(settings: Settings, database: Database) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(make_console(settings, database), log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def address(database: Database) -> Iterator[str]:
    yield from _serve(Settings(), database)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    binary = find_chromium()
    if binary is None:
        pytest.fail("NOT CHECKED: no Chromium on this machine (Debian: apt install chromium)")
    with open_page(binary, tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(autouse=True)
def _nothing_bad_happens(page: Page, request: pytest.FixtureRequest) -> Iterator[None]:
    """No dialog and no foreign request, whatever a test does."""
    page.requests.clear()
    page.dialogs.clear()
    page.complaints.clear()
    yield
    assert page.dialogs == []
    assert [one for one in page.requests if not one.startswith(("http://127.0.0.1:", "about:"))] == []


@pytest.mark.parametrize(("name", "width", "is_dark"), SIZES, ids=[one[0] for one in SIZES])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_looks_right(page: Page, address: str, path: str, name: str, width: int, is_dark: bool) -> None:
    page.show_as(width, 900, is_dark=is_dark)
    page.open(address + path)
    assert [one for one in page.complaints if "404" not in one] == []
    assert page.run("document.styleSheets.length") == 1
    assert page.run(CONTRAST) == []
    assert page.run(WIDER) is False
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(Path(folder) / f"{path.strip('/').replace('/', '-').replace('?', '-') or 'health'}.{name}.png")


@pytest.mark.parametrize(("name", "width", "is_dark"), SIZES, ids=[one[0] for one in SIZES])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Page, address: str, path: str, name: str, width: int, is_dark: bool) -> None:
    page.show_as(width, 900, is_dark=is_dark)
    page.open(address + path)
    page.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_used_by_keyboard(page: Page, address: str, path: str) -> None:
    page.show_as(1200, 900, is_dark=False)
    page.open(address + path)
    page.run("document.activeElement.blur()")
    page.press("Tab")
    if path != "/login":  # there the token is asked for at once
        assert page.run("document.activeElement.className") == "skip"
        assert page.run("document.activeElement.getBoundingClientRect().left >= 0") is True
        page.press("Enter")
        assert page.run("document.activeElement.id") == "main"
    page.press("Tab")
    assert page.run("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2


def test_marks_are_switched_off_without_script(page: Page, address: str) -> None:
    page.open(address + "/article/2")
    colour = "getComputedStyle(document.querySelector('mark.name')).backgroundColor"
    assert page.run(colour) != "rgba(0, 0, 0, 0)"
    page.run("document.getElementById('mark-name').click()")
    assert page.run(colour) == "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text(page: Page, address: str, database: Database, payload: str) -> None:
    """As it stands in the store, in every field that a feed or a page fills; entities decoded once more than is right."""
    with database.write() as connection:
        for table, names in (
            (feed, ("title", "last_error")), (entry, ("title", "detail", "summary", "content_html")),
            (document, ("title", "text", "canonical_url", "section")), (article, ("publisher", "origin_why")),
            (story, ("title",)), (fact, ("label", "reason", "unit")),
        ):  # fmt: skip
            where = table.c.title.is_not(None) if "title" in table.c else table.c.id > 0
            values = {name: f"{payload} {name}" for name in names}
            connection.execute(update(table).where(where).values(**values))
        connection.execute(update(article).values(why={payload: [payload]}))
        connection.execute(update(document).values(url=f"javascript:alert(11)//{payload}", sources={payload: payload}))
    page.show_as(1200, 900, is_dark=False)
    for path in PAGES:
        page.open(address + path)
        assert (
            page.run("document.querySelectorAll('main script, main img, main iframe, main base, main [onload]').length")
            == 0
        )
    assert [one for one in page.complaints if "404" not in one] == []


def test_hostile_feeds_stay_text_from_the_wire_to_the_page(page: Page, address: str, database: Database) -> None:
    items = "".join(
        f"<item><guid>g{i}</guid><link>https://a.example/{i}</link><title><![CDATA[{one}]]></title>"
        f"<description><![CDATA[{one}]]></description></item>"
        for i, one in enumerate(PAYLOADS)
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
    parsed = parse_feed(body.encode(), "application/rss+xml", "https://a.example/feed", NOW)
    assert len(parsed.entries) == len(PAYLOADS)
    for one in parsed.entries:
        with database.write() as connection:
            values = {"title": one.title or "-", "text": f"{one.summary}\n{one.content_html}"}
            connection.execute(update(document).values(**values))
            connection.execute(update(story).values(title=one.title))
        for path in ("/stories", f"/story/{STORY}", "/article/1"):
            page.open(address + path)


def test_logging_in_and_replaying(page: Page, database: Database) -> None:
    for address in _serve(Settings(console_token=TOKEN), database):
        page.open(f"{address}/dead")
        assert page.run("location.pathname") == "/login"
        page.run(f"document.querySelector('[name=token]').value = '{TOKEN}'")
        _submit(page, "main form button")
        assert page.run("location.pathname") == "/dead"
        assert page.run("document.cookie") == "", "scripts cannot read the session"
        page.run("document.querySelector('[name=entry]').click()")
        _submit(page, "button[value=chosen]")
        assert "1 entry sent back" in page.run("document.body.innerText")
        _submit(page, ".top button")
        assert page.run("location.pathname") == "/login"


def _submit(page: Page, button: str) -> None:
    """Press a button and wait for the page it leads to."""
    page.run("window.isOld = true")
    page.run(f"document.querySelector('{button}').click()")
    deadline = time.monotonic() + 300
    while page.run("window.isOld === true || document.readyState !== 'complete'"):
        assert time.monotonic() < deadline
