"""Pages made to break a cleaner: each costs seconds at most, and what is lost is flagged."""

from __future__ import annotations

import json

import pytest

from pipeline.clean import clean_page
from schemas.document import Document
from schemas.outcome import Reason, Rejected
from tests.cost import within
from tests.pipeline.clean.pages import BODY, PARAGRAPHS, fetched, page

MOST_CPU_SECONDS = 10.0
FIRST, LAST = PARAGRAPHS[0], PARAGRAPHS[-1].replace("quay", "pier")
AFTER = BODY.replace("quay", "pier").replace("The", "A").replace("Fishermen", "Later, fishermen").replace(" old", "")


def around(middle: str, head: str = "") -> str:
    """An article with something between two halves of it."""
    return page(BODY + middle + AFTER, head)


def within_limit(markup: str | bytes) -> Document | Rejected:
    """Clean within the CPU time that a page may cost."""
    return within(MOST_CPU_SECONDS, lambda: clean_page(fetched(markup)))


def is_whole(outcome: Document | Rejected) -> bool:
    assert isinstance(outcome, Document), outcome
    return FIRST in outcome.text and "Later, fishermen" in outcome.text


@pytest.mark.parametrize("depth", [260, 1_900])
def test_deep_nesting_up_to_the_limit_loses_nothing(depth):
    outcome = within_limit(around("<div>" * depth + "x" + "</div>" * depth))
    assert is_whole(outcome)
    assert not outcome.is_truncated


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "blockquote"])
def test_deeper_nesting_is_flagged_where_text_is_lost(tag):
    outcome = within_limit(around(f"<{tag}>" * 30_000))
    assert is_whole(outcome) or outcome.is_truncated


@pytest.mark.parametrize(
    "middle",
    [
        "<p " + " ".join(f"a{number}=1" for number in range(60_000)) + ">x</p>",
        f'<p class="{"word " * 600_000}">x</p>',
        f'<p style="{"display :" * 100_000}">x</p>',
        f'<img src="data:image/png;base64,{"A" * 3_000_000}">',
        "<ul>" + "<li><a href=x>abc def</a></li>" * 20_000 + "</ul>",
        "<a>" * 30_000,
        "<time datetime=2025-01-01>x</time>" * 20_000,
        "<span class=author>" * 1_000 + "x" * 100_000 + "</span>" * 1_000,
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle"}</script>' * 5_000,
    ],
    ids=["attributes", "class", "style", "data", "links", "anchors", "times", "bylines", "scripts"],
)
def test_swollen_parts_cost_little_and_lose_nothing(middle):
    assert is_whole(within_limit(around(middle)))


@pytest.mark.parametrize(
    "markup",
    [
        "<p>x" * 100_000,
        "<span>a</span>" * 100_000,
        "word<br>" * 60_000,
        "<h1>abc def ghi</h1>" * 50_000,
        "(((( " * 100_000,
        "<p>" + "word " * 1_000_000,
        "<p>A sentence of some words, and it ends here, as it should do.</p>" * 20_000,
    ],
    ids=["paragraphs", "spans", "breaks", "headings", "brackets", "line", "prose"],
)
def test_pages_of_one_thing_only_end_in_time(markup):
    outcome = within_limit(f"<html><body>{markup}</body></html>")
    assert isinstance(outcome, Rejected) or len(outcome.text) < 1_000_001


def test_a_page_beyond_the_limit_is_cut_and_flagged():
    outcome = within_limit(around("<p>" + "word " * 1_800_000 + "</p>"))
    assert isinstance(outcome, Document)
    assert outcome.is_truncated
    assert FIRST in outcome.text


@pytest.mark.parametrize(
    "data",
    [
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        "[" * 900_000,
        json.dumps({"@type": "NewsArticle", "description": "word " * 1_000_000}),
        json.dumps({"@graph": [{"@type": "Person", "name": "x"}] * 100_000}),
        '{"@type":"NewsArticle","headline":"un "quoted" mark"}',
        '{"@type":"NewsArticle","author":' * 55 + "1" + "}" * 55,
        '{"@type":["NewsArticle",null,1,{}],"headline":{"a":1},"author":[null,1,[[]],{"name":["x",{}]}],"datePublished":["2025"]}',
        '{"@type":"NewsArticle","articleBody":1,"publisher":[[]],"image":[null],"keywords":[1,null,{}],"isAccessibleForFree":[]}',
        "null",
        "\ud800",
    ],
    ids=["deep", "open", "long", "wide", "quotes", "authors", "types", "fields", "null", "surrogate"],
)
def test_linked_data_is_bounded(data):
    assert is_whole(within_limit(around("", f'<script type="application/ld+json">{data}</script>')))


def test_characters_that_no_database_takes():
    outcome = within_limit(
        around("<p>The sign read zz&#xD800;&#0;&#x110000;&#x1F600;zz, and nobody knew why it did so that day.</p>")
    )
    assert is_whole(outcome)
    assert "\U0001f600zz" in outcome.text
    assert "\x00" not in outcome.text.encode("utf-8").decode()


def test_nuls_between_the_letters_and_utf16_without_a_mark():
    assert is_whole(within_limit(around("").encode("utf-16-le")))
    assert is_whole(within_limit(around("").replace("<p>", "<p>\x00")))


@pytest.mark.parametrize("tag", ["textarea", "style", "xmp", "title"])
def test_an_element_that_nobody_closed_swallows_nothing(tag):
    assert is_whole(within_limit(around(f"<{tag}>")))


def test_hidden_text_is_no_text():
    hidden = "<p>Buy our wonderful medicine at the cheapest price today, only here.</p>"
    for attribute in ('style="display: none"', "hidden", 'aria-hidden="true"', 'style="font-size:0"'):
        outcome = within_limit(around(f"<div {attribute}>{hidden}</div>"))
        assert is_whole(outcome)
        assert "medicine" not in outcome.text


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7" + bytes(500), b"\x89PNG\r\n" + bytes(500), b"\x00\x00\x00\x18ftypmp42" + bytes(500)]
)
def test_what_is_no_page_is_refused_by_its_first_bytes(body):
    outcome = within_limit(body)
    assert isinstance(outcome, Rejected)
    assert outcome.reason is Reason.NOT_HTML
