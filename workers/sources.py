"""What `fivefold ingest` is given: files and folders become entries at once, URLs become feeds or entries."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.canonical import canonical_url
from pipeline.errors import IngestError, Misconfigured
from pipeline.identity import page_key
from pipeline.opml import read_opml
from schemas.feed import FeedLink
from schemas.page import FetchedPage

TYPES = {".txt": "text/plain; charset=utf-8", ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html"}
LISTS = (".opml", ".xml")
LINES = (".jsonl", ".ndjson")
ARCHIVES = (".warc", ".warc.gz")


@dataclass(frozen=True, slots=True)
class LocalPage:
    """A page that is here already, with what is known of it."""

    key: str
    url: str
    page: FetchedPage
    title: str | None = None
    published_at: datetime | None = None
    guid: str | None = None


@dataclass(slots=True)
class Sources:
    """The arguments sorted out. `complaints` are the inputs that could not be read, one clear line each."""

    urls: list[str] = field(default_factory=list)
    feeds: list[FeedLink] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def sort_out(arguments: Iterable[str]) -> Sources:
    """Tell URLs, feed lists and files apart. Raises Misconfigured when an argument is none of them."""
    found = Sources()
    for argument in arguments:
        if argument.startswith(("http://", "https://")):
            found.urls.append(argument)
        else:
            _add_path(found, Path(argument))
    return found


def _add_path(found: Sources, path: Path) -> None:
    if path.is_dir():
        inside = sorted(one for one in path.rglob("*") if one.is_file() and _kind(one))
        if not inside:
            found.complaints.append(f"{path}: the folder holds no .txt, .html, .jsonl, .warc or .opml file")
        for one in inside:
            _add_path(found, one)
    elif not path.exists():
        raise Misconfigured(f"{path}: no such file or folder, and not an http(s) URL")
    elif path.suffix.lower() in LISTS:
        _add_list(found, path)
    elif _kind(path):
        found.files.append(path)
    else:
        raise Misconfigured(f"{path}: neither .txt, .html, .jsonl, .warc, .warc.gz nor .opml")


def _kind(path: Path) -> str | None:
    name = path.name.lower()
    return next((end for end in (*TYPES, *LINES, *ARCHIVES, ".opml") if name.endswith(end)), None)


def _add_list(found: Sources, path: Path) -> None:
    try:
        links = read_opml(path.read_bytes())
    except (OSError, IngestError) as error:
        found.complaints.append(f"{path}: {getattr(error, 'strerror', None) or error}")
        return
    if not links:
        found.complaints.append(f"{path}: no feeds in this OPML file")
    found.feeds += links


def read_pages(path: Path, complaints: list[str]) -> Iterator[LocalPage]:
    """The pages of one file, as a stream. What cannot be read is named in `complaints`, and the rest goes on."""
    try:
        match _kind(path):
            case ".jsonl" | ".ndjson":
                yield from _read_lines(path, complaints)
            case ".warc" | ".warc.gz":
                from workers.archive import read_archive

                yield from read_archive(path, complaints)
            case kind:
                yield _read_file(path, TYPES[kind or ".txt"])
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        complaints.append(f"{path}: {getattr(error, 'strerror', None) or error}")


def _read_file(path: Path, content_type: str) -> LocalPage:
    body, url = path.read_bytes(), path.resolve().as_uri()
    changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return LocalPage(_file_key(url), url, FetchedPage(url, url, 200, body, {"content-type": content_type}, changed_at))


def _file_key(url: str) -> str:
    """Local files have no canonical form beyond their own absolute address."""
    from hashlib import sha256

    return sha256(f"file\0{url}".encode()).hexdigest()


def _read_lines(path: Path, complaints: list[str]) -> Iterator[LocalPage]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield _read_record(json.loads(line), path, number)
            except (ValueError, TypeError, KeyError, IngestError) as error:
                complaints.append(f"{path}:{number}: not a usable record ({error})"[:300])


def _read_record(record: dict[str, Any], path: Path, number: int) -> LocalPage:
    """One record: `id, url, title, text` or `html`, `published_at`."""
    if not isinstance(record, dict) or not (record.get("text") or record.get("html")):
        raise ValueError("neither text nor html")
    is_html = bool(record.get("html"))
    body = str(record["html"] if is_html else record["text"]).encode("utf-8", "replace")
    url, given = record.get("url"), str(record.get("id") or number)
    if url:
        url = canonical_url(str(url))
        key = page_key(url)
    else:
        url = f"{path.resolve().as_uri()}#{given}"
        key = _file_key(url)
    kind = "text/html; charset=utf-8" if is_html else "text/plain; charset=utf-8"
    page = FetchedPage(url, url, 200, body, {"content-type": kind})
    return LocalPage(key, url, page, record.get("title"), _read_time(record.get("published_at")), given)


def _read_time(value: object) -> datetime | None:
    """An ISO 8601 time; one without a zone is UTC. Raises ValueError."""
    if not value:
        return None
    at = datetime.fromisoformat(str(value))
    return at if at.tzinfo else at.replace(tzinfo=UTC)
