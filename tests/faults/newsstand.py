"""Feeds on loopback, each at an address of its own, in which new articles appear at a steady rate. Runs as a process.

`python -m tests.faults.newsstand PORT N_FEEDS N_ARTICLES RATE` serves until it is killed; the first article is out at
once. Hosts are 127.1.0.1 and following, so that politeness to one slows none of the others.
"""

from __future__ import annotations

import asyncio
import math
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from tests.faults.corpus import WORDS, article

SHOWN = 30
NAVIGATION = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(80))


def host(number: int) -> str:
    return f"127.1.{number // 250}.{number % 250 + 1}"


class Newsstand:
    """What is out at a time, and the answers to requests for it."""

    def __init__(self, port: int, n_feeds: int, n_articles: int, rate: float) -> None:
        self.port, self.n_feeds, self.n_articles, self.rate = port, n_feeds, n_articles, rate
        self.started = time.monotonic()
        self.began_at = datetime.now(UTC)

    def n_out(self) -> int:
        return min(self.n_articles, 1 + int((time.monotonic() - self.started) * self.rate))

    def answer(self, address: str, path: str, etag: str | None) -> tuple[int, str, bytes, str]:
        """Status, content type, body and validator."""
        number = int(address.split(".")[2]) * 250 + int(address.split(".")[3]) - 1
        if path == "/feed.xml":
            mine = range(number, self.n_out(), self.n_feeds)[-SHOWN:]
            tag = f'"{number}-{mine[-1] if mine else "none"}"'
            if tag == etag:
                return 304, "", b"", tag
            return 200, "application/rss+xml", self._feed(number, list(mine)).encode(), tag
        if path.startswith("/article/"):
            return 200, "text/html; charset=utf-8", page(int(path.rpartition("/")[2])).encode(), '"1"'
        return 404, "text/plain", b"", ""

    def _feed(self, number: int, mine: list[int]) -> str:
        items = "".join(
            f"<item><title>{escape(headline(one))}</title><link>http://{host(number)}:{self.port}/article/{one}</link>"
            f"<guid>{one}</guid><pubDate>{format_datetime(self.began_at + timedelta(seconds=one / self.rate))}</pubDate></item>"
            for one in mine
        )
        return f'<rss version="2.0"><channel><title>Outlet {number}</title><link>http://{host(number)}/</link>{items}</channel></rss>'


def headline(number: int) -> str:
    return article(number, 7).page.body.decode().partition("\n")[0]


def page(number: int) -> str:
    """Some 430 words with 9 figures, as the median of real articles has them, in some 10,000 characters of page."""
    lines = article(number, 7).page.body.decode().partition("\n\n")[2].splitlines()
    text = "".join(f"<p>{escape(line)}</p>" for line in (*lines[:-1], *plain_words(number), lines[-1]))
    return (
        f"<!doctype html><html lang=en><head><title>{escape(headline(number))}</title></head><body><nav><ul>{NAVIGATION}</ul></nav>"
        f"<main><article><h1>{escape(headline(number))}</h1>{text}</article></main><footer><ul>{NAVIGATION}</ul></footer></body></html>"
    )


def plain_words(number: int) -> Iterator[str]:
    """Paragraphs without numbers, about nothing that another article is about."""
    dice = random.Random(f"plain/{number - 1 if number % 10 == 9 else number}")
    for _ in range(7):
        town, other, name, *rest = dice.sample(WORDS, 18)
        yield (
            f"In {town.title()} the council said that the {' '.join(rest[:4])} had been {rest[4]} for the {rest[5]} of the "
            f"{rest[6]} {rest[7]}. {name.title()} {other.title()}, who lives there, told reporters that nobody had asked "
            f"the {' '.join(rest[8:11])} before, and that the {rest[11]} would {rest[12]} with or without a {' '.join(rest[13:])}."
        )


async def serve(stand: Newsstand) -> None:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            etag = next(
                (line.partition(":")[2].strip() for line in head if line.lower().startswith("if-none-match:")), None
            )
            address = writer.get_extra_info("sockname")[0]
            status, kind, body, tag = stand.answer(address, head[0].split(" ")[1], etag)
            lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close"]
            lines += [f"Content-Type: {kind}"] if kind else []
            lines += [f"ETag: {tag}"] if tag else []
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    hosts = [host(number) for number in range(stand.n_feeds)]
    server = await asyncio.start_server(handle, hosts, stand.port, backlog=64)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    port, n_feeds, n_articles = (int(one) for one in sys.argv[1:4])
    rate = float(sys.argv[4])
    assert math.isfinite(rate)
    asyncio.run(serve(Newsstand(port, n_feeds, n_articles, rate)))
