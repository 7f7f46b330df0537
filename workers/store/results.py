"""What people and programs look at: stories, facts with their quotes, one article's history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, or_, select

from pipeline.sentences import opening
from schemas.fact import FactStatus
from workers.store.tables import article, document, entry, fact, outcome, story, support

Row = Mapping[str, Any]


def list_stories(
    connection: Connection, *, limit: int = 50, contested: bool = False, after: int | None = None
) -> list[dict[str, Any]]:
    """Stories with articles, newest first, or those with most conflicts first."""
    query = select(story).where(story.c.merged_into.is_(None), story.c.n_articles > 0)
    if after is not None:
        query = query.where(story.c.id > after)
    order = (story.c.n_conflicts.desc(), story.c.n_origins.desc()) if contested else (story.c.last_published_at.desc(),)
    return [dict(row) for row in connection.execute(query.order_by(*order, story.c.id).limit(limit)).mappings()]


def story_articles(connection: Connection, story_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The articles of each story in order of publication, with headline and URL."""
    query = (
        select(article, document.c.title, document.c.url, func.substr(document.c.text, 1, 480).label("opening"))
        .join(document, (document.c.article_id == article.c.id) & (document.c.revision == article.c.revision))
        .where(article.c.story_id.in_(list(story_ids)), article.c.is_withdrawn.is_(False))
        .order_by(article.c.published_at, article.c.id)
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["story_id"]].append({**row, "opening": opening(row["opening"])})
    return found


def list_facts(
    connection: Connection, *, statuses: Sequence[FactStatus] = (), story_id: int | None = None, limit: int = 1000
) -> list[dict[str, Any]]:
    """Facts with their values; each value carries its quotes and the outlets behind it."""
    query = select(fact, story.c.title.label("story_title")).join(story, story.c.id == fact.c.story_id)
    query = query.where(fact.c.is_withdrawn.is_(False))
    if statuses:
        query = query.where(fact.c.status.in_([one.value for one in statuses]))
    if story_id is not None:
        query = query.where(fact.c.story_id == story_id)
    rows = [dict(row) for row in connection.execute(query.order_by(fact.c.story_id, fact.c.id).limit(limit)).mappings()]
    quotes = _quotes(connection, [row["id"] for row in rows])
    for row in rows:
        row["values"] = _values(quotes.get(row["id"], []))
    return rows


def story_conflicts(connection: Connection, story_ids: Sequence[int]) -> dict[int, list[str]]:
    """What each story's sources disagree about: the labels of its conflicting facts."""
    query = select(fact.c.story_id, fact.c.label).where(
        fact.c.story_id.in_(list(story_ids)), fact.c.status == FactStatus.CONFLICTING, fact.c.is_withdrawn.is_(False)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(query.order_by(fact.c.story_id, fact.c.n_origins.desc(), fact.c.id)):
        found[row.story_id].append(row.label)
    return found


def _quotes(connection: Connection, fact_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    query = (
        select(
            support, article.c.publisher, article.c.published_at, document.c.url, document.c.text.label("article_text")
        )
        .join(article, article.c.id == support.c.article_id)
        .join(document, (document.c.article_id == support.c.article_id) & (document.c.revision == support.c.revision))
        .where(support.c.fact_id.in_(list(fact_ids)))
        .order_by(support.c.id)
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        one = {name: value for name, value in row.items() if name != "article_text"}
        found[row["fact_id"]].append(
            one | {"context": context(row["article_text"], row["start_char"], row["end_char"])}
        )
    return found


def context(text: str, start: int, end: int, width: int = 70) -> tuple[str, str, str]:
    """The words around a quote, on one line: before, the quote, after."""
    before = text[max(0, start - width) : start].rpartition("\n")[2]
    after = text[end : end + width].partition("\n")[0]
    if start > width and " " in before and "\n" not in text[max(0, start - width) : start]:
        before = "…" + before.partition(" ")[2]
    if end + width < len(text) and " " in after and "\n" not in text[end : end + width]:
        after = after.rpartition(" ")[0] + "…"
    return before, text[start:end], after


def _values(quotes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    values: dict[tuple[object, ...], dict[str, Any]] = {}
    for quote in quotes:
        key = tuple(quote[name] for name in ("text", "value", "low", "high", "multiplier", "qualifier"))
        names = ("text", "value", "low", "high", "multiplier", "qualifier")
        one = values.setdefault(key, {**{name: quote[name] for name in names}, "quotes": []})
        one["quotes"].append(quote)
    for one in values.values():
        one["n_origins"] = len({quote["origin_id"] for quote in one["quotes"]})
        one["articles"] = sorted({quote["article_id"] for quote in one["quotes"]})
    return list(values.values())


def find_entry(connection: Connection, url_or_id: str) -> dict[str, Any] | None:
    """An entry by id, by its URL or by the canonical URL of its page."""
    wanted = [entry.c.url == url_or_id, document.c.canonical_url == url_or_id, document.c.url == url_or_id]
    if url_or_id.isdigit():
        wanted.append(entry.c.id == int(url_or_id))
    query = select(entry).outerjoin(document, document.c.article_id == entry.c.id).where(or_(*wanted)).limit(1)
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def entries_of(connection: Connection, entry_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Ledger rows by id."""
    query = select(entry).where(entry.c.id.in_(list(entry_ids)))
    return {row["id"]: dict(row) for row in connection.execute(query).mappings()}


def visits(connection: Connection, entry_id: int) -> list[dict[str, Any]]:
    """Every visit of an entry to a stage, in order."""
    query = select(outcome).where(outcome.c.entry_id == entry_id).order_by(outcome.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def dead_entries(connection: Connection, limit: int = 200) -> list[dict[str, Any]]:
    """Dead entries, newest first."""
    query = select(entry).where(entry.c.state == "dead").order_by(entry.c.finished_at.desc(), entry.c.id).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]
