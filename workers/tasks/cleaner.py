"""The cleaner: pages become documents, or are rejected with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from schemas.document import Document
from schemas.entry import ParsedEntry
from schemas.outcome import UNCHANGED, Outcome, Rejected
from schemas.page import FetchedPage
from workers.stage import Finished, StageRunner
from workers.store.claims import note_second_keys
from workers.store.documents import current_hashes, latest_documents, save_documents, text_hash
from workers.store.feeds import ENDS
from workers.store.ledger import Claim
from workers.store.pages import latest_pages
from workers.task import task

FEED_TYPE = "text/x-feed-content"
"""Marks a page that could not be fetched, and whose text the feed gave."""
PLAIN_TYPES = ("text/plain", "text/markdown")


@dataclass(frozen=True, slots=True)
class Uncleaned:
    """What cleaning one entry needs."""

    entry: ParsedEntry
    page_id: int | None
    page: FetchedPage | None
    known_hash: str
    is_claim_newer: bool = False
    """Whether the feed changed its headline after this page was fetched."""
    kept: Mapping[str, Any] | None = None
    """The columns of the article's last document, where the feed changed the headline since that page was fetched."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document and the page it came from."""

    page_id: int | None
    document: Document
    fetched_at: datetime


class Cleaner(StageRunner[Uncleaned, Cleaned]):
    """HTML, plain text or the feed's own content, to a document in the one normal form."""

    name = "clean"

    def load(self, connection: Connection, claims: Sequence[Claim]) -> Mapping[int, Uncleaned]:
        """Read the newest page of each entry."""
        ids = [held.entry_id for held in claims]
        pages, hashes = latest_pages(connection, ids), current_hashes(connection, ids)
        kept = latest_documents(connection, [one.entry_id for one in claims if one.row["claim_changed_at"]])
        found = {}
        for held in claims:
            page_id, page = pages.get(held.entry_id, (None, None))
            _, known_hash = hashes.get(held.entry_id, (0, ""))
            is_newer = is_claim_newer(held.row, page.fetched_at if page else None)
            last = kept.get(held.entry_id)
            last = last if last and is_claim_newer(held.row, last["fetched_at"]) else None
            found[held.entry_id] = Uncleaned(entry_of(held.row), page_id, page, known_hash, is_newer, last)
        return found

    def work(self, claim: Claim, item: Uncleaned) -> Cleaned | Rejected | Outcome:
        """Clean one page. An edit that leaves headline and text alone is no revision."""
        kept = item.kept if claim.row["kept_state"] in ENDS else None
        document = clean(item)
        if not isinstance(document, Rejected):
            at = item.page.fetched_at if item.page and item.page.fetched_at else claim.row["accepted_at"]
            cleaned = Cleaned(item.page_id, document, at or datetime.now(UTC))
        elif kept is not None:  # a wall in the place of the page takes no headline away
            cleaned = Cleaned(kept["page_id"], _renamed(_document_of(kept), item.entry), kept["fetched_at"])
        else:
            return document
        is_old = item.known_hash == text_hash(cleaned.document.title, cleaned.document.text)
        return UNCHANGED if is_old and claim.row["kept_state"] in ENDS and not claim.row["is_replay"] else cleaned

    def save(self, connection: Connection, done: Sequence[Finished[Cleaned]], now: datetime) -> None:
        """Write the documents as revisions."""
        cleaned = [(one.claim.row, one.product) for one in done if one.product is not None]
        rows = [(row["id"], made.page_id, made.document, made.fetched_at) for row, made in cleaned]
        save_documents(connection, rows, now)
        note_second_keys(connection, ((row, made.document) for row, made in cleaned))


def is_claim_newer(row: Mapping[str, Any], fetched_at: datetime | None) -> bool:
    """Whether the feed changed its headline after the newest page of the entry was fetched."""
    changed_at = row["claim_changed_at"]
    return changed_at is not None and fetched_at is not None and changed_at > fetched_at


def clean(item: Uncleaned) -> Document | Rejected:
    """The document of an entry, under the feed's headline where that is newer than the page."""
    document = _clean(item)
    if isinstance(document, Rejected) or not (item.is_claim_newer and item.entry.title):
        return document
    return _renamed(document, item.entry)


def _renamed(document: Document, entry: ParsedEntry) -> Document:
    """A document under the headline that the feed claims, if it claims one."""
    from pipeline.clean.headings import clean_title

    title = clean_title(entry.title) or document.title
    return replace(document, title=title, sources={**document.sources, "title": "entry"})


def _document_of(row: Mapping[str, Any]) -> Document:
    """The document that a row keeps."""
    said = {one.name: row[one.name] for one in fields(Document)}
    return Document(**said | {"authors": tuple(row["authors"]), "keywords": tuple(row["keywords"])})


def _clean(item: Uncleaned) -> Document | Rejected:
    """Choose the cleaner by what there is: plain text, a page, or only what the feed said."""
    # Imported here: it costs a second, which the workers of other kinds need not pay.
    from pipeline.clean import clean_feed_content, clean_page, clean_text
    from pipeline.decode import decode_body

    if item.page is None or item.page.content_type == FEED_TYPE:
        return clean_feed_content(item.entry)
    if item.page.content_type in PLAIN_TYPES:
        return clean_text(decode_body(item.page.body, item.page.headers).text, item.page.final_url, item.entry)
    return clean_page(item.page, item.entry)


def entry_of(row: Mapping[str, Any]) -> ParsedEntry:
    """What the feed claimed, from the ledger row."""
    return ParsedEntry(
        guid=row["guid"] or row["url"],
        url=row["url"],
        title=row["title"],
        authors=tuple(row["authors"] or ()),
        published_at=row["published_at"],
        summary=row["summary"],
        content_html=row["content_html"],
    )


@task("fivefold.clean", soft=45, hard=55)
def clean_batch(ids: list[int]) -> None:
    """Clean the pages of these entries."""
    Cleaner().run(ids)
