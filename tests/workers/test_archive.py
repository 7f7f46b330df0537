"""WARC files, plain and gzipped, whole and cut off."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from workers.sources import LocalPage, read_pages

DATE = "2025-06-09T08:00:00Z"
PAGE = b"<html><body><p>The bridge of Arven was closed on Monday.</p></body></html>"


def record(url: str, body: bytes, *, status: str = "200 OK", kind: str = "text/html", date: str = DATE) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nX-Own: 1\r\n\r\n".encode() + body
    head = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {date}",
        f"WARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(http)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + http + b"\r\n\r\n"


def several(n_records: int) -> list[bytes]:
    return [record(f"https://outlet.test/{number}", PAGE) for number in range(n_records)]


def read(path: Path) -> tuple[list[LocalPage], list[str]]:
    complaints: list[str] = []
    return list(read_pages(path, complaints)), complaints


@pytest.mark.parametrize("is_gzipped", [False, True])
def test_its_pages_are_read(tmp_path: Path, is_gzipped: bool) -> None:
    path = tmp_path / ("news.warc.gz" if is_gzipped else "news.warc")
    path.write_bytes(b"".join(gzip.compress(one) if is_gzipped else one for one in several(3)))
    pages, complaints = read(path)
    assert complaints == []
    assert [one.url for one in pages] == [f"https://outlet.test/{number}" for number in range(3)]
    assert len({one.key for one in pages}) == 3
    assert pages[0].page.body == PAGE
    assert pages[0].page.content_type == "text/html"
    assert pages[0].page.fetched_at == datetime(2025, 6, 9, 8, tzinfo=UTC)


def test_only_html_that_was_served_counts(tmp_path: Path) -> None:
    path = tmp_path / "news.warc"
    others = [
        record("https://outlet.test/gone", PAGE, status="404 Not Found"),
        record("https://outlet.test/image", b"GIF89a", kind="image/gif"),
        record("https://outlet.test/good", PAGE, kind="text/html; charset=utf-8"),
    ]
    path.write_bytes(b"".join(others))
    pages, complaints = read(path)
    assert [one.url for one in pages] == ["https://outlet.test/good"]
    assert complaints == []


def test_a_bad_record_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "news.warc"
    path.write_bytes(record("https://outlet.test/bad", PAGE, date="yesterday") + several(1)[0])
    pages, complaints = read(path)
    assert [one.url for one in pages] == ["https://outlet.test/0"]
    assert len(complaints) == 1
    assert "https://outlet.test/bad" in complaints[0]


@pytest.mark.parametrize("is_gzipped", [False, True])
def test_a_file_that_is_cut_off_gives_one_complaint(tmp_path: Path, is_gzipped: bool) -> None:
    path = tmp_path / ("news.warc.gz" if is_gzipped else "news.warc")
    records = [gzip.compress(one) if is_gzipped else one for one in several(3)]
    path.write_bytes(b"".join(records)[:-40])
    pages, complaints = read(path)
    assert [one.url for one in pages][:2] == ["https://outlet.test/0", "https://outlet.test/1"]
    assert all(one.page.body == PAGE for one in pages)
    assert len(complaints) == 1
    assert str(path) in complaints[0]
    assert "\n" not in complaints[0]


def test_what_is_no_warc_gives_one_complaint(tmp_path: Path) -> None:
    path = tmp_path / "news.warc"
    path.write_bytes(b"this is no archive\n" * 50)
    pages, complaints = read(path)
    assert pages == []
    assert len(complaints) == 1
