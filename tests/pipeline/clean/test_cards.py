"""What stands within the element of an article and belongs to other articles, or to nobody."""

from __future__ import annotations

import pytest

from pipeline.clean import clean_page
from schemas.document import Document
from tests.pipeline.clean.pages import BODY, PARAGRAPHS, fetched, page

LEAD = "A second paragraph that tells what the other article is about, as leads of other articles do."
CARD = "<div><h3><a href=/{n}>Another headline, number {n}</a></h3><p>{lead}</p><a href=/p>Cleo Marsh</a></div>"


def text_of(markup: str) -> str:
    document = clean_page(fetched(markup))
    assert isinstance(document, Document)
    return document.text


def cards(n: int) -> str:
    return "".join(CARD.format(n=number, lead=LEAD) for number in range(n))


@pytest.mark.parametrize("n", [3, 4])
def test_a_list_of_cards_behind_the_text_is_left_out(n):
    assert text_of(page(f"{BODY}{BODY}<section><h2>More from us</h2>{cards(n)}</section>")) == "\n\n".join(PARAGRAPHS)


def test_a_list_of_entries_that_is_the_article_is_kept():
    entries = "".join(
        f"<div><h3><a href=#{n}>Entry {n} of the report</a></h3><p>{LEAD} {n}</p></div>" for n in range(9)
    )
    assert text_of(page(f"<p>{PARAGRAPHS[0]}</p>{entries}")).count(LEAD) == 9


def test_paragraphs_with_links_are_no_cards():
    linked = "".join(f"<p><a href=/{n}>{one[:30]}</a>{one[30:]}</p>" for n, one in enumerate(PARAGRAPHS))
    assert text_of(page(f"<div>{linked}</div>")) == "\n\n".join(PARAGRAPHS)


def test_a_whole_article_behind_the_article_is_left_out():
    other = f"<article><h1>Another headline</h1><p>{LEAD}</p><p>{LEAD} It goes on and on.</p><p>{LEAD} It ends.</p></article>"
    markup = page().replace("</article>", f"</article>{other}", 1)
    assert text_of(markup) == "\n\n".join(PARAGRAPHS)


def test_entries_of_a_report_that_are_articles_are_kept():
    entries = "".join(f"<article><h2>Entry {n}</h2><p>{one}</p></article>" for n, one in enumerate(PARAGRAPHS))
    markup = f"<html><body><main><h1>Old bridge stays open</h1>{entries}</main></body></html>"
    assert all(one in text_of(markup) for one in PARAGRAPHS)


def test_what_stands_three_times_is_furniture_and_what_stands_twice_is_kept_once():
    offer = "<p>Save this article and read it later, as a member of the club.</p>"
    assert "Save this" not in text_of(page(f"{BODY}{offer}{BODY}{offer}<p>{LEAD}</p>{offer}"))
    assert text_of(page(f"{BODY}{BODY}")) == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("attributes", ["class='sr-only'", "class='u-visually-hidden'", "style='clip: rect(0 0 0 0)'"])
def test_words_for_screen_readers_are_no_text(attributes):
    link = f"<a href=/x>The council<span {attributes}>, opens in a new tab</span></a>"
    assert text_of(page(BODY.replace("The council", link, 1))) == "\n\n".join(PARAGRAPHS)


def test_a_long_footer_does_not_outweigh_a_short_article():
    offers = "".join(
        f"<div><h3>Offer {n}</h3><p>The best tool for offices, offered at a price for all.</p></div>" for n in range(6)
    )
    markup = f"<html><body><article><h1>Bridge open</h1><p>{' '.join(PARAGRAPHS[:3])}</p></article><footer>{offers}</footer></body></html>"
    assert text_of(markup) == " ".join(PARAGRAPHS[:3])


@pytest.mark.parametrize("stamp", ["21:00 Ann Archer", "2 hours ago10:05 Ann Archer", "20:42KEY EVENT"])
def test_the_stamp_of_an_entry_is_no_text(stamp):
    first, rest = BODY[: BODY.index("</p>") + 4], BODY[BODY.index("</p>") + 4 :]
    assert text_of(page(f"{first}<div>{stamp}</div>{rest}")) == "\n\n".join(PARAGRAPHS)
    assert "19:30 sharp: it began." in text_of(page(f"{first}<div>19:30 sharp: it began.</div>{rest}"))
