"""An entry: one item as its feed claims it, and the ledger row that says what happens to it next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Index, SQLModel

from schemas.columns import BigId, Json, UtcDateTime
from schemas.feed import FeedHints


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One item of a feed. Text fields are plain text; `content_html` is untrusted HTML as the feed gave it."""

    guid: str
    """The feed's own identifier made unique within the feed, at most 2,048 characters."""
    url: str | None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    summary: str | None = None
    content_html: str | None = None
    categories: tuple[str, ...] = ()
    image_url: str | None = None
    is_link_shared: bool = False
    """Whether other items of the document, with other titles, have the same link: it names no article then."""
    title_as_given: str | None = None
    """The title before characters were taken out that hide or turn text, spelled in ASCII; None where it had none."""
    link_as_given: str | None = None
    """The beginning of a link that is no web address, spelled in ASCII; None where `url` is the feed's own."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document after parsing. `warning` names a survivable defect of its form."""

    kind: str
    """rss, atom, json or sitemap."""
    title: str | None
    url: str | None = None
    language: str | None = None
    entries: tuple[ParsedEntry, ...] = ()
    hints: FeedHints = field(default_factory=FeedHints)
    hub_url: str | None = None
    self_url: str | None = None
    sitemap_urls: tuple[str, ...] = ()
    """The parts of an index of sitemaps, latest first; they are feeds, not articles."""
    warning: str | None = None
    n_dropped: int = 0
    """Items beyond the limit of a feed."""
    remarks: tuple[str, ...] = ()
    """What else an operator may want to know: dates that were none, characters read otherwise than declared."""


class EntryState(StrEnum):
    """`due` is in flight; every other state is an end."""

    DUE = "due"
    STORED = "stored"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    DEAD = "dead"


class EntryRow(SQLModel, table=True):
    """The ledger: inbox and outbox in one. `stage` is where the entry stands, `due_at` when it may be rung again."""

    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_due", "stage", "state", "due_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    key: str = Field(unique=True, max_length=64)
    feed_id: int | None = Field(default=None, index=True, foreign_key="feed.id", sa_type=BigId)
    guid: str | None = Field(default=None, index=True)
    url: str
    title: str | None = None
    authors: list[str] = Field(default_factory=list, sa_type=Json)
    summary: str | None = None
    content_html: str | None = None
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    publisher: str | None = None
    claim_hash: str | None = Field(default=None, max_length=64)
    claim_changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the feed last changed its headline: it is later than that of a page fetched before."""
    accepted_at: datetime = Field(sa_type=UtcDateTime)
    stage: str
    state: str = EntryState.DUE
    reason: str | None = None
    detail: str | None = None
    n_tries: int = 0
    n_errors: int = 0
    n_crashes: int = 0
    is_suspect: bool = False
    rung_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_token: str | None = None
    refetch_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    n_refetches: int = 0
    is_replay: bool = False
    title_as_given: str | None = None
    link_as_given: str | None = None
    kept_state: str | None = None
    """The end state to return to when a re-fetch or a replay fails: the article stays as it was."""
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class EntryAliasRow(SQLModel, table=True):
    """Another natural key of an entry: of the address that its page was found at, or of a new link for its guid."""

    __tablename__ = "entry_alias"

    key: str = Field(primary_key=True, max_length=64)
    entry_id: int = Field(index=True, foreign_key="entry.id", sa_type=BigId)
