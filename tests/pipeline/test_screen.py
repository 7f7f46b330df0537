"""The screen: which documents are articles."""

from __future__ import annotations

import pytest

from pipeline.clean import clean_page
from pipeline.screen import Evidence, refuse_type, screen
from schemas.document import Document
from schemas.outcome import Reason, Rejected
from tests.pipeline.clean.pages import BODY, PARAGRAPHS, fetched, page

URL = "https://news.example.org/2025/06/x"
PROSE = " ".join(PARAGRAPHS)


def document(text: str, title: str = "A title", url: str = URL) -> Document:
    return Document(url=url, title=title, text=text)


def reason(doc: Document, evidence: Evidence | None = None) -> Reason | None:
    refused = screen(doc, evidence or Evidence())
    return refused.reason if refused else None


def test_an_article_is_kept():
    assert reason(document(PROSE)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Reason.EMPTY),
        ("Storm over the bay.", Reason.TOO_SHORT),
        (
            "気象庁は十三日、日向灘で震度五弱の地震があったと発表した。津波の心配はない。余震に注意するよう呼びかけている。けが人の情報は入っていない。",
            None,
        ),
        ("0110 1001 == {} // ; 42 " * 40, Reason.NOT_TEXT),
        ("caf\ufffd \ufffd\ufffd w\ufffd rld " * 40, Reason.NOT_TEXT),
        ("Subscribe to continue reading. " + PARAGRAPHS[0] + PARAGRAPHS[1], Reason.PAYWALL),
        (
            "We and our partners store cookies and personal data on your device. Accept all, or manage preferences in "
            "the privacy settings. Your consent can be withdrawn.",
            Reason.CONSENT_WALL,
        ),
    ],
)
def test_texts(text, expected):
    assert reason(document(text)) is expected


@pytest.mark.parametrize(
    "word",
    [
        "cookies, consent and personal data of our partners",
        "captcha and bot detection",
        "Subscribe to continue reading",
    ],
)
def test_a_long_article_about_walls_is_kept(word):
    assert reason(document(f"The minister spoke about {word}. " + PROSE * 4)) is None


@pytest.mark.parametrize(
    "title", ["Just a moment...", "Access denied", "Attention Required!", "Are you a robot?", "403 Forbidden"]
)
def test_bot_walls(title):
    assert reason(document("Please wait while we look at your browser. " * 5, title)) is Reason.BOT_WALL


def test_a_stub_that_declares_itself_not_free():
    assert (
        reason(document(PARAGRAPHS[0] + " And then …" + PARAGRAPHS[1][:90]), Evidence(is_free=False)) is Reason.PAYWALL
    )
    assert reason(document(PROSE * 3), Evidence(is_free=False)) is None


def test_videos_and_lists():
    few = PARAGRAPHS[0] + " " + PARAGRAPHS[1]
    assert reason(document(few), Evidence(types=frozenset({"video.other"}))) is Reason.VIDEO_ONLY
    assert reason(document(few), Evidence(types=frozenset({"video.other"}), has_article=True)) is None
    assert reason(document(few, url="https://news.example.org/"), Evidence(link_share=0.8)) is Reason.INDEX_PAGE
    assert reason(document(few), Evidence(types=frozenset({"collectionpage"}), link_share=0.8)) is Reason.INDEX_PAGE


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"%PDF-1.4 ...", "text/html", Reason.NOT_HTML),
        (b"<html><p>x</p></html>", "image/png", None),
        (b"abc", "image/png", Reason.NOT_HTML),
        (b"{}", "application/json", Reason.NOT_HTML),
        (b'<?xml version="1.0"?><rss version="2.0"></rss>', "text/xml", Reason.NOT_HTML),
        (b"  \n ", "text/html", Reason.EMPTY),
        (b"<p>x</p>", "", None),
        (b"<p>x</p>", "text/html", None),
    ],
)
def test_types(body, content_type, expected):
    refused = refuse_type(fetched(body, content_type))
    assert (refused.reason if refused else None) is expected


def test_an_index_page_is_refused_and_a_front_page_story_is_not():
    cards = "".join(
        f"<article><h2><a href=/{n}>Story number {n} of this day</a></h2><p>A line about it.</p></article>"
        for n in range(40)
    )
    outcome = clean_page(fetched(f"<html><body>{cards}</body></html>", url="https://news.example.org/"))
    assert isinstance(outcome, Rejected)
    assert outcome.reason in (Reason.INDEX_PAGE, Reason.TOO_SHORT, Reason.EMPTY)
    assert isinstance(clean_page(fetched(page(BODY))), Document)
