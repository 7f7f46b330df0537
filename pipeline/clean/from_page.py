"""A fetched page to a document: the text and every field, each with the evidence that decided it."""

from __future__ import annotations

from pipeline.clean.about import describe
from pipeline.clean.body import find_body
from pipeline.clean.dates import choose_modified, choose_published
from pipeline.clean.evidence import PageEvidence, read_evidence
from pipeline.clean.people import choose_authors
from pipeline.clean.titles import choose_title
from pipeline.clean.tree import parse_markup
from pipeline.decode import decode_body
from pipeline.language import identify_language
from pipeline.screen import Evidence, refuse_type, screen
from pipeline.text import normalise_text
from schemas.document import Document
from schemas.entry import ParsedEntry
from schemas.outcome import Reason, Rejected
from schemas.page import FetchedPage


def clean_page(page: FetchedPage, entry: ParsedEntry | None = None) -> Document | Rejected:
    """Clean one page. The entry's claims fill what the page does not say."""
    refused = refuse_type(page)
    if refused is not None:
        return refused
    decoded = decode_body(page.body, page.headers)
    parsed = parse_markup(decoded.text)
    if parsed is None:
        return Rejected(Reason.EMPTY)
    document = _assemble(page, read_evidence(parsed.root, page, entry))
    return screen(document, Evidence()) or document


def _assemble(page: FetchedPage, evidence: PageEvidence) -> Document:
    """Decide every field."""
    title, title_source = choose_title(evidence)
    body = find_body(evidence.outline, title or "", evidence.descriptions)
    authors, authors_source = choose_authors(evidence, body)
    published, modified = choose_published(evidence, body), choose_modified(evidence)
    sources = {"title": title_source, "authors": authors_source}
    for name, chosen in (("published_at", published), ("modified_at", modified)):
        if chosen:
            sources |= {name: chosen[0], f"{name}_certainty": chosen[1].certainty}
    text = normalise_text(body.text)
    return Document(
        url=page.final_url,
        title=title,
        text=text,
        authors=authors,
        published_at=published[1].at if published else None,
        modified_at=modified[1].at if modified else None,
        language=identify_language(text),
        method="blocks",
        is_truncated=page.is_truncated,
        sources={name: source for name, source in sources.items() if source},
        **describe(evidence),
    )
