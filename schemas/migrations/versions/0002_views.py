"""The v1 views, their comments, and the role that may read them and nothing else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from schemas.migrations.reader import comment_views, create_reader, drop_reader

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Readers see an article from the moment its first revision is live until it is withdrawn.
VISIBLE = "a.revision > 0 AND NOT a.is_withdrawn"

VIEWS = {
    "v1_article": f"""
        SELECT a.id AS article_id, d.url, d.canonical_url, a.publisher, a.feed_id, d.title, d.authors, a.language,
               a.published_at, d.fetched_at, a.revision, d.text, a.story_id, a.duplicate_of, a.origin_id, d.method,
               d.is_truncated, a.updated_at
        FROM article a JOIN document d ON d.article_id = a.id AND d.revision = a.revision
        WHERE {VISIBLE}""",
    "v1_revision": f"""
        SELECT d.article_id, d.revision, d.url, d.title, d.text, d.fetched_at
        FROM document d JOIN article a ON a.id = d.article_id AND d.revision <= a.revision
        WHERE {VISIBLE}""",
    "v1_story": """
        SELECT id AS story_id, title, language, first_published_at, last_published_at, n_articles, n_origins,
               n_conflicts, merged_into, updated_at
        FROM story WHERE first_published_at IS NOT NULL""",
    "v1_entity": "SELECT id AS entity_id, name, type, aliases, country FROM entity",
    "v1_mention": f"""
        SELECT m.article_id, m.revision, m.start_char, m.end_char, m.surface, m.type, m.entity_id
        FROM mention m JOIN article a ON a.id = m.article_id AND m.revision <= a.revision
        WHERE {VISIBLE}""",
    "v1_figure": f"""
        SELECT f.id AS figure_id, f.article_id, f.revision, f.start_char, f.end_char, f.surface, f.kind, f.value, f.low,
               f.high, f.unit, f.counted, f.of_what, f.qualifier, f.change, f.multiplier, f.as_of, f.sentence
        FROM figure f JOIN article a ON a.id = f.article_id AND f.revision <= a.revision
        WHERE {VISIBLE}""",
    "v1_date": f"""
        SELECT s.article_id, s.revision, s.start_char, s.end_char, s.surface, s.from_at, s.to_at, s.granularity
        FROM date_span s JOIN article a ON a.id = s.article_id AND s.revision <= a.revision
        WHERE {VISIBLE}""",
    "v1_fact": """
        SELECT id AS fact_id, story_id, kind, label, unit, status, hint, n_origins, updated_at
        FROM fact WHERE NOT is_withdrawn""",
    "v1_support": f"""
        SELECT s.fact_id, s.article_id, s.revision, s.origin_id, s.start_char, s.end_char, s.surface, s.value, s.low,
               s.high, s.multiplier, s.qualifier, s.text
        FROM support s JOIN fact f ON f.id = s.fact_id AND NOT f.is_withdrawn
        JOIN article a ON a.id = s.article_id AND {VISIBLE}""",
    "v1_change": """
        SELECT c.seq, e.epoch, c.at, c.kind, c.article_id, c.story_id, c.fact_id, c.revision
        FROM change c CROSS JOIN epoch e WHERE c.seq IS NOT NULL""",
    "v1_feed": """
        SELECT id AS feed_id, url, title, publisher, state, next_poll_at, last_success_at, last_new_entry_at,
               CAST(round(n_failures) AS integer) AS n_failures, last_error
        FROM feed""",
    "v1_schema_version": """
        SELECT 1 AS version, v.version_num AS schema_revision, e.epoch, e.last_seq, e.sequenced_at
        FROM epoch e CROSS JOIN alembic_version v""",
}


def upgrade() -> None:
    """Apply."""
    for name, query in VIEWS.items():
        op.execute(sa.text(f"CREATE VIEW {name} AS {query}"))
    comment_views(op.get_bind())
    create_reader(op.get_bind(), sorted(VIEWS))


def downgrade() -> None:
    """Take back."""
    drop_reader(op.get_bind(), sorted(VIEWS))
    for name in VIEWS:
        op.execute(sa.text(f"DROP VIEW {name}"))
