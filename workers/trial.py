"""Stages on records that come from nowhere and go nowhere: what `fivefold try` runs. Nothing is stored."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline.canonical import canonical_url
from pipeline.errors import IngestError
from pipeline.text import normalise_text
from schemas.annotations import Annotations, ExtractInput
from schemas.outcome import Rejected, Status

if TYPE_CHECKING:
    from pipeline.fold import MemoryIndex

Record = Mapping[str, Any]
BATCH = 32
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in for an unknown publication time where an order is needed; the same for all, so it decides nothing."""


def time_of(record: Record) -> datetime | None:
    """The record's publication time; a date without a zone is UTC; null when it has none or cannot be read."""
    try:
        at = datetime.fromisoformat(str(record.get("published_at") or "").strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def clean_records(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Records `id, url, html` to cleaned documents, or a reason why not."""
    from pipeline.clean import clean_page
    from schemas.page import FetchedPage

    for record in records:
        url = str(record.get("url") or "")
        body = str(record.get("html") or "").encode("utf-8", "replace")
        page = FetchedPage(url, url, 200, body, {"content-type": "text/html; charset=utf-8"})
        try:
            found = clean_page(page)
        except IngestError as error:
            yield _uncleaned(record, Status.DEAD, error.reason)
            continue
        if isinstance(found, Rejected):
            yield _uncleaned(record, Status.REJECTED, found.reason)
            continue
        yield {
            "id": record.get("id"),
            "outcome": Status.DONE.value,
            "reason": None,
            "title": found.title,
            "text": found.text,
            "authors": list(found.authors),
            "published_at": found.published_at,
            "language": found.language,
            "method": found.method,
            "truncated": found.is_truncated,
        }


def _uncleaned(record: Record, status: Status, reason: str) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "title": None,
        "text": None,
        "authors": [],
        "published_at": None,
        "language": None,
        "method": None,
    }
    return {"id": record.get("id"), "outcome": status.value, "reason": str(reason), **empty, "truncated": False}


def extract_records(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Records `id, title, text, published_at` to mentions, figures and dates, offsets into the text as given."""
    from pipeline.extract.annotate import annotate
    from workers import resources

    for batch in _batches(records):
        inputs = [ExtractInput(_title(one), _text(one), time_of(one), one.get("language")) for one in batch]
        for record, found in zip(batch, annotate(inputs, resources.model()), strict=True):
            yield {"id": record.get("id"), **_spans(found)}


def _spans(found: Annotations) -> dict[str, Any]:
    return {
        "mentions": [
            {"start": one.start_char, "end": one.end_char, "surface": one.surface, "type": one.type.value,
             "entity": one.entity}
            for one in found.mentions
        ],
        "figures": [{"start": one.start_char, "end": one.end_char, **one.model_dump()} for one in found.figures],
        "dates": [
            {"start": one.start_char, "end": one.end_char, "surface": one.surface, "from": one.from_at, "to": one.to_at,
             "granularity": one.granularity}
            for one in found.dates
        ],
        "roles": [
            {"start": one.start_char, "end": one.end_char, "surface": one.surface, "role": one.role,
             "organisation": one.organisation, "holder": one.holder, "is_former": one.is_former}
            for one in found.roles
        ],
    }  # fmt: skip


def fold_records(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Records `id, title, text, published_at, url`, to stories and duplicates after the whole stream is read."""
    from pipeline.fold import near_duplicates

    rows = list(records)
    index = fold_rows(rows)
    alike = near_duplicates(range(len(rows)), index)
    for where in index.placements():
        original = where.duplicate_of
        yield {
            "id": rows[where.article_id].get("id"),
            "story": rows[where.story_id].get("id"),
            "duplicate_of": None if original is None else rows[original].get("id"),
            "similarity": where.similarity,
            "near_duplicates": [
                {"id": rows[other].get("id"), "similarity": found} for other, found in alike[where.article_id]
            ],
        }


def fold_rows(rows: Sequence[Record]) -> MemoryIndex:
    """Fold records in memory. Returns the index, where articles have the numbers of their positions."""
    from pipeline.fold import FoldInput, MemoryIndex, fold

    # What is here stays: the garbage collector need not look at it again and again.
    gc.freeze()
    index = MemoryIndex()
    for start in range(0, len(rows), 256):
        batch = [_fold_input(number, rows[number], FoldInput) for number in range(start, min(start + 256, len(rows)))]
        index.apply(fold(batch, index))
    return index


def _fold_input(number: int, record: Record, kind: Any) -> Any:
    from pipeline.language import identify_language

    text, title = normalise_text(_text(record)), normalise_text(_title(record))
    return kind(
        article_id=number,
        key=str(record.get("id") or number),
        title=title,
        text=text,
        published_at=time_of(record) or UNDATED,
        publisher=_publisher(record),
        language=record.get("language") or identify_language(text),
        url=str(record.get("url") or ""),
    )


def fact_records(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Records as for fold, to one line for each fact of each story."""
    from pipeline.reconcile import reconcile
    from workers.trial_facts import fact_line, story_sources

    rows = list(records)
    places = {one.article_id: one for one in fold_rows(rows).placements()}
    for story_id, sources in story_sources(rows, places):
        for fact in reconcile(sources):
            yield fact_line(rows, story_id, fact)


def _title(record: Record) -> str:
    return str(record.get("title") or "")


def _text(record: Record) -> str:
    return str(record.get("text") or "")


def _publisher(record: Record) -> str:
    from urllib.parse import urlsplit

    given = record.get("publisher")
    if given:
        return str(given)
    try:
        return urlsplit(canonical_url(str(record.get("url")))).hostname or ""
    except IngestError:
        return str(record.get("id") or "")


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    stream = iter(records)
    while batch := list(islice(stream, BATCH)):
        yield batch
