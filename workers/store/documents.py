"""Documents: the revisions of each article's text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, insert, select, tuple_, update

from schemas.document import Document
from workers.store.tables import article, document


def text_hash(title: str | None, text: str) -> str:
    """What decides whether an edit made a new revision: headline and text, nothing around them."""
    return sha256(f"{title or ''}\0{text}".encode()).hexdigest()


def current_hashes(connection: Connection, article_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """The newest revision of each article that has one: (revision, text hash)."""
    newest = (
        select(document.c.article_id, func.max(document.c.revision).label("revision"))
        .where(document.c.article_id.in_(list(article_ids)))
        .group_by(document.c.article_id)
    )
    query = select(document.c.article_id, document.c.revision, document.c.text_hash).where(
        document.c.article_id.in_(list(article_ids)), tuple_(document.c.article_id, document.c.revision).in_(newest)
    )
    return {row.article_id: (row.revision, row.text_hash) for row in connection.execute(query)}


def save_documents(
    connection: Connection, cleaned: Sequence[tuple[int, int | None, Document, datetime]], now: datetime
) -> None:
    """Write (entry id, page id, document, fetched at). The same text again replaces its metadata, not its revision."""
    known = current_hashes(connection, [entry_id for entry_id, *_ in cleaned])
    fresh = []
    for entry_id, page_id, one, fetched_at in cleaned:
        digest = text_hash(one.title, one.text)
        revision, old = known.get(entry_id, (0, ""))
        row = _row(one, digest) | {"page_id": page_id, "fetched_at": fetched_at}
        if digest == old:
            here = (document.c.article_id == entry_id) & (document.c.revision == revision)
            connection.execute(update(document).where(here).values(**row))
        else:
            fresh.append(row | {"article_id": entry_id, "revision": revision + 1, "created_at": now})
    if fresh:
        connection.execute(insert(document), fresh)


def _row(one: Document, digest: str) -> dict[str, Any]:
    return {
        "url": one.url,
        "canonical_url": one.canonical_url,
        "title": one.title,
        "text": one.text,
        "text_hash": digest,
        "authors": list(one.authors),
        "published_at": one.published_at,
        "modified_at": one.modified_at,
        "language": one.language,
        "publisher": one.publisher,
        "owner": one.owner,
        "dateline": one.dateline,
        "section": one.section,
        "keywords": list(one.keywords),
        "image_url": one.image_url,
        "method": one.method,
        "is_truncated": one.is_truncated,
        "sources": one.sources,
    }


def latest_documents(connection: Connection, article_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The newest revision of each article, by article id, as mappings of its columns."""
    newest = (
        select(document.c.article_id, func.max(document.c.revision))
        .where(document.c.article_id.in_(list(article_ids)))
        .group_by(document.c.article_id)
    )
    # The ids stand apart too: for pairs alone SQLite reads the whole table.
    is_wanted = document.c.article_id.in_(list(article_ids))
    query = select(document).where(is_wanted, tuple_(document.c.article_id, document.c.revision).in_(newest))
    return {row["article_id"]: dict(row) for row in connection.execute(query).mappings()}


def published_documents(connection: Connection, article_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The revision each article shows its readers, by article id."""
    query = (
        select(document)
        .join(article, (article.c.id == document.c.article_id) & (article.c.revision == document.c.revision))
        .where(document.c.article_id.in_(list(article_ids)))
    )
    return {row["article_id"]: dict(row) for row in connection.execute(query).mappings()}
