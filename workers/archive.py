"""WARC files, as of CC-NEWS: the HTML responses in them become pages. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from pipeline.canonical import canonical_url
from pipeline.errors import IngestError
from pipeline.identity import page_key
from schemas.page import FetchedPage
from workers.settings import load_settings
from workers.sources import LocalPage

HTML = ("text/html", "application/xhtml+xml")


def read_archive(path: Path, complaints: list[str]) -> Iterator[LocalPage]:
    """The pages of one WARC file, as a stream. Records that are no HTML answer 200 are passed over."""
    most = load_settings().page_max_bytes
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            try:
                page = _read_record(record, most)
            except (IngestError, ValueError) as error:
                complaints.append(f"{path}: {record.headers.get('WARC-Target-URI', 'a record')}: {error}"[:300])
                continue
            if page is not None:
                yield page


def _read_record(record: Any, most: int) -> LocalPage | None:
    http = record.http_headers
    if http is None or http.status_code != 200:
        return None
    headers = {name.lower(): value for name, value in http.items()}
    if headers.get("content-type", "").partition(";")[0].strip().lower() not in HTML:
        return None
    url = canonical_url(record.headers.get("WARC-Target-URI", ""))
    n_declared = record.content_length
    body = record.reader.read(most + 1)
    if len(body) < min(n_declared, most + 1):
        raise ValueError(f"the file ends within this record, {n_declared - len(body)} bytes early")
    fetched_at = datetime.fromisoformat(record.headers["WARC-Date"].replace("Z", "+00:00")).astimezone(UTC)
    page = FetchedPage(url, url, 200, body[:most], headers, fetched_at, is_truncated=len(body) > most)
    return LocalPage(page_key(url), url, page)
