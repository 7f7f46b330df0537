"""A fetched page to a document: the text and every field, each with the evidence that decided it."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.clean.about import describe
from pipeline.clean.body import Body, find_body
from pipeline.clean.dates import choose_modified, choose_published
from pipeline.clean.evidence import PageEvidence, read_evidence, screening_evidence
from pipeline.clean.from_feed import clean_feed_content
from pipeline.clean.from_text import clean_text
from pipeline.clean.owner import find_owner
from pipeline.clean.people import choose_authors
from pipeline.clean.plain_lines import cut_dateline
from pipeline.clean.second_opinion import WEAK_TEXT, ask_others, declared_text, without_unknown
from pipeline.clean.titles import choose_title
from pipeline.clean.tree import Page, parse_markup
from pipeline.decode import decode_body
from pipeline.language import settle_language
from pipeline.screen import refuse_type, screen
from pipeline.text import normalise_text, weigh
from schemas.document import Document
from schemas.entry import ParsedEntry
from schemas.outcome import Reason, Rejected
from schemas.page import FetchedPage

MAX_TEXT_CHARS = 1_000_000
"""A thousand pages of a book; what is longer is no article, and is cut and flagged."""
MUCH_MORE = 1.5
MAX_PARAGRAPH_CHARS = 2_000
_MARKUP = re.compile(r"<(?:html|head|body|p|div|article|!doctype)\b", re.IGNORECASE)


def clean_page(page: FetchedPage, entry: ParsedEntry | None = None) -> Document | Rejected:
    """Clean one page. The entry's claims fill what the page does not say, and its content what the page withholds."""
    refused = refuse_type(page)
    cleaned = refused or _clean_markup(page, entry)
    if entry is None or not entry.content_html:
        return cleaned
    if isinstance(cleaned, Document) and weigh(entry.content_html) < MUCH_MORE * weigh(cleaned.text):
        return cleaned
    offered = clean_feed_content(entry)
    if isinstance(offered, Rejected):
        return cleaned
    n_page = weigh(cleaned.text) if isinstance(cleaned, Document) else 0.0
    return replace(offered, url=page.final_url) if weigh(offered.text) > MUCH_MORE * n_page else cleaned


def _clean_markup(page: FetchedPage, entry: ParsedEntry | None) -> Document | Rejected:
    """Clean a page of markup, or of plain text where it holds no markup."""
    decoded = decode_body(page.body, page.headers)
    if page.content_type == "text/plain" and not _MARKUP.search(decoded.text[:2_000]):
        return clean_text(decoded.text, page.final_url, entry)
    parsed = parse_markup(decoded.text)
    if parsed is None:
        return Rejected(Reason.EMPTY, "no markup")
    evidence = read_evidence(parsed.root, page, entry)
    document = _assemble(page, parsed, evidence)
    return screen(document, screening_evidence(evidence)) or document


def _read_text(evidence: PageEvidence, body: Body, title: str) -> tuple[str, str]:
    """(text, method): the blocks of the page, or the best other source where they are weak."""
    blocks = without_unknown(body.blocks, declared_text(evidence.article))
    text = "\n\n".join(block.text for block in blocks)
    if weigh(text) >= WEAK_TEXT:
        return text, "blocks"
    other, method = ask_others(evidence.root, evidence.outline, evidence.article, title)
    return (other, method) if weigh(other) > MUCH_MORE * weigh(text) else (text, "blocks")


def _assemble(page: FetchedPage, parsed: Page, evidence: PageEvidence) -> Document:
    """Decide every field."""
    title, title_source = choose_title(evidence)
    body = find_body(evidence.outline, title or "", evidence.descriptions)
    authors, authors_source = choose_authors(evidence, body)
    owner, owner_source = find_owner(evidence, body.tail.start)
    sources = {"title": title_source, "authors": authors_source, "owner": owner_source}
    published, modified = choose_published(evidence, body), choose_modified(evidence)
    for name, chosen in (("published_at", published), ("modified_at", modified)):
        if chosen:
            sources |= {name: chosen[0], f"{name}_certainty": chosen[1].certainty}
    raw, method = _read_text(evidence, body, title or "")
    text = normalise_text(raw[:MAX_TEXT_CHARS])
    dateline = cut_dateline(text[:MAX_PARAGRAPH_CHARS].partition("\n")[0])[1]
    if dateline:
        sources["dateline"] = "text"
    return Document(
        url=page.final_url,
        title=title,
        text=text,
        authors=authors,
        published_at=published[1].at if published else None,
        modified_at=modified[1].at if modified else None,
        language=settle_language(text, evidence.head.language),
        owner=owner,
        dateline=dateline,
        method=method,
        is_truncated=page.is_truncated
        or parsed.is_truncated
        or evidence.outline.is_truncated
        or len(raw) > MAX_TEXT_CHARS,
        sources={name: source for name, source in sources.items() if source},
        **describe(evidence),
    )
