"""Small feed documents for the tests of the parser."""

from __future__ import annotations

HEAD = '<?xml version="1.0" encoding="utf-8"?>'
NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)


def rss(items: str = "", channel: str = "", head: str = HEAD) -> bytes:
    """An RSS 2.0 document of the Harbour Courier."""
    about = "<title>Harbour Courier</title><link>https://courier.example/</link>"
    return f'{head}<rss version="2.0" {NAMES}><channel>{about}{channel}{items}</channel></rss>'.encode()


def item(
    title: str = "Ferry delayed", guid: str | None = "g1", link: str = "https://courier.example/1", more: str = ""
) -> str:
    """One RSS item."""
    identity = "" if guid is None else f'<guid isPermaLink="false">{guid}</guid>'
    return f"<item><title>{title}</title>{identity}<link>{link}</link>{more}</item>"


def atom(entries: str = "", more: str = "") -> bytes:
    """An Atom document."""
    about = '<title>Courier</title><id>urn:c</id><link href="https://courier.example/"/>'
    return f'{HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">{about}{more}{entries}</feed>'.encode()
