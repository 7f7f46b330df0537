"""A results database of any size, made up by SQL alone: four articles to a story, two facts to a story.

Article i has one figure, the number 100 + i % 400 at characters 18 to 21 of its text, and three mentions.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from workers.store.changes import sequence
from workers.store.database import Database

ARTICLES_PER_STORY = 4
N_ENTITIES = 5000
N_PUBLISHERS = 300
START = "2026-01-01 00:00:00+00:00"

_BODY = "' drones over the harbour on Monday, as Ada Marsh of the port office told reporters in Veldstad. '"
_STORY = "((i - 1) / 4) * 4 + 1"
_TABLES = {
    "entry": """
        INSERT INTO entry (id, key, feed_id, guid, url, authors, accepted_at, stage, state, n_tries, n_errors, n_crashes,
            is_suspect, due_at, n_refetches, is_replay, finished_at)
        SELECT i, 'key-' || i, 1, 'guid-' || i, 'https://news.example/' || i, {empty}, {at}, 'publish', 'stored', 0, 0,
            0, {no}, {at}, 0, {no}, {at} FROM n""",
    "document": """
        INSERT INTO document (article_id, revision, url, canonical_url, title, text, text_hash, authors, published_at,
            language, publisher, keywords, method, is_truncated, sources, fetched_at, created_at)
        SELECT i, 1, 'https://news.example/' || i, 'https://news.example/story/' || i,
            'Drones over harbour ' || ({story}), 'Officials counted ' || (100 + i % 400) || {body} || {filler},
            'hash-' || i, {names}, {at}, 'en', 'Paper ' || (i % {n_publishers}), {empty}, 'trafilatura', {no},
            {nothing}, {at}, {at} FROM n""",
    "article": """
        INSERT INTO article (id, feed_id, revision, extracted_revision, publisher, language, published_at, story_id,
            origin_id, why, is_withdrawn, updated_at)
        SELECT i, 1, 1, 1, 'Paper ' || (i % {n_publishers}), 'en', {at}, {story}, i, {nothing}, {no}, {at} FROM n""",
    "figure": """
        INSERT INTO figure (start_char, end_char, surface, kind, value, counted, qualifier, change, sentence_start,
            sentence_end, article_id, revision, sentence)
        SELECT 18, 21, CAST(100 + i % 400 AS varchar(9)), 'count', 100 + i % 400, 'drone', 'exact', 'none', 0, 115, i, 1,
            'Officials counted ' || (100 + i % 400) || {body} FROM n""",
    "mention": """
        INSERT INTO mention (article_id, revision, start_char, end_char, surface, type, entity_id)
        SELECT i, 1, 61 + 30 * k, 70 + 30 * k, 'Ada Marsh', 'person', 1 + (i * 7 + k * 1013) % {n_entities}
        FROM n CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) AS ks""",
    "story": """
        INSERT INTO story (id, title, language, first_published_at, last_published_at, n_articles, n_origins, n_conflicts,
            related, is_dirty, updated_at)
        SELECT i, 'Drones over harbour ' || i, 'en', {at}, {at}, 4, 4, CASE WHEN i % 40 = 1 THEN 1 ELSE 0 END, {empty},
            {no}, {at} FROM n WHERE i % 4 = 1""",
    "fact": """
        INSERT INTO fact (id, story_id, key, kind, label, unit, status, reason, n_origins, digest, is_withdrawn, updated_at)
        SELECT i, {story}, 'k' || i, 'figure', 'drones', NULL,
            CASE WHEN i % 40 = 1 THEN 'conflicting' ELSE 'corroborated' END, '', 4, 'd' || i, {no}, {at}
        FROM n WHERE i % 4 IN (1, 2)""",
    "support": """
        INSERT INTO support (fact_id, article_id, revision, origin_id, start_char, end_char, surface, value, qualifier, text)
        SELECT {story} + k, i, 1, i, 18, 21, CAST(100 + i % 400 AS varchar(9)), 100 + i % 400, 'exact',
            (100 + i % 400) || ' drones' FROM n CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1) AS ks""",
    "change": """
        INSERT INTO change (at, kind, article_id, story_id, fact_id, revision)
        SELECT {at}, CASE k WHEN 0 THEN 'article_created' WHEN 1 THEN 'story_created' ELSE 'fact_created' END,
            CASE WHEN k = 0 THEN i END, {story}, CASE WHEN k > 1 THEN {story} + k - 2 END, CASE WHEN k = 0 THEN 1 END
        FROM n CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) AS ks
        WHERE k = 0 OR i % 4 = 1 ORDER BY i, k""",
}


def fill(
    database: Database,
    n_articles: int,
    *,
    first: int = 1,
    filler: str = "",
    is_numbered: bool = True,
    spacing: str = "minute",
) -> None:
    """Add articles `first` to `n_articles` (a multiple of four), one every `spacing`, with all that hangs on them."""
    with database.write() as connection:
        if first == 1:
            _begin(connection)
        for query in _TABLES.values():
            _run(connection, query, first, n_articles, filler, spacing)
    if is_numbered:
        sequence(database)


def _begin(connection: Connection) -> None:
    feed = """
        INSERT INTO feed (id, url, state, host, next_poll_at, interval_seconds, n_failures, n_tries, n_gone, n_moved, hints,
            created_at)
        SELECT i, 'https://news.example/feed', 'active', 'news.example', {at}, 3600, 0.4, 0, 0, 0, {nothing}, {at} FROM n"""
    entity = """
        INSERT INTO entity (id, name, type, key, aliases) SELECT i, 'Person ' || i, 'person', 'e' || i, {names} FROM n"""
    for query, last in ((feed, 1), (entity, N_ENTITIES)):
        _run(connection, query, 1, last, "", "minute")


def _run(connection: Connection, query: str, first: int, last: int, filler: str, spacing: str) -> None:
    series = "WITH RECURSIVE n(i) AS (SELECT CAST(:first AS integer) UNION ALL SELECT i + 1 FROM n WHERE i < :last) "
    told = _told(query, connection, filler, spacing)
    parameters = {"first": first, "last": last, **({"start": START} if ":start" in told else {})}
    connection.execute(text(series + told), parameters)


def _told(query: str, connection: Connection, filler: str, spacing: str) -> str:
    """The query in this dialect."""
    is_postgres = connection.dialect.name == "postgresql"
    stamp = rf"strftime('%Y-%m-%d %H\:%M\:%f000', :start, '+' || i || ' {spacing}s')"
    words = {
        "at": f"CAST(:start AS timestamptz) + i * interval '1 {spacing}'" if is_postgres else stamp,
        "empty": "CAST('[]' AS jsonb)" if is_postgres else "'[]'",
        "nothing": "CAST('{}' AS jsonb)" if is_postgres else "'{}'",
        "names": "CAST('[\"Ada Marsh\"]' AS jsonb)" if is_postgres else "'[\"Ada Marsh\"]'",
        "no": "false" if is_postgres else "0",
        "story": _STORY,
        "body": _BODY,
        "filler": "'" + filler.replace("'", "''") + "'",
        "n_publishers": str(N_PUBLISHERS),
        "n_entities": str(N_ENTITIES),
    }
    for name, value in words.items():
        query = query.replace("{" + name + "}", value)
    return query
