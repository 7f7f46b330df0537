"""The content of feed entries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.clean import clean_feed_content
from schemas.document import Document
from schemas.entry import ParsedEntry
from schemas.outcome import Reason, Rejected
from tests.pipeline.clean.pages import BODY, PARAGRAPHS

TEXT = "\n\n".join(PARAGRAPHS)
AT = datetime(2025, 6, 9, tzinfo=UTC)


def test_content_becomes_text_and_claims_become_fields():
    entry = ParsedEntry(
        "1",
        "https://news.example.org/x",
        "Old &amp; new",
        ("Ada Quill",),
        AT,
        content_html=BODY,
        categories=("bridges",),
    )
    document = clean_feed_content(entry)
    assert isinstance(document, Document)
    assert (document.text, document.method, document.title) == (TEXT, "feed", "Old & new")
    assert (document.authors, document.published_at, document.keywords) == (("Ada Quill",), AT, ("bridges",))
    assert document.sources == {"title": "entry", "authors": "entry", "published_at": "entry"}


@pytest.mark.parametrize(
    "furniture", ["<script>alert(1)</script>", "<style>p{}</style>", "<p><a href=/x>Read more</a></p>", "<img src=x>"]
)
def test_furniture_of_feeds_goes(furniture):
    document = clean_feed_content(ParsedEntry("1", "https://news.example.org/x", content_html=BODY + furniture))
    assert isinstance(document, Document)
    assert document.text == TEXT


def test_the_summary_serves_where_there_is_no_content():
    document = clean_feed_content(ParsedEntry("1", "https://news.example.org/x", summary=TEXT))
    assert isinstance(document, Document)
    assert document.text == TEXT


@pytest.mark.parametrize(("summary", "reason"), [(None, Reason.EMPTY), ("Storm over the bay.", Reason.TOO_SHORT)])
def test_too_little_is_refused(summary, reason):
    outcome = clean_feed_content(ParsedEntry("1", None, summary=summary))
    assert isinstance(outcome, Rejected)
    assert outcome.reason is reason
