"""What is true of a database after every run, whatever was thrown at it: each is a statement that counts what breaks it.

I1 to I10 are the names in the goals for reliability; I7 and I8, order and repeated polls, need several runs and are
scenarios and tests of their own.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

_STORED = "('stored', 'duplicate')"


def _not_once(table: str, expected: str) -> str:
    """Rows of a table with another number of created events than expected. All are counted at once: there are many."""
    created = f"SELECT {table}_id AS id, count(*) AS n FROM change WHERE kind = '{table}_created' GROUP BY {table}_id"
    return f"SELECT count(*) FROM {table} AS t LEFT JOIN ({created}) AS c ON c.id = t.id WHERE coalesce(c.n, 0) <> {expected}"


BROKEN = {
    "I1 an entry did not end": "SELECT count(*) FROM entry WHERE state = 'due'",
    "I2 a stored entry has no published article": "SELECT count(*) FROM entry AS e LEFT JOIN article AS a ON a.id = e.id "
    f"AND a.revision > 0 WHERE e.state IN {_STORED} AND a.id IS NULL",
    "I2 a published article is of no stored entry": "SELECT count(*) FROM article AS a JOIN entry AS e ON e.id = a.id "
    f"WHERE a.revision > 0 AND e.state NOT IN {_STORED}",
    "I3 a duplicate is of no stored original": "SELECT count(*) FROM article AS a LEFT JOIN article AS o ON o.id = a.duplicate_of "
    "AND o.duplicate_of IS NULL AND o.revision > 0 WHERE a.duplicate_of IS NOT NULL AND a.revision > 0 AND o.id IS NULL",
    "I4 an entry is dead without reason, detail or outcome": "SELECT count(*) FROM entry AS e WHERE e.state = 'dead' AND (reason IS NULL "
    "OR detail IS NULL OR NOT EXISTS (SELECT 1 FROM outcome AS o WHERE o.entry_id = e.id AND o.status = 'dead'))",
    "I4 an entry is dead and its payload is gone": "SELECT count(*) FROM entry AS e WHERE e.state = 'dead' AND e.stage NOT IN ('poll', 'fetch') "
    "AND NOT EXISTS (SELECT 1 FROM page AS p WHERE p.entry_id = e.id)",
    "I5 a key stands twice": "SELECT count(*) - count(DISTINCT key) FROM entry",
    "I6 a published article was not created once": _not_once("article", "CASE WHEN t.revision > 0 THEN 1 ELSE 0 END"),
    "I6 a story that readers see was not created once": _not_once(
        "story", "CASE WHEN t.first_published_at IS NOT NULL THEN 1 ELSE 0 END"
    ),
    "I6 a fact was not created once": _not_once("fact", "1"),
    "I6 the last event of a fact is not what it is now": "SELECT count(*) FROM fact AS f JOIN (SELECT fact_id, max(seq) AS seq FROM change "
    "WHERE fact_id IS NOT NULL GROUP BY fact_id) AS l ON l.fact_id = f.id JOIN change AS c ON c.seq = l.seq "
    "WHERE f.is_withdrawn <> (c.kind = 'fact_withdrawn')",
    "I6 the change feed has holes or repeats": "SELECT count(*) - count(DISTINCT seq) + coalesce(max(seq), 0) - count(*) FROM change",
    "I9 a lease is left": "SELECT count(*) FROM entry WHERE lease_until IS NOT NULL",
    "I10 an entry ended without a visit": "SELECT count(*) FROM entry AS e WHERE e.state <> 'due' "
    "AND NOT EXISTS (SELECT 1 FROM outcome AS o WHERE o.entry_id = e.id)",
}
DOUBLED = {
    "article events": "SELECT count(*) - count(DISTINCT article_id) FROM change WHERE kind = 'article_created'",
    "figures": "SELECT count(*) - count(DISTINCT (article_id, revision, start_char, end_char)) FROM figure",
    "visits that were settled": "SELECT count(*) - count(DISTINCT (entry_id, stage)) FROM outcome WHERE status = 'done' "
    "AND entry_id IS NOT NULL",
}
"""Effects that happened twice."""


def broken(connection: Connection) -> list[str]:
    """What does not hold, one line each."""
    counts = {name: int(connection.execute(text(query)).scalar_one()) for name, query in BROKEN.items()}
    return [f"{name}: {count}" for name, count in counts.items() if count]


def count_doubled(connection: Connection) -> int:
    """Effects that happened more than once, all kinds together."""
    return sum(int(connection.execute(text(query)).scalar_one()) for query in DOUBLED.values())
