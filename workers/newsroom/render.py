"""Rendering of the demo world: every feed and page of one poll as bytes with validators. Opens no sockets.

The feeds of one outlet are declared broken in `outlets.json`; they are rendered well-formed and then damaged here,
in the two ways that real feeds are most often damaged: a bare ampersand, and an end that never arrived.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from workers.newsroom.world import FOLDER, Article, Outlet, OutletFeed, World, instant, load_world

CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
FEED_FILES = {"rss": "rss.xml", "atom": "atom.xml", "json": "json"}
HTML = "text/html; charset=utf-8"
N_RELATED = 4
AMPERSAND = re.compile(r"&amp;")
LAST_ITEM_END = "</item>"
TORN_ITEM = "\n    <item>\n      <title>Weekend weather: dry at first, then bri"


@dataclass(frozen=True, slots=True)
class Rendered:
    """One resource as the server answers it."""

    body: bytes
    content_type: str
    changed_at: datetime

    @property
    def etag(self) -> str:
        """A strong validator: the digest of the bytes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


@dataclass(frozen=True, slots=True)
class Site:
    """The world at one poll, at one address. `base` of None means every outlet lives on its own fictional host."""

    world: World
    poll: int
    base: str | None = None

    def root_of(self, outlet: Outlet) -> str:
        """Where an outlet's own site begins, with a closing slash."""
        return f"{self.base}/{outlet.slug}/" if self.base else f"https://{outlet.host}/"

    def url_of(self, article: Article) -> str:
        """The canonical URL of an article's page."""
        return self.root_of(self.world.outlets[article.outlet]) + article.path

    def articles_of(self, outlet: Outlet, section: str | None = None) -> list[Article]:
        """An outlet's articles, newest first, as its feeds list them."""
        mine = [article for article in self.world.at_poll(self.poll) if article.outlet == outlet.slug]
        return [article for article in reversed(mine) if section in (None, article.section)]

    def feed_urls(self) -> tuple[str, ...]:
        """Every feed there is, in the order of `outlets.json`."""
        return tuple(self.root_of(o) + feed.path for o in self.world.outlets.values() for feed in o.feeds)


def render_site(site: Site) -> dict[str, Rendered]:
    """Every resource by its URL path: feeds, article pages, outlet home pages and robots.txt."""
    env = _environment()
    resources = {"/robots.txt": Rendered(b"User-agent: *\nAllow: /\n", "text/plain", _newest(site.world.articles))}
    for outlet in site.world.outlets.values():
        root = urlsplit(site.root_of(outlet)).path
        resources[root] = _home(env, site, outlet)
        for feed in outlet.feeds:
            resources[root + feed.path] = _feed(env, site, outlet, feed)
        for article in site.articles_of(outlet):
            resources[root + article.path] = _page(env, site, outlet, article)
    return resources


def export(folder: Path, poll: int = 1) -> tuple[Path, ...]:
    """Write every article page of one poll to `folder` as `<id>.html`, on its fictional host. Same bytes every time."""
    site, env = Site(load_world(), poll), _environment()
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for article in site.world.at_poll(poll):
        path = folder / f"{article.id}.html"
        path.write_bytes(_page(env, site, site.world.outlets[article.outlet], article).body)
        written.append(path)
    return tuple(written)


def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(["html.jinja", "xml.jinja"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["rfc822"] = lambda moment: format_datetime(moment)
    env.filters["iso"] = lambda moment: moment.isoformat()
    env.filters["utc"] = lambda moment: instant(moment).strftime("%Y-%m-%dT%H:%M:%SZ")
    return env


def _page(env: Environment, site: Site, outlet: Outlet, article: Article) -> Rendered:
    others = [other for other in site.articles_of(outlet) if other.id != article.id][:N_RELATED]
    text = env.get_template(f"{article.template or outlet.template}.jinja").render(
        site=site, outlet=outlet, article=article, url=site.url_of(article), root=site.root_of(outlet), related=others
    )
    return Rendered(text.encode(), HTML, instant(article.changed_at))


def _home(env: Environment, site: Site, outlet: Outlet) -> Rendered:
    articles = site.articles_of(outlet)
    text = env.get_template("home.html.jinja").render(
        site=site, outlet=outlet, root=site.root_of(outlet), articles=articles
    )
    return Rendered(text.encode(), HTML, _newest(articles))


def _feed(env: Environment, site: Site, outlet: Outlet, feed: OutletFeed) -> Rendered:
    articles = site.articles_of(outlet, feed.section)
    newest = _newest(articles)
    text = env.get_template(f"feed.{FEED_FILES[feed.kind]}.jinja").render(
        site=site,
        outlet=outlet,
        feed=feed,
        root=site.root_of(outlet),
        self_url=site.root_of(outlet) + feed.path,
        query=f"?{feed.tracking}" if feed.tracking else "",
        articles=articles,
        newest=newest,
    )
    return Rendered(_damage(text, feed.defects).encode(), CONTENT_TYPES[feed.kind], newest)


def _damage(text: str, defects: tuple[str, ...]) -> str:
    """Break a feed in the ways it declares."""
    if "bare_ampersand" in defects:
        text = AMPERSAND.sub("&", text)
    if "cut_off" in defects:
        text = text[: text.rindex(LAST_ITEM_END) + len(LAST_ITEM_END)] + TORN_ITEM
    return text


def _newest(articles: Iterable[Article]) -> datetime:
    return max(instant(article.changed_at) for article in articles)
