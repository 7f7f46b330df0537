"""The source of truth of the demo world: outlets, and articles as text files with a TOML front matter.

An article file is `articles/<id>.md`; `articles/<id>.2.md` is its second revision and states only what changed.
A reprint has no paragraphs of its own and takes those of the wire copy it names. This module reads files and
decides what exists at which poll; it renders nothing.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import Misconfigured

FOLDER = Path(__file__).resolve().parents[2] / "seeds" / "newsroom"
FENCE = "+++\n"


@dataclass(frozen=True, slots=True)
class OutletFeed:
    """One feed of an outlet: `section` narrows it, `tracking` is put on every link, `defects` break it."""

    path: str
    kind: str
    content: str = "summary"
    section: str | None = None
    tracking: str | None = None
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """A fictional publisher: its names, its feeds, and the templates that give its pages their look."""

    slug: str
    name: str
    host: str
    language: str
    tagline: str
    template: str
    json_ld: str
    navigation: tuple[str, ...]
    feeds: tuple[OutletFeed, ...]
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of body text: a paragraph or a sub-heading."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One revision of one page of the demo world."""

    id: str
    outlet: str
    path: str
    title: str
    authors: tuple[str, ...]
    published: datetime
    section: str
    event: str
    deck: str
    blocks: tuple[Block, ...]
    modified: datetime | None = None
    revision: int = 1
    poll: int = 1
    """The first poll that shows it."""
    template: str | None = None
    """Overrides the outlet's template: the consent wall and the paywall stub."""
    reprint_of: str | None = None
    keep_paragraphs: int | None = None
    credit: str | None = None
    update_note: str | None = None

    @property
    def changed_at(self) -> datetime:
        """When this revision appeared."""
        return self.modified or self.published


@dataclass(frozen=True, slots=True)
class World:
    """Everything there is. Articles are in order of publication."""

    outlets: dict[str, Outlet]
    articles: tuple[Article, ...]

    def at_poll(self, poll: int) -> tuple[Article, ...]:
        """What readers see at one poll: the newest revision of every article that has appeared by then."""
        seen = {article.id: article for article in sorted(self.articles, key=_by_revision) if article.poll <= poll}
        return tuple(sorted(seen.values(), key=lambda article: (article.published, article.id)))


def load_world(folder: Path = FOLDER) -> World:
    """Read the outlets and every article; raises Misconfigured where files are absent or not well-formed."""
    try:
        outlets = {outlet.slug: outlet for outlet in _read_outlets(folder / "outlets.json")}
        files = [_split(path) for path in sorted((folder / "articles").glob("*.md"), key=_stem)]
        articles = _with_reprints(_with_revisions(files))
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise Misconfigured(f"cannot read the demo world in {folder}: {error}") from error
    return World(outlets, tuple(sorted(articles, key=lambda article: (article.published, *_by_revision(article)))))


def _by_revision(article: Article) -> tuple[str, int]:
    return (article.id, article.revision)


def _stem(path: Path) -> str:
    """The order in which a first revision comes before its second."""
    return path.stem


def _read_outlets(path: Path) -> list[Outlet]:
    outlets = json.loads(path.read_text(encoding="utf-8"))["outlets"]
    return [
        Outlet(**fields | {"navigation": tuple(fields["navigation"]), "feeds": tuple(map(_feed, fields["feeds"]))})
        for fields in outlets
    ]


def _feed(fields: dict[str, Any]) -> OutletFeed:
    return OutletFeed(**fields | {"defects": tuple(fields.get("defects", ()))})


def _split(path: Path) -> tuple[str, dict[str, Any], tuple[Block, ...]]:
    """The name, the front matter and the body of one file."""
    text = path.read_text(encoding="utf-8")
    _, front, body = text.split(FENCE, 2)
    return path.stem, tomllib.loads(front), tuple(map(_block, filter(None, body.strip().split("\n\n"))))


def _block(text: str) -> Block:
    heading = text.startswith("## ")
    return Block("heading" if heading else "paragraph", text.removeprefix("## "))


def _with_revisions(files: list[tuple[str, dict[str, Any], tuple[Block, ...]]]) -> list[Article]:
    """First revisions, and second ones laid over them: they appear at the second poll."""
    articles: dict[str, Article] = {}
    revised = []
    for name, fields, blocks in files:
        if name.endswith(".2"):
            first = articles[name.removesuffix(".2")]
            revised.append(replace(first, **_typed(fields), blocks=blocks, revision=2, poll=2))
        else:
            articles[name] = Article(id=name, blocks=blocks, **_typed(fields))
    return [*articles.values(), *revised]


def _typed(fields: dict[str, Any]) -> dict[str, Any]:
    return fields | {"authors": tuple(fields["authors"])} if "authors" in fields else fields


def _with_reprints(articles: list[Article]) -> list[Article]:
    """Give reprints the paragraphs of their wire copy, cut where the reprinting outlet cut it."""
    wire = {article.id: article for article in articles if article.revision == 1}
    return [
        replace(article, blocks=wire[article.reprint_of].blocks[: article.keep_paragraphs])
        if article.reprint_of
        else article
        for article in articles
    ]


def instant(moment: datetime) -> datetime:
    """The same moment in UTC, whole seconds: what HTTP dates can say."""
    return moment.astimezone(UTC).replace(microsecond=0)
