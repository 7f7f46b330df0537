"""The content of a results database without what must differ between two runs: ids, times and workers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any

from sqlalchemy import select

from workers.store.annotations import load_annotations
from workers.store.database import Database
from workers.store.positions import conservation
from workers.store.tables import article, document, entry, fact, support


def content_of(env: Mapping[str, str]) -> dict[str, Any]:
    """The content of the database that a command with this environment uses."""
    url = env.get("FIVEFOLD_DATABASE_URL") or f"sqlite:///{env['FIVEFOLD_DATA_DIR']}/fivefold.db"
    with closing(Database(url)) as database:
        return content(database)


def content(database: Database) -> dict[str, Any]:
    """Entries, articles, story partition, annotations and facts by natural keys."""
    with database.read() as connection:
        keys = {row.id: row.key for row in connection.execute(select(entry.c.id, entry.c.key))}
        articles = {row["id"]: row for row in connection.execute(select(article)).mappings()}
        texts = connection.execute(
            select(
                document.c.article_id, document.c.revision, document.c.title, document.c.text, document.c.published_at
            )
        ).all()
        said = load_annotations(connection, [(one, row["revision"]) for one, row in articles.items()])
        facts = connection.execute(select(fact).where(fact.c.is_withdrawn.is_(False))).mappings().all()
        quotes = connection.execute(select(support)).mappings().all()
        states = sorted((row.key, row.state, row.reason or "") for row in connection.execute(select(entry)))
        counts = conservation(connection)
    members: dict[int, list[str]] = {}
    for one, row in articles.items():
        members.setdefault(row["story_id"], []).append(keys[one])
    return {
        "counts": counts,
        "states": states,
        "texts": sorted((keys[row[0]], row[1], row[2], row[3], str(row[4])) for row in texts),
        "stories": sorted(sorted(some) for some in members.values()),
        "duplicates": sorted(
            (keys[one], keys[row["duplicate_of"]]) for one, row in articles.items() if row["duplicate_of"]
        ),
        "annotations": sorted((keys[one], repr(found)) for (one, _), found in said.items()),
        "facts": sorted((keys[row["story_id"]], row["key"], row["status"], row["hint"] or "") for row in facts),
        "quotes": sorted((keys[row["article_id"]], row["start_char"], row["end_char"], row["text"]) for row in quotes),
    }
