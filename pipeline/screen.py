"""Whether a document is an article that is kept. A refusal is an outcome with a reason of the closed list, no error."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.document import Document
from schemas.outcome import Reason, Rejected
from schemas.page import FetchedPage

LEAST_CHARS = 100
_MARKUP_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", "")
_SIGNATURES = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\0\0\0\x18ftyp",
    b"\0\0\0\x20ftyp",
    b"ID3",
    b"OggS",
    b"\x1aE\xdf\xa3",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the page looked like around the text."""

    kind: str | None = None


def refuse_type(page: FetchedPage) -> Rejected | None:
    """Refuse what is no page by its first bytes or by its declared type."""
    if page.body.startswith(_SIGNATURES):
        return Rejected(Reason.NOT_HTML, "binary signature")
    if page.content_type and not (page.content_type.startswith("text/") or page.content_type in _MARKUP_TYPES):
        return Rejected(Reason.NOT_HTML, page.content_type[:100])
    return Rejected(Reason.EMPTY) if not page.body.strip() else None


def screen(document: Document, evidence: Evidence) -> Rejected | None:
    """None when the document is kept."""
    if evidence.kind == "index" or not document.text:
        return Rejected(Reason.EMPTY)
    if len(document.text) < LEAST_CHARS:
        return Rejected(Reason.TOO_SHORT, f"{len(document.text)} characters")
    return None
