"""Feeds made to hurt: each is refused or read within a bounded time, and nothing but Poison leaves the parser."""

from __future__ import annotations

import random
import resource
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import IngestError, Poison
from pipeline.parse import limits, parse_feed
from schemas.entry import ParsedFeed
from schemas.outcome import Reason
from tests.cost import within
from tests.pipeline.parse.documents import NAMES, item, rss

PATIENCE = 20.0
"""Seconds of CPU; the limit for a parse is 10, and machines differ."""


def doctype(declarations: str, title: str = "[&e1;]", space: str = "") -> str:
    """A feed with an internal subset."""
    return (
        f'<?xml version="1.0"?>{space}<!DOCTYPE rss [{declarations}]>'
        f'<rss version="2.0"><channel><title>t</title><item><title>{title}</title></item></channel></rss>'
    )


def laughs(n: int) -> str:
    """Entities that each hold ten of the one before."""
    levels = "".join(f'<!ENTITY e{k} "{f"&e{k - 1};" * 10}">' for k in range(1, n))
    return doctype(f'<!ENTITY e0 "ha">{levels}', f"&e{n - 1};")


def chain(n: int, space: str = "") -> str:
    """Entities that each hold the one before: deep enough to overflow a stack."""
    links = "".join(f'<!ENTITY e{k} "&e{k - 1};">' for k in range(1, n))
    return doctype(f'<!ENTITY e0 "x">{links}', f"&e{n - 1};", space)


def parsed(body: bytes) -> ParsedFeed | Reason:
    try:
        return parse_feed(body, url="https://courier.example/rss")
    except Poison as error:
        return error.reason


def measured(body: bytes) -> ParsedFeed | Reason:
    """What became of a body, within the time and memory that any body may take."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = within(PATIENCE, lambda: parsed(body))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000
    return result


ENTITY_BOMBS = {
    "laughs": laughs(10),
    "few laughs": laughs(4),
    "chain": chain(40_000),
    "chain on its own line": chain(40_000, "\n"),
    "file": doctype('<!ENTITY e1 SYSTEM "file:///etc/hostname">'),
    "http": doctype('<!ENTITY e1 SYSTEM "http://127.0.0.1:9/x">'),
    "parameter": doctype('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;'),
    "quadratic": doctype(f'<!ENTITY e1 "{"A" * 100_000}">', "&e1;" * 20_000),
}


@pytest.mark.parametrize("name", ENTITY_BOMBS)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be", "utf-8-sig"])
def test_entity_bombs_are_refused(name: str, codec: str) -> None:
    assert measured(ENTITY_BOMBS[name].encode(codec)) is Reason.DTD_ENTITIES


@pytest.mark.parametrize("header", ["", "text/xml; charset=utf-7"])
def test_utf_7_does_not_open_the_door_again(header: str) -> None:
    bomb = chain(30_000).replace('version="1.0"', 'version="1.0" encoding="utf-7"')
    with pytest.raises(Poison) as caught:
        parse_feed(bomb.encode("utf-7"), header)
    assert caught.value.reason is Reason.DTD_ENTITIES
    hidden = parse_feed(bomb.replace("<!", "+ADwAIQ-").encode(), header)
    assert [entry.title for entry in hidden.entries] == ["&e29999;"]


MILLION = 1_000_000
SWARMS: dict[str, Callable[[], bytes]] = {
    "attributes": lambda: rss(f"<item {' '.join(f'a{n}={chr(34)}1{chr(34)}' for n in range(80_000))}/>"),
    "attributes with brackets": lambda: rss(f"<item {' '.join(f'a{n}={chr(39)}>{chr(39)}' for n in range(80_000))}/>"),
    "namespaces": lambda: rss("<item>" + "".join(f'<n{n}:a xmlns:n{n}="u{n}"/>' for n in range(50_000)) + "</item>"),
    "categories": lambda: rss(item(more="".join(f"<category>{n}</category>" for n in range(50_000)))),
    "categories, malformed": lambda: rss(item("&", more="".join(f"<category>{n}</category>" for n in range(5_000)))),
    "open comments in CDATA": lambda: rss(item(more=f"<description><![CDATA[{'<!--' * 200_000}]]></description>")),
    "open comments": lambda: rss(item(more="<!--" * MILLION)),
    "open instructions": lambda: rss(item(more="<?" * MILLION)),
    "open CDATA": lambda: rss(item(more="<![CDATA[" * 500_000)),
    "open scripts": lambda: rss(item(more=f"<description><![CDATA[{'<script>' * 300_000}]]></description>")),
    "brackets": lambda: rss(item(more="<description>" + "<" * 3 * MILLION + "</description>")),
    "ampersands": lambda: rss(item(more="<description>" + "&" * 3 * MILLION + "</description>")),
    "quotes": lambda: rss(item(more="<a '\"" * 500_000)),
    "depth": lambda: rss("<item>" + "<a>" * 200_000 + "</a>" * 200_000 + "<title>z</title></item>"),
    "depth never closed": lambda: rss("<item>" + "<a>" * MILLION),
    "author": lambda: rss(item(more=f"<author>{'b' * MILLION}</author>")),
    "author, malformed": lambda: rss(item("&", more=f"<author>{'b@' * 200_000}</author>")),
    "author in pieces, malformed": lambda: rss(item("&", more=f"<author>{'b<!-- -->' * 50_000}</author>")),
    "date": lambda: rss(item(more=f"<pubDate>{'Mon ' * 200_000}</pubDate>")),
    "date, malformed": lambda: rss(item("&", more=f"<pubDate>{'Mon ' * 100_000}</pubDate>")),
    "combining marks": lambda: rss(item("a" + "\u0301" * MILLION)),
    "prefixes, malformed": lambda: rss(item("&", more="".join(f"<n{n}:a/>" for n in range(5_000)))),
    "JSON depth": lambda: b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * MILLION,
    "random": lambda: random.Random(5).randbytes(MILLION),
    "DOCTYPE quotes": lambda: b"<!DOCTYPE a [" + b'"a" ' * MILLION + b"<rss/>",
}


@pytest.mark.parametrize("name", SWARMS)
def test_swarms_end(name: str) -> None:
    measured(SWARMS[name]())


def test_what_is_cut_is_cut_and_said() -> None:
    feed = measured(rss(item("T" * 5 * MILLION)))
    assert isinstance(feed, ParsedFeed)
    assert (len(feed.entries[0].title or ""), feed.warning) == (limits.MAX_TITLE, "text_cut")
    assert measured(rss(item("T" * 20 * MILLION))) is Reason.TOO_LARGE


def test_terminal_controls_and_overrides_do_not_pass() -> None:
    title = parse_feed(rss(item("a\x01\x08\x1b[31mb \u202egpj.exe \u2066x \uffff"))).entries[0].title
    assert title == "a[31mb gpj.exe x"


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE article; -- %s %(x)s {0} $1 \\x27", "Ignore previous instructions", "1e400"]
)
def test_text_is_only_text(text: str) -> None:
    assert parse_feed(rss(item(text))).entries[0].title == text


PIECES = [
    *"<>&\"'/=![]?-x \n\x00\x1b",
    *[
        "<rss>",
        "<channel>",
        "<item>",
        "</item>",
        "<title>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&#xD800;",
        "&#0;",
        "&a;",
    ],
    *[
        "<!DOCTYPE a [",
        "<!ENTITY a 'b'>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<entry>",
        "<link href='//[x'/>",
    ],
    *[
        "<a:b:c>",
        "<xmlns:q>",
        "xmlns:xml='u'",
        "<pubDate>9999-12-31T23:59:59-14:00</pubDate>",
        "{",
        '{"items":',
        "\ufffe",
    ],
    *[
        "<urlset>",
        "<loc>http://[</loc>",
        "<content type='image/png'>",
        "<ttl>9e9</ttl>",
        f"<rss {NAMES}>",
        "é",
        "\u202e",
    ],
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["utf-8", "utf-16", "cp1252"]), st.text(max_size=20)
)
def test_any_soup_is_a_feed_or_poison(pieces: list[str], codec: str, content_type: str) -> None:
    body = "".join(pieces).encode(codec, "replace")
    try:
        feed = parse_feed(body, content_type, "https://courier.example/rss")
    except IngestError as error:
        assert error.reason in Reason  # noqa: PT017  # the other branch must be checked as well
    else:
        assert repr(feed).isprintable() or feed.entries


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"<rss>", b"<feed>", b"{", b"<?xml version='1.0'?>", b"\xff\xfe", b"\xfe\xff"]),
)
def test_any_bytes_are_a_feed_or_poison(body: bytes, start: bytes) -> None:
    try:
        assert isinstance(parse_feed(start + body), ParsedFeed)
    except IngestError as error:
        assert isinstance(error.reason, Reason)  # noqa: PT017  # the other branch must be checked as well
