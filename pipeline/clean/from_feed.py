"""The content of a feed entry to a document: for feeds whose pages are blocked, or say less than the feed."""

from __future__ import annotations

from pipeline.clean.blocks import read_outline
from pipeline.clean.furniture import is_instruction
from pipeline.clean.headings import clean_title
from pipeline.clean.plain_lines import cut_dateline
from pipeline.clean.tree import parse_markup
from pipeline.language import identify_language
from pipeline.screen import Evidence, screen
from pipeline.text import normalise_text
from schemas.document import Document
from schemas.entry import ParsedEntry
from schemas.outcome import Rejected

MAX_TEXT_CHARS = 1_000_000
MAX_LINK_SHARE = 0.7


def clean_feed_content(entry: ParsedEntry) -> Document | Rejected:
    """Clean what the feed itself carries of an article: its content, or its summary where there is none."""
    raw = _text_of(entry.content_html or "") or entry.summary or ""
    text = normalise_text(raw[:MAX_TEXT_CHARS])
    dateline = cut_dateline(text.partition("\n")[0])[1]
    said = {
        "title": entry.title,
        "authors": entry.authors,
        "published_at": entry.published_at,
        "modified_at": entry.updated_at,
    }
    document = Document(
        url=entry.url or "",
        title=clean_title(entry.title) or None,
        text=text,
        authors=entry.authors,
        published_at=entry.published_at,
        modified_at=entry.updated_at,
        language=identify_language(text),
        dateline=dateline,
        keywords=entry.categories,
        image_url=entry.image_url,
        method="feed",
        is_truncated=len(raw) > MAX_TEXT_CHARS,
        sources={name: "entry" for name, value in said.items() if value},
    )
    return screen(document, Evidence()) or document


def _text_of(markup: str) -> str:
    """The text of an HTML fragment, a blank line between blocks. A fragment is all article: nothing is weighed."""
    page = parse_markup(f"<html><body><div>{markup}</div></body></html>") if markup.strip() else None
    if page is None:
        return ""
    blocks = read_outline(page.root).blocks
    kept = [one.text for one in blocks if one.n_link <= MAX_LINK_SHARE * len(one.text) and not is_instruction(one.text)]
    return "\n\n".join(kept)
