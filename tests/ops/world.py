"""A small results database written row by row: two outlets that disagree, a dead entry, hostile names, a silent feed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert

from workers.store.database import Database
from workers.store.tables import (
    article,
    change,
    date_span,
    document,
    entity,
    entry,
    fact,
    feed,
    figure,
    gauge,
    mention,
    outcome,
    progress,
    story,
    support,
)  # fmt: skip

NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{7*7}}'
EMOJI = "\N{LARGE BLUE CIRCLE}"
"""A character outside the BMP before the quotes: offsets count code points, not UTF-16 units."""
TEXTS = {
    1: f"{EMOJI} The ministry counted 30 drones over Veldstad on Monday.\nAda Marsh said so.",
    2: f"{EMOJI} The ministry counted 300 drones over Veldstad on Monday.\nAda Marsh said so twice.",
}
STORY, FACT, DEAD, REJECTED = 1, 7, 3, 4
SECRET = "s3cr3t-of-the-feed"  # planted, to be looked for
HUB_SECRET = "s3cr3t-of-the-hub"  # planted, to be looked for


def put(connection: Connection, table: Any, **values: Any) -> None:
    """One row; columns that must have a value and are not named get the emptiest one."""
    empty = {"INTEGER": 0, "BIGINT": 0, "FLOAT": 0.0, "BOOLEAN": False, "VARCHAR": "", "JSON": []}
    row = {}
    for column in table.columns:
        if column.name in values:
            row[column.name] = values[column.name]
        elif not column.nullable and not column.primary_key:
            kind = str(column.type).partition("(")[0]
            row[column.name] = NOW if "DATE" in kind or "TIME" in kind else empty[kind]
    row |= {name: value for name, value in values.items() if name in table.columns and name not in row}
    connection.execute(insert(table).values(row))


def build(database: Database) -> None:
    """Fill an empty database of this version's schema."""
    with database.write() as connection:
        _feeds(connection)
        _articles(connection)
        _facts(connection)
        _ends(connection)
        _measures(connection)


def _feeds(connection: Connection) -> None:
    fine = {"state": "active", "interval_seconds": 3600.0, "hints": {}, "next_poll_at": NOW + HOUR, "host": "a.example"}
    put(connection, feed, id=1, url="https://a.example/feed", title="Paper A", last_success_at=NOW, created_at=NOW - DAY,
        last_new_entry_at=NOW - HOUR, usual_gap_seconds=3600.0, **fine)  # fmt: skip
    put(connection, feed, id=2, url=f"https://user:{SECRET}@b.example/feed", title=HOSTILE, last_success_at=NOW,
        created_at=NOW - 9 * DAY, last_new_entry_at=NOW - 5 * DAY, usual_gap_seconds=7200.0, hub_url="https://hub.example/",
        hub_secret=HUB_SECRET, **fine)  # fmt: skip


def _articles(connection: Connection) -> None:
    for number, text in TEXTS.items():
        at = NOW - 10 * HOUR + number * HOUR
        put(connection, entry, id=number, key=f"key-{number}", feed_id=number, url=f"https://a.example/{number}",
            title=f"Drones {number}", authors=[], accepted_at=at, stage="publish", state="stored", due_at=at,
            finished_at=at)  # fmt: skip
        put(connection, article, id=number, feed_id=number, revision=number, publisher=f"Paper {number} {HOSTILE}",
            language="en", published_at=at, story_id=STORY, origin_id=number, origin_why=f"published by Paper {number}",
            similarity=0.5, why={"terms": ["drone", HOSTILE], "score": 0.5}, updated_at=at)  # fmt: skip
        for revision in range(1, number + 1):
            said = text if revision == number else text.replace("300", "30")
            put(connection, document, article_id=number, revision=revision, title=f"Drones {HOSTILE} {number}", text=said,
                url="javascript:alert(1)" if number == 2 else f"https://a.example/{number}", text_hash=f"{revision}",
                method="blocks", sources={"title": "json_ld"}, authors=["Ada Marsh"], keywords=[], fetched_at=at,
                created_at=at)  # fmt: skip
        for stage in ("fetch", "clean", "fold", "extract", "publish"):
            put(connection, outcome, entry_id=number, feed_id=number, stage=stage, attempt=1, status="done", at=at,
                duration_ms=12.0, worker="host:1")  # fmt: skip
        _annotations(connection, number, text)
    put(connection, story, id=STORY, title=f"Drones over Veldstad {HOSTILE}", language="en", n_articles=2, n_origins=2,
        n_conflicts=1, first_published_at=NOW - 9 * HOUR, last_published_at=NOW - 8 * HOUR, related=[2],
        updated_at=NOW)  # fmt: skip
    put(connection, story, id=2, title="Another story", language="de", n_articles=1, n_origins=1, n_conflicts=0,
        first_published_at=NOW - DAY, last_published_at=NOW - DAY, related=[], updated_at=NOW)  # fmt: skip
    put(connection, story, id=3, merged_into=STORY, related=[], updated_at=NOW)


def _span(text: str, surface: str) -> dict[str, Any]:
    start = text.index(surface)
    return {"start_char": start, "end_char": start + len(surface), "surface": surface}


def _annotations(connection: Connection, number: int, text: str) -> None:
    count = "30" if number == 1 else "300"
    here = {"article_id": number, "revision": number}
    if number == 1:
        put(connection, entity, id=1, name="Ada Marsh", type="person", key="e1", aliases=[])
    put(connection, figure, **here, **_span(text, count), kind="count", value=Decimal(count), counted="drone",
        qualifier="exact", change="none", sentence=text.partition("\n")[0], sentence_end=len(text))  # fmt: skip
    put(connection, mention, **here, **_span(text, "Ada Marsh"), type="person", entity_id=1)
    put(connection, date_span, **here, **_span(text, "Monday"), granularity="day", from_at=NOW, to_at=NOW + DAY)


def _facts(connection: Connection) -> None:
    put(connection, fact, id=FACT, story_id=STORY, key="k", kind="figure", label=f"drones {HOSTILE}", status="conflicting",
        hint="decimal_point", reason=f"30 stands against 300 {HOSTILE}", n_origins=2, digest="d",
        updated_at=NOW)  # fmt: skip
    for number, text in TEXTS.items():
        count = "30" if number == 1 else "300"
        put(connection, support, fact_id=FACT, article_id=number, revision=number, origin_id=number,
            **_span(text, count), value=Decimal(count), text=f"{count} drones")  # fmt: skip


def _ends(connection: Connection) -> None:
    common = {"authors": [], "accepted_at": NOW, "due_at": NOW, "finished_at": NOW}
    put(connection, entry, id=DEAD, key="key-dead", feed_id=2, url=f"https://user:{SECRET}@b.example/dead", title=HOSTILE,
        stage="clean", state="dead", reason="crash", detail=HOSTILE, **common)  # fmt: skip
    put(connection, entry, id=REJECTED, key="key-rejected", feed_id=1, url="https://a.example/wall", stage="clean",
        state="rejected", reason="consent_wall", **common)  # fmt: skip
    put(connection, outcome, entry_id=REJECTED, stage="clean", attempt=1, status="rejected", reason="consent_wall",
        detail=HOSTILE, at=NOW, duration_ms=3.0, worker="host:1")  # fmt: skip
    put(connection, outcome, feed_id=2, stage="poll", attempt=1, status="unchanged", at=NOW, duration_ms=70.0,
        worker="host:2")  # fmt: skip


def _measures(connection: Connection) -> None:
    for minute in range(0, 300, 10):
        at = NOW - timedelta(minutes=minute)
        put(connection, gauge, at=at, name="backlog", stage="clean", value=float(minute))
        put(connection, gauge, at=at, name="entries_stored", stage="", value=1000.0 - minute)
    put(connection, progress, worker="host:1", stage="clean", last_seen_at=NOW, last_finished_at=NOW, n_finished=3)
    put(connection, change, id=1, seq=1, at=NOW, kind="article_created", article_id=1)
