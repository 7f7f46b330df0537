"""Pages to documents: what is text, what is not, and who decides each field."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import clean_page
from pipeline.text import normalise_text
from schemas.document import Document
from schemas.entry import ParsedEntry
from schemas.outcome import Reason, Rejected
from tests.pipeline.clean.pages import BODY, PARAGRAPHS, fetched, page

TEXT = "\n\n".join(PARAGRAPHS)


def cleaned(markup: str, entry: ParsedEntry | None = None) -> Document:
    document = clean_page(fetched(markup), entry)
    assert isinstance(document, Document), document
    return document


def linked(**fields: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_the_text_is_the_article_and_nothing_else():
    document = cleaned(page())
    assert document.text == TEXT
    assert document.title == "Old bridge stays open"
    assert document.language == "en"
    assert document.published_at is None
    assert document.authors == ()


@pytest.mark.parametrize(
    "furniture",
    [
        '<div class="related-articles"><p>Five things to know about the old bridges of the region.</p></div>',
        '<div class="newsletter-signup"><p>Get our letter every morning, with all that matters to you.</p></div>',
        "<p>Read more: Five things to know about the bridges of the region</p>",
        "<figure><img src=a.jpg><figcaption>The old bridge in a storm, last winter.</figcaption></figure>",
        "<p>The bridge in winter. Photo: Ann Archer</p>",
        '<p><a href="/more">All that we have written about the bridge and about the quay</a></p>',
        "<ul><li><a href=/1>Bridge closed again</a></li><li><a href=/2>Storm over the bay</a></li></ul>",
        '<div style="display:none"><p>This paragraph is hidden from every reader of the page and is no text.</p></div>',
        "<article><h3><a href=/x>Storm over the bay</a></h3><p>Ships stayed in the harbour.</p></article>",
        "<table><tr><td>Length</td><td>312 m</td></tr><tr><td>Arches</td><td>9</td></tr></table>",
    ],
)
def test_furniture_within_the_article_is_left_out(furniture):
    parts = [f"<p>{text}</p>" for text in PARAGRAPHS]
    assert cleaned(page("".join([*parts[:2], furniture, *parts[2:]]))).text == TEXT


@pytest.mark.parametrize(
    "content",
    [
        "<h2>What comes next</h2>",
        "<ul><li>Work begins in May.</li></ul>",
        "<blockquote><p>We were never asked about any of this, said one of them.</p></blockquote>",
    ],
)
def test_headings_lists_and_quotes_are_text(content):
    parts = [f"<p>{text}</p>" for text in PARAGRAPHS]
    words = content.replace("<", " <").split(">")[-2].split("<")[0].strip() or "We were never asked"
    assert words.split()[-1] in cleaned(page("".join([*parts[:2], content, *parts[2:]]))).text


def test_paragraphs_parted_by_breaks_only():
    assert cleaned(page("<div>" + "<br><br>".join(PARAGRAPHS) + "</div>")).text == TEXT


def test_a_lead_outside_the_body_comes_first():
    lead = "Two arches of the bridge may fail in a storm, but ships and carts may pass."
    markup = page(f'<div class="standfirst"><p>{lead}</p></div><div><div>{BODY}</div></div>')
    assert cleaned(markup).text == f"{lead}\n\n{TEXT}"


def test_names_of_wrappers_do_not_hide_the_article():
    markup = page(f'<div class="sidebar-layout share comments"><div class="related">{BODY}</div></div>')
    assert cleaned(markup).text == TEXT


def test_short_lines_that_linked_data_does_not_know_are_dropped():
    line = "<p>Our reporters answer your questions every Friday.</p>"
    parts = [f"<p>{text}</p>" for text in (*PARAGRAPHS, *(text.replace("The", "A") for text in PARAGRAPHS))]
    markup = page(
        "".join([*parts[:4], line, *parts[4:]]),
        linked(articleBody=" ".join(parts).replace("<p>", "").replace("</p>", " ")),
    )
    assert "questions" not in cleaned(markup).text
    assert "questions" in cleaned(page("".join([*parts[:4], line, *parts[4:]]))).text


def test_a_page_without_text_of_its_own_is_read_from_linked_data():
    document = cleaned(page("<div id=root></div>", linked(headline="Old bridge stays open", articleBody=TEXT)))
    assert document.method == "json_ld"
    assert PARAGRAPHS[3] in document.text


def test_a_page_that_a_script_fills_is_read_from_the_script():
    document = cleaned(page(f"<script>window.state = {json.dumps({'story': BODY})}</script>"))
    assert document.method == "script"
    assert document.text == TEXT


@pytest.mark.parametrize(
    ("head", "at", "source", "certainty"),
    [
        (
            linked(datePublished="2025-06-09T11:02:00+02:00"),
            datetime(2025, 6, 9, 9, 2, tzinfo=UTC),
            "json_ld",
            "instant",
        ),
        (linked(datePublished="2025-06-09"), datetime(2025, 6, 9, tzinfo=UTC), "json_ld", "day"),
        (
            '<meta property="article:published_time" content="2025-06-09T09:02:00Z">',
            datetime(2025, 6, 9, 9, 2, tzinfo=UTC),
            "meta",
            "instant",
        ),
        ('<meta name="pubdate" content="2025-06-09 09:02">', datetime(2025, 6, 9, 9, 2, tzinfo=UTC), "meta", "local"),
        (
            '<meta name="vendor:recs:publishtime" content="2025-06-09T09:02:00Z">',
            datetime(2025, 6, 9, 9, 2, tzinfo=UTC),
            "meta",
            "instant",
        ),
        (
            linked(datePublished="2025-06-09") + '<meta name="date" content="2025-06-09T09:02:00Z">',
            datetime(2025, 6, 9, 9, 2, tzinfo=UTC),
            "meta",
            "instant",
        ),
        (linked(datePublished="0001-01-01T00:00:00Z"), None, None, None),
        (linked(datePublished="soon"), None, None, None),
        ('<meta name="expires" content="2025-06-09">', None, None, None),
    ],
)
def test_dates_of_the_head(head, at, source, certainty):
    document = cleaned(page(head=head))
    assert document.published_at == at
    assert document.sources.get("published_at") == source
    assert document.sources.get("published_at_certainty") == certainty


@pytest.mark.parametrize(
    "stamp",
    [
        '<time datetime="2025-06-09T09:02:00Z">Monday</time>',
        "<div>9 June 2025 09:02</div>",
        "<span>Published June 9, 2025</span>",
        "<p>09.06.2025, 09:02</p>",
    ],
)
def test_stamps_at_the_headline(stamp):
    document = cleaned(page(f"<div>{stamp}</div>{BODY}"))
    assert document.published_at is not None
    assert document.published_at.date().isoformat() == "2025-06-09"
    assert "2025" not in document.text


def test_a_date_in_the_prose_or_of_another_article_is_no_date():
    story = (
        BODY
        + "<p>The bridge was opened on 4 May 1998, and again on 7 May 2004 after the first repair of its arches.</p>"
    )
    other = "<aside><time datetime=2024-01-01>1 January 2024</time></aside>"
    assert cleaned(page(story).replace("</main>", f"</main>{other}").replace("2025 The", "The")).published_at is None


def test_a_date_in_the_future_is_not_believed():
    fetched_at = datetime(2025, 6, 9, tzinfo=UTC)
    source = fetched(
        page(head=linked(datePublished="2031-01-01") + '<meta name="date" content="2025-06-08T10:00:00Z">')
    )
    document = clean_page(type(source)(source.url, source.final_url, 200, source.body, source.headers, fetched_at))
    assert isinstance(document, Document)
    assert document.published_at == datetime(2025, 6, 8, 10, tzinfo=UTC)
    assert document.published_at < fetched_at + timedelta(days=1)


@pytest.mark.parametrize(
    ("head", "body", "names", "source"),
    [
        (linked(author={"@type": "Person", "name": "Ada Quill"}), "", ("Ada Quill",), "json_ld"),
        (linked(author=[{"name": "Ada Quill"}, {"name": "Ben Inkwell"}]), "", ("Ada Quill", "Ben Inkwell"), "json_ld"),
        (linked(author="By Ada Quill and Ben Inkwell"), "", ("Ada Quill", "Ben Inkwell"), "json_ld"),
        (
            linked(author={"@id": "#p"}) + linked(**{"@type": "Person", "@id": "#p", "name": "Ada Quill"}),
            "",
            ("Ada Quill",),
            "json_ld",
        ),
        ('<meta name="author" content="Ada Quill">', "", ("Ada Quill",), "meta"),
        ('<meta name="author" content="https://news.example.org/ada">', "", (), None),
        ("", '<p class="byline">By Ada Quill, Port Ellery</p>', ("Ada Quill",), "byline"),
        ("", '<a rel="author" href="/ada">Ada Quill</a>', ("Ada Quill",), "byline"),
        (
            linked(author={"@type": "Organization", "name": "The Ellery Post"}),
            '<div class="author-name">Ada Quill</div>',
            ("Ada Quill",),
            "byline",
        ),
        (linked(author={"@type": "Organization", "name": "The Ellery Post"}), "", ("The Ellery Post",), "json_ld"),
    ],
)
def test_authors(head, body, names, source):
    document = cleaned(page(body + BODY, head))
    assert document.authors == names
    assert document.sources.get("authors") == source
    assert "Quill" not in document.text


def test_linked_data_in_a_graph_and_broken_linked_data():
    graph = {
        "@graph": [
            {"@type": "WebPage"},
            {"@type": ["Article", "NewsArticle"], "headline": "Old bridge stays open for now"},
        ]
    }
    broken = json.dumps(graph)[:-1] + ",}"
    for data in (json.dumps(graph), broken, f"<!--{json.dumps(graph)}-->"):
        head = f'<script type="application/ld+json">{data}</script>'
        assert cleaned(page(head=head, title="Bridge")).title == "Old bridge stays open for now"


def test_titles_lose_the_name_of_the_site_and_double_escapes():
    head = (
        '<meta property="og:site_name" content="The Ellery Post">'
        '<meta property="og:title" content="Bridge &amp;amp; quay stay open - The Ellery Post">'
    )
    markup = f"<html><head>{head}</head><body><article>{BODY}</article></body></html>"
    assert cleaned(markup).title == "Bridge & quay stay open"


def test_the_lesser_fields():
    head = (
        '<link rel="canonical" href="/2025/06/harbour-bridge"><meta property="og:image" content="/a.jpg">'
        '<meta property="article:section" content="Region"><meta property="article:tag" content="bridges">'
        + linked(publisher={"@type": "Organization", "name": "The Ellery Post"}, dateModified="2025-06-10T10:00:00Z")
    )
    document = cleaned(page(head=head))
    assert document.canonical_url == "https://news.example.org/2025/06/harbour-bridge"
    assert document.image_url == "https://news.example.org/a.jpg"
    assert (document.section, document.keywords, document.publisher) == ("Region", ("bridges",), "The Ellery Post")
    assert document.modified_at == datetime(2025, 6, 10, 10, tzinfo=UTC)


def test_a_dateline_stays_in_the_text_of_a_page_and_is_told_beside_it():
    document = clean_page(fetched(page(BODY.replace("<p>", "<p>PORT ELLERY (Reuters) - ", 1))))
    assert isinstance(document, Document)
    assert document.dateline == "PORT ELLERY (Reuters)"
    assert document.text.startswith("PORT ELLERY (Reuters) - The council")


@pytest.mark.parametrize("href", ["https://other.example.com/x", "javascript:alert(1)", "http://[broken", ""])
def test_nobody_speaks_for_another_host(href):
    assert (
        cleaned(page(head=f'<base href="https://evil.example.net/"><link rel="canonical" href="{href}">')).canonical_url
        is None
    )


def test_the_entry_fills_what_the_page_does_not_say():
    at = datetime(2025, 6, 9, 8, tzinfo=UTC)
    document = cleaned(
        page(), ParsedEntry(guid="1", url=None, title="Claimed", authors=("Ada Quill",), published_at=at)
    )
    assert (document.published_at, document.authors) == (at, ("Ada Quill",))
    assert document.sources["published_at"] == document.sources["authors"] == "entry"
    assert document.title == "Old bridge stays open"


def test_the_feed_speaks_where_the_page_is_walled():
    entry = ParsedEntry(guid="1", url="https://news.example.org/x", title="Old bridge stays open", content_html=BODY)
    document = cleaned("<html><title>Just a moment...</title><p>Checking your browser.</p></html>", entry)
    assert document.method == "feed"
    assert document.text == TEXT


def test_plain_text_that_comes_by_http_is_cleaned_as_plain_text():
    document = clean_page(fetched("Old bridge stays open\n\n" + TEXT, "text/plain; charset=utf-8"))
    assert isinstance(document, Document)
    assert (document.method, document.title) == ("plain_text", "Old bridge stays open")


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400) | st.text(alphabet="<>/=\"'&;#aphdivscrt ![]{}:,\n", max_size=400).map(str.encode))
def test_any_bytes_give_a_document_or_a_reason(body):
    outcome = clean_page(fetched(b"<html><body><article>" + body + BODY.encode()))
    assert isinstance(outcome, Document | Rejected)
    if isinstance(outcome, Document):
        assert normalise_text(outcome.text) == outcome.text
    else:
        assert outcome.reason in Reason
