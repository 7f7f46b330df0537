"""The paths of the read API: lists, single items and the change feed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query
from pydantic import BaseModel

from ops.api import models
from ops.api.paging import MOST_ID, decode_cursor, encode_cursor
from schemas.contract import Article, Date, Entity, Fact, Feed, Figure, Mention, Story, Support
from schemas.fact import FactStatus
from workers.store import reading
from workers.store.database import Database
from workers.store.reading import Listing

Limit = Annotated[int, Query(ge=1, le=200, description="Items on a page.")]
Cursor = Annotated[str | None, Query(max_length=200, pattern=r"^[\w-]+$", description="`next` of the page before.")]
Id = Annotated[int, Path(ge=0, le=MOST_ID)]
OfStory = Annotated[int | None, Query(ge=0, le=MOST_ID, description="Only of this story.")]
OfFeed = Annotated[int | None, Query(ge=0, le=MOST_ID, description="Only of this feed.")]
NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"model": models.Problem}}

_ITEMS: list[tuple[str, Any, str, type[BaseModel]]] = [
    ("stories", Story, "story_id", models.StoryItem),
    ("articles", Article, "article_id", models.ArticleItem),
    ("facts", Fact, "fact_id", models.FactItem),
    ("entities", Entity, "entity_id", models.EntityItem),
    ("feeds", Feed, "feed_id", models.FeedItem),
]
_ANNOTATIONS: list[tuple[str, Any, type[BaseModel]]] = [
    ("figures", Figure, models.FigureItem),
    ("mentions", Mention, models.MentionItem),
    ("dates", Date, models.DateItem),
]


def make_routes(database: Database) -> APIRouter:
    """All paths over one database."""
    router = APIRouter()
    _add_lists(router, database)
    _add_changes(router, database)
    for name, row_type, column, model in _ITEMS:
        _add_item(router, database, name, row_type, column, model)
    for name, row_type, model in _ANNOTATIONS:
        _add_annotations(router, database, name, row_type, model)
    return router


def _add_lists(router: APIRouter, database: Database) -> None:
    @router.get("/stories", response_model=models.Page[models.StoryItem])  # type: ignore[valid-type]
    def stories(limit: Limit = 50, cursor: Cursor = None) -> Any:
        """Stories, latest article first. Those merged away are among them and point on."""
        return _page(database, reading.STORIES, {}, cursor, limit)

    @router.get("/articles", response_model=models.Page[models.ArticleLine])  # type: ignore[valid-type]
    def articles(limit: Limit = 50, cursor: Cursor = None, story_id: OfStory = None, feed_id: OfFeed = None) -> Any:
        """Articles, latest first, without their texts."""
        return _page(database, reading.ARTICLES, {"story_id": story_id, "feed_id": feed_id}, cursor, limit)

    @router.get("/facts", response_model=models.Page[models.FactItem])  # type: ignore[valid-type]
    def facts(
        limit: Limit = 50,
        cursor: Cursor = None,
        story_id: OfStory = None,
        status: Annotated[FactStatus | None, Query(description="Only with this status.")] = None,
    ) -> Any:
        """Facts, latest change first."""
        wanted = {"story_id": story_id, "status": None if status is None else status.value}
        return _page(database, reading.FACTS, wanted, cursor, limit)

    @router.get(
        "/facts/{item_id}/support", response_model=list[models.SupportItem], responses=NOT_FOUND  # type: ignore[valid-type]
    )  # fmt: skip
    def support(item_id: Id) -> Any:
        """The quotes behind each value of a fact."""
        _one(database, Fact, "fact_id", item_id)
        return reading.find_rows(database, Support, "fact_id", item_id)


def _add_changes(router: APIRouter, database: Database) -> None:
    @router.get("/changes")
    def changes(
        after: Annotated[int, Query(ge=0, le=MOST_ID, description="The last `seq` you have dealt with.")] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 500,
    ) -> models.ChangePage:
        """The change feed after a cursor, oldest first. No items: you are up to date."""
        version, items = reading.change_page(database, after, limit)
        told = [models.ChangeItem.model_validate(one) for one in items]
        return models.ChangePage(items=told, epoch=version.epoch, last_seq=version.last_seq)


def _add_item(
    router: APIRouter, database: Database, name: str, row_type: Any, column: str, model: type[BaseModel]
) -> None:
    def item(item_id: Id) -> Any:
        return _one(database, row_type, column, item_id)

    router.add_api_route(
        f"/{name}/{{item_id}}", item, response_model=model, responses=NOT_FOUND, name=f"One of {name}",
        operation_id=f"one_of_{name}",
    )  # fmt: skip


def _add_annotations(router: APIRouter, database: Database, name: str, row_type: Any, model: type[BaseModel]) -> None:
    def annotations(item_id: Id) -> Any:
        article = _one(database, Article, "article_id", item_id)
        rows = reading.find_rows(database, row_type, "article_id", item_id)
        return [row for row in rows if row.revision == article.revision]

    router.add_api_route(
        f"/articles/{{item_id}}/{name}", annotations, response_model=list[model], responses=NOT_FOUND,  # type: ignore[valid-type]
        name=f"{name.capitalize()} of an article's current revision", operation_id=f"{name}_of_article",
    )  # fmt: skip


def _one(database: Database, row_type: Any, column: str, item_id: int) -> Any:
    found = reading.find_rows(database, row_type, column, item_id)
    if not found:
        raise HTTPException(404, f"{column} {item_id}: not there, or withdrawn")
    return found[0]


def _page(
    database: Database, listing: Listing, wanted: dict[str, Any], cursor: str | None, limit: int
) -> dict[str, Any]:
    rows = reading.list_page(database, listing, wanted, decode_cursor(cursor), limit + 1)
    more = len(rows) > limit
    following = encode_cursor(reading.position_of(database, listing, rows[limit - 1])) if more else None
    return {"items": rows[:limit], "next": following}
