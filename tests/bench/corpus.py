"""Pages to measure with: real ones from ../shared/data, and any number of new ones recombined from them.

A recombined page keeps the markup of a real English page, so cleaning costs what it costs on real pages. Its sentences
are drawn from all English pages and its names are renamed, so that it is an article of its own. Nothing is kept.
"""

from __future__ import annotations

import gzip
import html
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from schemas.page import FetchedPage
from tests.quality.data import DATA, folder, records
from workers.sources import LocalPage

PER_DAY = 1_000
"""Articles a day: one in five thousand of the world's would be as many."""
BEGIN = datetime(2025, 3, 3, tzinfo=UTC)
_PARAGRAPH = re.compile(r"(<p\b[^>]*>)(.*?)(</p>)", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r"(<(?:title|h1)\b[^>]*>)(.*?)(</(?:title|h1)>)", re.IGNORECASE | re.DOTALL)
_META_TITLE = re.compile(r'(<meta[^>]*(?:og|twitter):title[^>]*content=")([^"]*)(")', re.IGNORECASE)
_DECLARED = re.compile(r'"(articleBody|headline|datePublished|dateModified)"\s*:\s*"(?:[^"\\]|\\.)*"', re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_SYLLABLES = (
    "ar",
    "bel",
    "cor",
    "dan",
    "el",
    "far",
    "gol",
    "hur",
    "is",
    "jor",
    "kel",
    "lam",
    "mer",
    "nor",
    "os",
    "pel",
)
LEAST_CHARS = 80


@dataclass(frozen=True, slots=True)
class RealPage:
    """A page as it was served, with its address and language."""

    url: str
    markup: str
    language: str
    text: str


def is_there() -> bool:
    """Whether there is anything to measure with."""
    return DATA.is_dir()


@lru_cache(maxsize=1)
def real_pages() -> tuple[RealPage, ...]:
    """All pages with gold text, in a fixed order that mixes the sites."""
    found = [
        RealPage(one["url"] or f"https://pages.test/{one['id']}", _markup(one["path"]), one["lang"] or "", one["text"])
        for one in records("articles_gold")
        if one["text"]
    ]
    return tuple(sorted(found, key=lambda one: sha256(one.url.encode()).digest()))


def _markup(path: str) -> str:
    return gzip.decompress((folder() / path).read_bytes()).decode("utf-8", "replace")


@lru_cache(maxsize=1)
def english_pages() -> tuple[RealPage, ...]:
    """The English ones: only they are read by the model."""
    return tuple(one for one in real_pages() if one.language.startswith("en"))


@lru_cache(maxsize=1)
def sentences() -> tuple[str, ...]:
    """Every sentence of the English pages."""
    return tuple(
        said.strip()
        for page in english_pages()
        for line in page.text.splitlines()
        for said in _SENTENCE.split(line)
        if 40 <= len(said) <= 400
    )


def _local(url: str, markup: str, at: datetime | None = None) -> LocalPage:
    fetched = FetchedPage(url, url, 200, markup.encode(), {"content-type": "text/html; charset=utf-8"}, at)
    return LocalPage(sha256(url.encode()).hexdigest(), url, fetched, None, at, url)


def recombined(count: int, seed: int = 1, first: int = 0) -> Iterator[LocalPage]:
    """`count` new pages; the same seed and number give the same page."""
    bases = english_pages()
    for number in range(first, first + count):
        at = BEGIN + timedelta(days=number / PER_DAY)
        dice = random.Random(f"{seed}/{number}")
        markup = _recombine(bases[number % len(bases)].markup, dice, at)
        yield _local(f"https://outlet{number % 211}.test/{seed}/{number}", markup, at)


def recombined_text(dice: random.Random, n_sentences: int = 20) -> tuple[str, str]:
    """(title, text) of a new article, for measurements that need no markup."""
    names: dict[str, str] = {}
    said = [_rename(one, dice, names) for one in dice.sample(sentences(), n_sentences)]
    return _headline(said[0]), "\n\n".join(" ".join(said[at : at + 3]) for at in range(0, len(said), 3))


def _recombine(markup: str, dice: random.Random, at: datetime) -> str:
    names: dict[str, str] = {}
    title = html.escape(_headline(_rename(dice.choice(sentences()), dice, names)))

    def paragraph(found: re.Match[str]) -> str:
        n_chars = len(_TAG.sub("", found[2]).strip())
        return found[1] + _filled(n_chars, dice, names) + found[3] if n_chars >= LEAST_CHARS else found[0]

    def declared(found: re.Match[str]) -> str:
        return f'"{found[1]}":"{at.isoformat() if found[1].startswith("date") else ""}"'

    for pattern in (_TITLE, _META_TITLE):
        markup = pattern.sub(lambda found: found[1] + title + found[3], markup)
    return _PARAGRAPH.sub(paragraph, _DECLARED.sub(declared, markup))


def _filled(n_chars: int, dice: random.Random, names: dict[str, str]) -> str:
    """Sentences of about as many characters."""
    said: list[str] = []
    while sum(map(len, said)) < n_chars - 60:
        said.append(_rename(dice.choice(sentences()), dice, names))
    return html.escape(" ".join(said))


def _rename(sentence: str, dice: random.Random, names: dict[str, str]) -> str:
    """Give the names within a sentence other names, the same ones throughout an article."""
    return _NAME.sub(lambda found: names.setdefault(found[0], _new_name(dice)), sentence)


def _new_name(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=3)).capitalize()


def _headline(sentence: str) -> str:
    return " ".join(sentence.split()[:11]).rstrip(".,;:!?")


def mixed(count: int, seed: int = 1) -> list[LocalPage]:
    """English pages as they are, and beyond their number recombined ones."""
    real = [_local(one.url, one.markup) for one in english_pages()[:count]]
    return [*real, *recombined(count - len(real), seed)]
