"""The one word an item leaves a stage with: database row, log field and metric label alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from schemas.columns import BigId, UtcDateTime


class Status(StrEnum):
    """What became of an item in one stage."""

    DONE = "done"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    RETRY = "retry"
    DEAD = "dead"


class Reason(StrEnum):
    """Why an item was rejected, is retried or is dead. A closed list: docs/glossary.md explains each."""

    # rejected by the screen (clean)
    TOO_SHORT = "too_short"
    NOT_TEXT = "not_text"
    NOT_HTML = "not_html"
    CONSENT_WALL = "consent_wall"
    BOT_WALL = "bot_wall"
    PAYWALL = "paywall"
    INDEX_PAGE = "index_page"
    VIDEO_ONLY = "video_only"
    EMPTY = "empty"
    # rejected by the fetcher
    BLOCKED = "blocked"
    ROBOTS_DENIED = "robots_denied"
    NOT_FOUND = "not_found"
    GONE = "gone"
    URL_REFUSED = "url_refused"
    ADDRESS_REFUSED = "address_refused"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_ENCODING = "bad_encoding"
    # duplicates
    SAME_ARTICLE = "same_article"
    NEAR_DUPLICATE = "near_duplicate"
    # transient
    TIMEOUT = "timeout"
    DNS = "dns"
    CONNECTION = "connection"
    TLS = "tls"
    HTTP_ERROR = "http_error"
    RATE_LIMITED = "rate_limited"
    DATABASE = "database"
    BROKER = "broker"
    # feeds
    NOT_A_FEED = "not_a_feed"
    DTD_ENTITIES = "dtd_entities"
    TOO_COMPLEX = "too_complex"
    # dead
    CRASH = "crash"
    HANG = "hang"
    MEMORY = "memory"
    POISON = "poison"
    BUG = "bug"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Exactly one of these per item and stage. `detail` is for people: one line, no secrets, at most 300 characters."""

    status: Status
    reason: Reason | None = None
    detail: str | None = None

    def __post_init__(self) -> None:
        """A rejection or a death without a reason would be a silent loss."""
        if self.status in (Status.REJECTED, Status.DEAD, Status.RETRY) and self.reason is None:
            raise ValueError(f"outcome {self.status} needs a reason")


DONE = Outcome(Status.DONE)
UNCHANGED = Outcome(Status.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Rejected:
    """What a stage returns in place of its product when the item is not kept. Not an error."""

    reason: Reason
    detail: str | None = None


class OutcomeRow(SQLModel, table=True):
    """One visit of one item to one stage; what `fivefold trace` shows. Pruned with the retention time."""

    __tablename__ = "outcome"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    entry_id: int | None = Field(default=None, index=True, sa_type=BigId)
    feed_id: int | None = Field(default=None, index=True, sa_type=BigId)
    stage: str
    attempt: int = 1
    status: str
    reason: str | None = None
    detail: str | None = None
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    duration_ms: float
    worker: str
