"""The contract with downstream services: one frozen row type for each v1 view, and what every column means.

The descriptions here are the only ones: the comments in PostgreSQL, the JSON Schemas of `docs/schemas` and the tables
of `docs/contract.md` come from them. Needs the standard library alone, so that a reader may import it without the rest.
Every time is aware UTC. Offsets count code points, start included and end excluded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from schemas.reading import column_types, select_rows

VERSION = 1
"""Grows by one with every addition to the v1 views; `v1_schema_version` shows it."""

Id = int


@dataclass(frozen=True, slots=True)
class Article:
    """Articles that are stored, duplicates included: the revision readers see. Withdrawn ones are absent."""

    article_id: Annotated[Id, "The article, for ever."]
    url: Annotated[str, "Where the page was fetched, after redirects."]
    canonical_url: Annotated[str | None, "The address the page gives as its own, normalised."]
    publisher: Annotated[str | None, "Who publishes it, as named by the page, else by the feed."]
    feed_id: Annotated[Id | None, "The feed that brought it first; null if it was given by hand."]
    title: Annotated[str | None, "The headline."]
    authors: Annotated[tuple[str, ...], "Names as the page gives them; a JSON array."]
    language: Annotated[str | None, "ISO 639-1; null when it cannot be told."]
    published_at: Annotated[datetime, "When it was published; where nobody says so, when it was fetched."]
    fetched_at: Annotated[datetime, "When the page of this revision was fetched."]
    revision: Annotated[int, "1 for the first text, one more for each edit of headline or text."]
    text: Annotated[str, "The clean text. Every offset of this revision points into it."]
    story_id: Annotated[Id | None, "The story it belongs to now."]
    duplicate_of: Annotated[Id | None, "The article it repeats almost word for word; null if it stands for itself."]
    origin_id: Annotated[Id | None, "Independent source: equal for reprints of one copy and titles of one publisher."]
    method: Annotated[str, "How the text was obtained: trafilatura, json_ld, plain_text, feed, ..."]
    is_truncated: Annotated[bool, "Whether the text is known to be cut short, by a size limit or a teaser."]
    updated_at: Annotated[datetime, "When anything in this row last changed. No cursor: use v1_change."]


@dataclass(frozen=True, slots=True)
class Revision:
    """Every text an article has shown its readers: what the offsets of earlier revisions point into."""

    article_id: Annotated[Id, "The article."]
    revision: Annotated[int, "Which of its texts; the highest is the one in v1_article."]
    url: Annotated[str, "Where this text was fetched."]
    title: Annotated[str | None, "The headline of this revision."]
    text: Annotated[str, "The clean text of this revision."]
    fetched_at: Annotated[datetime, "When the page of this revision was fetched."]


@dataclass(frozen=True, slots=True)
class Story:
    """Stories: the articles on one event. A story that was merged away stays and points on."""

    story_id: Annotated[Id, "The story, for ever."]
    title: Annotated[str | None, "The headline of its first article."]
    language: Annotated[str | None, "The language of its first article."]
    first_published_at: Annotated[datetime, "Publication time of its first article."]
    last_published_at: Annotated[datetime, "Publication time of its latest article."]
    n_articles: Annotated[int, "Articles in it now, duplicates included; 0 once merged away or emptied."]
    n_origins: Annotated[int, "Independent sources among them."]
    n_conflicts: Annotated[int, "Its facts whose status is conflicting."]
    merged_into: Annotated[Id | None, "The story that took its articles over; null while it lives."]
    updated_at: Annotated[datetime, "When anything in this row last changed. No cursor: use v1_change."]


@dataclass(frozen=True, slots=True)
class Entity:
    """Persons, organisations, places and others that mentions resolve to."""

    entity_id: Annotated[Id, "The entity, for ever."]
    name: Annotated[str, "Its canonical name."]
    type: Annotated[str, "person, organisation, place or other."]
    aliases: Annotated[tuple[str, ...], "Other surface forms seen, at most 50; a JSON array."]
    country: Annotated[str | None, "ISO 3166-1 alpha-2 where known."]


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names an entity. All revisions readers have seen; join on article_id and revision."""

    article_id: Annotated[Id, "The article."]
    revision: Annotated[int, "The revision whose text the offsets point into."]
    start_char: Annotated[int, "First character, counted from 0."]
    end_char: Annotated[int, "One past the last character."]
    surface: Annotated[str, "The characters themselves: text[start_char:end_char]."]
    type: Annotated[str, "person, organisation, place or other."]
    entity_id: Annotated[Id, "What it resolves to."]


@dataclass(frozen=True, slots=True)
class Figure:
    """Numbers with their meaning. All revisions readers have seen; join on article_id and revision."""

    figure_id: Annotated[Id, "The figure within this extraction; a new extraction of the revision gives new ones."]
    article_id: Annotated[Id, "The article."]
    revision: Annotated[int, "The revision whose text the offsets point into."]
    start_char: Annotated[int, "First character, counted from 0."]
    end_char: Annotated[int, "One past the last character."]
    surface: Annotated[str, "The characters themselves: text[start_char:end_char]."]
    kind: Annotated[str, "count, percent, money, multiple, measure, duration or ratio."]
    value: Annotated[Decimal | None, "The number, exact; null for a range without one value."]
    low: Annotated[Decimal | None, "Lower end of a range."]
    high: Annotated[Decimal | None, "Upper end of a range."]
    unit: Annotated[str | None, "Normalised unit: percent, USD, kilometre, ..."]
    counted: Annotated[str | None, "Singular lemma of what is counted: drone."]
    of_what: Annotated[str | None, "The whole it is a part of, as the text names it: GDP."]
    qualifier: Annotated[str, "exact, about, at_least, at_most, more_than, less_than or up_to."]
    change: Annotated[str, "increase or decrease if the number is itself a change, else none."]
    multiplier: Annotated[Decimal | None, "The factor a change amounts to: 5 for a 400 % increase and for fivefold."]
    as_of: Annotated[datetime | None, "The time the number holds for, where the text says it."]
    sentence: Annotated[str, "The sentence it stands in."]


@dataclass(frozen=True, slots=True)
class Date:
    """Dates as half-open intervals. All revisions readers have seen; join on article_id and revision."""

    article_id: Annotated[Id, "The article."]
    revision: Annotated[int, "The revision whose text the offsets point into."]
    start_char: Annotated[int, "First character, counted from 0."]
    end_char: Annotated[int, "One past the last character."]
    surface: Annotated[str, "The characters themselves: text[start_char:end_char]."]
    from_at: Annotated[datetime | None, "Start of the interval, resolved against the publication date."]
    to_at: Annotated[datetime | None, "End of the interval, itself excluded."]
    granularity: Annotated[str, "instant, day, week, month, quarter, year or decade."]


@dataclass(frozen=True, slots=True)
class Fact:
    """Comparable claims of stories and how their sources stand to each other. Withdrawn ones are absent."""

    fact_id: Annotated[Id, "The fact; it keeps its id while values come and go."]
    story_id: Annotated[Id, "The story whose articles make the claim."]
    kind: Annotated[str, "figure, or role: who holds an office."]
    label: Annotated[str, "What is measured or held, for people."]
    unit: Annotated[str | None, "Normalised unit of a figure."]
    status: Annotated[str, "corroborated, compatible, conflicting, superseded or single_source."]
    hint: Annotated[str | None, "A known slip that would explain a conflict; it never says whose."]
    n_origins: Annotated[int, "Independent sources behind the fact."]
    updated_at: Annotated[datetime, "When anything of the fact or its support last changed. No cursor: use v1_change."]


@dataclass(frozen=True, slots=True)
class Support:
    """One quote behind one value of a fact. Values that are equal in all their columns are one value."""

    fact_id: Annotated[Id, "The fact."]
    article_id: Annotated[Id, "The article that is quoted."]
    revision: Annotated[int, "The revision whose text the offsets point into."]
    origin_id: Annotated[Id, "The independent source the article belongs to."]
    start_char: Annotated[int, "First character, counted from 0."]
    end_char: Annotated[int, "One past the last character."]
    surface: Annotated[str, "The characters themselves: text[start_char:end_char]."]
    value: Annotated[Decimal | None, "The number, exact; null for roles."]
    low: Annotated[Decimal | None, "Lower end of a range."]
    high: Annotated[Decimal | None, "Upper end of a range."]
    multiplier: Annotated[Decimal | None, "The factor a change amounts to."]
    qualifier: Annotated[str | None, "exact, about, at_least, at_most, more_than, less_than or up_to."]
    text: Annotated[str, "The value as a reader would write it."]


@dataclass(frozen=True, slots=True)
class Change:
    """The change feed: one row for each thing that happened, in an order that respects cause and effect."""

    seq: Annotated[int, "1, 2, 3, ... without gaps, given after the commit and never again: the cursor."]
    epoch: Annotated[str, "Which life of the database this is; another one means: start again from 0."]
    at: Annotated[datetime, "When it happened."]
    kind: Annotated[str, "article_, story_ or fact_ and created, updated or withdrawn; story_merged."]
    article_id: Annotated[Id | None, "The article, for kinds that begin with article_."]
    story_id: Annotated[Id | None, "The story it happened in or to."]
    fact_id: Annotated[Id | None, "The fact, for kinds that begin with fact_."]
    revision: Annotated[int | None, "The revision that went live, where one did."]


@dataclass(frozen=True, slots=True)
class Feed:
    """Polled feeds and how they behave."""

    feed_id: Annotated[Id, "The feed."]
    url: Annotated[str, "Where it is polled."]
    title: Annotated[str | None, "Its title as it gives it."]
    publisher: Annotated[str | None, "Who publishes it."]
    state: Annotated[str, "active, paused, gone or removed."]
    next_poll_at: Annotated[datetime, "When it is due."]
    last_success_at: Annotated[datetime | None, "When it last answered properly."]
    last_new_entry_at: Annotated[datetime | None, "When it last had something new."]
    n_failures: Annotated[int, "Failures since then, rounded."]
    last_error: Annotated[str | None, "What went wrong last, in one line; null when all is well."]


@dataclass(frozen=True, slots=True)
class SchemaVersion:
    """One row: what is there, and how far the change feed is. `epoch` and `last_seq` tell a reader where it stands."""

    version: Annotated[int, "Additions to v1 so far; it only grows."]
    schema_revision: Annotated[str, "The migration the database is at."]
    epoch: Annotated[str, "Which life of the database this is."]
    last_seq: Annotated[int, "The highest number in v1_change."]
    sequenced_at: Annotated[datetime | None, "When that number was given."]


VIEWS: dict[str, type] = {
    "v1_article": Article,
    "v1_revision": Revision,
    "v1_story": Story,
    "v1_entity": Entity,
    "v1_mention": Mention,
    "v1_figure": Figure,
    "v1_date": Date,
    "v1_fact": Fact,
    "v1_support": Support,
    "v1_change": Change,
    "v1_feed": Feed,
    "v1_schema_version": SchemaVersion,
}
"""Every view of the contract and its row type."""

_NAMES = {row_type: view for view, row_type in VIEWS.items()}
Row = TypeVar("Row")


class EpochChanged(Exception):
    """The database was restored from a backup: numbers may be given again, so the reader starts anew from 0."""

    def __init__(self, known: str, found: str) -> None:
        super().__init__(f"the reader knows epoch {known}, the database is in epoch {found}")
        self.known, self.found = known, found


def read_rows(
    connection: Any, row_type: type[Row], where: str = "", parameters: Sequence[object] = ()
) -> Iterator[Row]:
    """Rows of the type's view as values; `where` is what follows in SQL, `?` for each parameter.

    The connection is one of sqlite3, psycopg or SQLAlchemy. Example: `read_rows(db, Fact, "WHERE story_id = ?", [12])`.
    """
    kind: Any = row_type
    query = f"SELECT {', '.join(column_types(kind))} FROM {_NAMES[row_type]} {where}"  # noqa: S608  our own names
    return select_rows(connection, row_type, query, parameters)


def read_epoch(connection: Any) -> str:
    """Which life of the database this is. Keep it beside the cursor."""
    (found,) = read_rows(connection, SchemaVersion)
    return found.epoch


def read_changes(connection: Any, after: int = 0, limit: int = 1000, *, epoch: str | None = None) -> Iterator[Change]:
    """The next changes after a cursor, at most `limit`, in order; none means that the reader is up to date.

    Stores nothing: write the last `seq` in the transaction that writes what you made of it, and no change is missed or
    seen twice. Raises EpochChanged when `epoch` is given and is not the database's.
    """
    if epoch is not None and (found := read_epoch(connection)) != epoch:
        raise EpochChanged(epoch, found)
    return read_rows(connection, Change, "WHERE seq > ? ORDER BY seq LIMIT ?", [after, limit])
