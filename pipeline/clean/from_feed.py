"""The content of a feed entry to a document: for feeds whose pages are blocked, or say less than the feed."""

from __future__ import annotations

from lxml import etree, html

from pipeline.language import identify_language
from pipeline.screen import Evidence, screen
from pipeline.text import normalise_line, normalise_text
from schemas.document import Document
from schemas.entry import ParsedEntry
from schemas.outcome import Rejected


def clean_feed_content(entry: ParsedEntry) -> Document | Rejected:
    """Clean what the feed itself carries of an article."""
    text = normalise_text(_text_of(entry.content_html or "") or entry.summary or "")
    document = Document(
        url=entry.url or "",
        title=normalise_line(entry.title) if entry.title else None,
        text=text,
        authors=entry.authors,
        published_at=entry.published_at,
        modified_at=entry.updated_at,
        language=identify_language(text),
        keywords=entry.categories,
        image_url=entry.image_url,
        method="feed",
        sources={"title": "entry", "published_at": "entry"},
    )
    return screen(document, Evidence()) or document


def _text_of(markup: str) -> str:
    """The text of an HTML fragment, a blank line between blocks."""
    if not markup.strip():
        return ""
    try:
        root = html.fragment_fromstring(markup.replace("\0", ""), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    for element in root.iter("p", "div", "li", "br", "h1", "h2", "h3", "h4", "blockquote", "tr"):
        element.tail = "\n\n" + (element.tail or "")
    return "".join(root.itertext())
