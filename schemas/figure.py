"""A figure: a number of a text with its meaning and the characters that prove it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import String
from sqlmodel import Field, SQLModel

from schemas.columns import BigId, ExactDecimal, UtcDateTime


class FigureKind(StrEnum):
    """What sort of quantity a figure states."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    MULTIPLE = "multiple"
    MEASURE = "measure"
    DURATION = "duration"
    RATIO = "ratio"


class Qualifier(StrEnum):
    """How firmly the text holds to the number."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    UP_TO = "up_to"


class Change(StrEnum):
    """Whether the number is itself a change, and which way."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NONE = "none"


class FigureFields(SQLModel):
    """The columns of a figure, once. `surface == text[start_char:end_char]`, in code points of the stored text."""

    start_char: int
    end_char: int
    surface: str
    kind: FigureKind = Field(sa_type=String)
    value: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    low: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    high: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    unit: str | None = None
    per: str | None = None
    """What a rate is per: "day", "year", "barrel"."""
    unit_surface: str | None = None
    counted: str | None = None
    """Singular lemma of what is counted: "drone"."""
    of_what: str | None = None
    """The whole, as the text names it: "GDP"."""
    qualifier: Qualifier = Field(default=Qualifier.EXACT, sa_type=String)
    change: Change = Field(default=Change.NONE, sa_type=String)
    multiplier: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    as_of: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sentence_start: int
    sentence_end: int


class Figure(FigureFields):
    """One figure of one document."""

    model_config = {"frozen": True}


class FigureRow(FigureFields, table=True):
    """A figure of a stored revision. `sentence` is kept beside its offsets for readers who hold no text."""

    __tablename__ = "figure"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    article_id: int = Field(index=True, sa_type=BigId)
    revision: int
    sentence: str


class DateFields(SQLModel):
    """A date of a text as the half-open interval [from_at, to_at), resolved against the publication date."""

    start_char: int
    end_char: int
    surface: str
    from_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    to_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    granularity: str
    """instant, day, week, month, quarter, year or decade."""


class DateSpan(DateFields):
    """One date of one document."""

    model_config = {"frozen": True}


class DateRow(DateFields, table=True):
    """A date of a stored revision."""

    __tablename__ = "date_span"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    article_id: int = Field(index=True, sa_type=BigId)
    revision: int
