"""A feed: a polled URL in RSS, Atom, JSON Feed or news-sitemap form, and the memory of how it behaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel

from schemas.columns import BigId, Json, UtcDateTime


class FeedState(StrEnum):
    """Only an operator, or two answers 410 Gone, ends the polling of a feed."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Credential:
    """A request header that opens a feed, and the only origin that may see it. Its `repr` does not show the value."""

    origin: str
    """Scheme, host and port in ASCII, the port left out where the scheme implies it: `https://feeds.example`."""
    header: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """One line of a feed list: what an OPML outline says of a feed."""

    url: str
    title: str | None = None
    group: str | None = None
    html_url: str | None = None


@dataclass(frozen=True, slots=True)
class FeedHints:
    """What a publisher says about how often to come: all optional, all untrusted, to be clamped by the scheduler."""

    max_age: timedelta | None = None
    retry_after: timedelta | None = None
    ttl: timedelta | None = None
    update_interval: timedelta | None = None
    skip_hours: frozenset[int] = field(default_factory=frozenset)
    skip_days: frozenset[int] = field(default_factory=frozenset)
    """Weekdays as in `datetime.weekday`: Monday is 0."""


class CredentialRow(SQLModel, table=True):
    """The credential of a feed, in a table of its own: no view, page, export or log ever reads it."""

    __tablename__ = "credential"

    feed_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    origin: str
    header: str
    value: str


class FeedRow(SQLModel, table=True):
    """A feed and when it is due. Validators are opaque and stored in the transaction that stores the entries."""

    __tablename__ = "feed"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    url: str = Field(unique=True, max_length=2048)
    title: str | None = None
    publisher: str | None = None
    group: str | None = Field(default=None, sa_column_kwargs={"name": "group_name"})
    state: str = Field(default=FeedState.ACTIVE, index=True)
    host: str = Field(default="", index=True)
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    next_poll_at: datetime = Field(sa_type=UtcDateTime, index=True)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_token: str | None = None
    interval_seconds: float = 3600.0
    last_polled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_success_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_new_entry_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    usual_gap_seconds: float | None = None
    n_failures: float = 0.0
    n_tries: int = 0
    rung_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_error: str | None = None
    n_gone: int = 0
    moved_to: str | None = Field(default=None, max_length=2048)
    n_moved: int = 0
    moved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    hints: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """What the last document said about polling; an answer 304 has none."""
    part_of: int | None = Field(default=None, index=True, sa_type=BigId)
    """The index of sitemaps that names this feed."""
    hub_url: str | None = Field(default=None, max_length=2048)
    hub_topic: str | None = Field(default=None, max_length=2048)
    """What the hub calls this feed: its own `rel=self`."""
    hub_secret: str | None = None
    hub_asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    hub_lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
