"""Plain text to a document."""

from __future__ import annotations

from pipeline.language import identify_language
from pipeline.screen import Evidence, screen
from pipeline.text import normalise_line, normalise_text
from schemas.document import Document
from schemas.entry import ParsedEntry
from schemas.outcome import Rejected


def clean_text(text: str, url: str, entry: ParsedEntry | None = None) -> Document | Rejected:
    """Clean one plain text. Its first line is the title when it reads like a headline."""
    clean = normalise_text(text)
    document = Document(
        url=url,
        title=(entry.title if entry else None) or normalise_line(clean.partition("\n")[0]) or None,
        text=clean,
        authors=entry.authors if entry else (),
        published_at=entry.published_at if entry else None,
        language=identify_language(clean),
        method="plain_text",
    )
    return screen(document, Evidence()) or document
