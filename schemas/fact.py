"""A fact: one comparable claim of a story, with every value its sources give and the quotes behind each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlmodel import Field, Index, SQLModel

from schemas.annotations import Annotations
from schemas.columns import BigId, ExactDecimal, UtcDateTime


class FactKind(StrEnum):
    """A quantity, or who holds an office."""

    FIGURE = "figure"
    ROLE = "role"


class FactStatus(StrEnum):
    """How the sources of a story stand to each other. Never who is right."""

    CORROBORATED = "corroborated"
    COMPATIBLE = "compatible"
    CONFLICTING = "conflicting"
    SUPERSEDED = "superseded"
    SINGLE_SOURCE = "single_source"


class Hint(StrEnum):
    """Known slips that would explain a conflict. A hint names the slip, never who made it."""

    PERCENT_MORE_OR_TIMES = "percent_more_or_times"
    MILLION_OR_BILLION = "million_or_billion"
    SWAPPED_PAIR = "swapped_pair"
    DECIMAL_POINT = "decimal_point"
    TRANSPOSED_DIGITS = "transposed_digits"


@dataclass(frozen=True, slots=True)
class SourceArticle:
    """What reconciling needs of one article of a story: the current revision with its annotations."""

    article_id: int
    revision: int
    origin_id: int
    """Articles of one publisher family or one reprint group share it and count once."""
    publisher: str
    published_at: datetime
    title: str
    text: str
    annotations: Annotations
    duplicate_of: int | None = None
    title_annotations: Annotations | None = None
    """Spans of the headline, with offsets into `title`; headlines count as evidence, never as a quote of the text."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The characters that prove a value: `surface == text[start_char:end_char]` of that revision."""

    article_id: int
    revision: int
    origin_id: int
    start_char: int
    end_char: int
    surface: str


@dataclass(frozen=True, slots=True)
class FactValue:
    """One distinct value of a fact and who gives it."""

    text: str
    """The value as a reader would write it: "5 %", "fourfold", "Mark Rutte"."""
    quotes: tuple[Quote, ...]
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    multiplier: Decimal | None = None
    qualifier: str | None = None

    @property
    def article_ids(self) -> tuple[int, ...]:
        """The articles that give this value, in ascending order."""
        return tuple(sorted({quote.article_id for quote in self.quotes}))

    @property
    def n_origins(self) -> int:
        """Independent origins behind this value."""
        return len({quote.origin_id for quote in self.quotes})


@dataclass(frozen=True, slots=True)
class Fact:
    """One comparable claim. `key` is stable while the story lives: the same claim keeps it when values come and go."""

    key: str
    kind: FactKind
    label: str
    """What is measured or held, for people: "air defence increase", "NATO Secretary General"."""
    unit: str | None
    status: FactStatus
    values: tuple[FactValue, ...]
    hint: str | None = None
    """A known slip that would explain a conflict, for example `percent_more_or_times`."""
    reason: str = ""
    """One sentence that says why the status is what it is."""

    @property
    def n_origins(self) -> int:
        """Independent origins behind the whole fact."""
        return len({quote.origin_id for value in self.values for quote in value.quotes})


class FactRow(SQLModel, table=True):
    """A stored fact."""

    __tablename__ = "fact"
    __table_args__ = (Index("ix_fact_status_updated_at", "status", "updated_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    story_id: int = Field(index=True, sa_type=BigId)
    key: str = Field(max_length=300)
    kind: str
    label: str
    unit: str | None = None
    status: str
    hint: str | None = None
    reason: str = ""
    n_origins: int
    digest: str = Field(max_length=64)
    is_withdrawn: bool = False
    updated_at: datetime = Field(sa_type=UtcDateTime)


class SupportRow(SQLModel, table=True):
    """One quote behind one value of a fact."""

    __tablename__ = "support"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    fact_id: int = Field(index=True, sa_type=BigId)
    article_id: int = Field(index=True, sa_type=BigId)
    revision: int
    origin_id: int = Field(sa_type=BigId)
    start_char: int
    end_char: int
    surface: str
    value: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    low: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    high: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    multiplier: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    qualifier: str | None = None
    text: str
