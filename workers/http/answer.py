"""What the head of an answer means: which headers are kept, and which statuses are pages, refusals or errors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.errors import RateLimited, Transient
from pipeline.retry_after import parse_retry_after
from schemas.outcome import Reason
from workers.http.refusal import Refused

REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}
"""Status to whether it is permanent (RFC 9110, 15.4)."""

REFUSALS = {
    401: Reason.BLOCKED,
    402: Reason.BLOCKED,
    403: Reason.BLOCKED,
    404: Reason.NOT_FOUND,
    407: Reason.BLOCKED,
    410: Reason.GONE,
    451: Reason.BLOCKED,
}

LISTS = frozenset({"cache-control", "link", "content-encoding", "x-robots-tag", "content-language"})
SINGLES = frozenset(
    {"content-type", "etag", "last-modified", "date", "expires", "age", "retry-after", "content-location", "location"}
)
HEADER_MAX = 4096
"""A longer value is dropped: nobody needs it, and it would be stored with every page."""


class BadStatus(Transient):
    """An answer that is neither a page nor final; `status` for those who know more about it."""

    reason = Reason.HTTP_ERROR

    def __init__(self, host: str, status: int) -> None:
        super().__init__(f"{host} answered {status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and the headers that anyone reads, names in lower case, values as latin-1 so that no byte is lost."""

    status: int
    headers: dict[str, str]
    location: str
    coding: str


def read_headers(status: int, raw: Iterable[tuple[bytes, bytes]]) -> Answer:
    """Keep what is known; join lists (RFC 9110, 5.3), and of single values take the first. Cookies are not known."""
    kept: dict[str, str] = {}
    location = ""
    for raw_name, raw_value in raw:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name == "location":
            location = location or _text(raw_value)
        elif len(value) > HEADER_MAX:
            continue
        elif name in LISTS and name in kept:
            kept[name] = f"{kept[name]}, {value}"[:HEADER_MAX]
        elif name in LISTS or name in SINGLES:
            kept.setdefault(name, value)
    return Answer(status, kept, location, kept.pop("content-encoding", ""))


def judge(answer: Answer, host: str, is_conditional: bool, now: datetime) -> None:
    """Return for a page, raise for anything else: Refused, RateLimited or BadStatus."""
    status = answer.status
    if (200 <= status < 300 and status != 206) or (status == 304 and is_conditional):
        return
    if status in REFUSALS:
        raise Refused(REFUSALS[status], f"{host} answered {status}")
    asked = answer.headers.get("retry-after")
    if status == 429 or (status == 503 and asked):
        wait = parse_retry_after(asked, answer.headers.get("date"), now)
        raise RateLimited(f"{host} answered {status}", wait)
    raise BadStatus(host, status)


def _text(raw: bytes) -> str:
    """A location is ASCII by the standard, UTF-8 in practice."""
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()
