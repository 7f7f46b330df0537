"""What the API returns: the rows of the contract, described once, as JSON."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, create_model

from schemas.contract import Article, Change, Date, Entity, Fact, Feed, Figure, Mention, Story, Support
from schemas.reading import column_types, describe_columns

Item = TypeVar("Item")


def _model(row_type: type, without: frozenset[str] = frozenset(), name: str | None = None) -> type[BaseModel]:
    """A response model with the columns and descriptions of a row type. Decimals become decimal strings."""
    said = describe_columns(row_type)
    fields: dict[str, Any] = {
        column: (Annotated[(kind | None) if nullable else kind, Field(description=said[column])], ...)
        for column, (kind, nullable) in column_types(row_type).items()
        if column not in without
    }
    settings = ConfigDict(from_attributes=True)
    return create_model(name or row_type.__name__, __config__=settings, __doc__=row_type.__doc__, **fields)


ArticleItem = _model(Article)
ArticleLine = _model(Article, frozenset({"text"}), "ArticleLine")
StoryItem = _model(Story)
FactItem = _model(Fact)
SupportItem = _model(Support)
FigureItem = _model(Figure)
MentionItem = _model(Mention)
DateItem = _model(Date)
EntityItem = _model(Entity)
ChangeItem = _model(Change)
FeedItem = _model(Feed)


class Page(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description="Cursor of the next page; null on the last one.")


class ChangePage(BaseModel):
    """Some changes, and where the feed stands."""

    items: list[ChangeItem]  # type: ignore[valid-type]  # the model is made from the contract, not written out
    epoch: str = Field(description="If it is not the one you know, begin again from 0.")
    last_seq: int = Field(description="The highest number given so far.")


class Problem(BaseModel):
    """Why a request failed."""

    detail: str
