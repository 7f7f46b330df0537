"""The first schema: the ledger, what was fetched, what was made of it, and the memory of the pipeline itself."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Written out and never changed again: what the models say may move on, what this migration made may not.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.String()
TIME = sa.DateTime(timezone=True)
DECIMAL = sa.Numeric()
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def key(name: str, *parts: Any, **options: Any) -> sa.Column[Any]:
    """A column of the primary key."""
    return sa.Column(name, *parts, primary_key=True, nullable=False, **options)


def col(name: str, *parts: Any, **options: Any) -> sa.Column[Any]:
    """A column that always has a value."""
    return sa.Column(name, *parts, nullable=False, **options)


def maybe(name: str, *parts: Any, **options: Any) -> sa.Column[Any]:
    """A column that may be null."""
    return sa.Column(name, *parts, nullable=True, **options)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "band",
        key("band", ID, autoincrement=False), key("stand", sa.String(32)), key("article_id", ID),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "change",
        key("id", ID), maybe("seq", ID, unique=True), col("at", TIME), col("kind", TEXT), maybe("article_id", ID),
        maybe("story_id", ID), maybe("fact_id", ID), maybe("revision", sa.Integer()),
    )
    op.create_table(
        "credential",
        key("feed_id", ID, autoincrement=False), col("origin", TEXT), col("header", TEXT), col("value", TEXT),
    )
    op.create_table(
        "date_span",
        col("start_char", sa.Integer()), col("end_char", sa.Integer()), col("surface", TEXT), maybe("from_at", TIME),
        maybe("to_at", TIME), col("granularity", TEXT), key("id", ID), col("article_id", ID),
        col("revision", sa.Integer()),
    )
    op.create_index("ix_date_span_article_id", "date_span", ["article_id"])
    op.create_table(
        "entity",
        key("id", ID), col("name", TEXT), col("type", TEXT), col("key", sa.String(64), unique=True),
        col("aliases", JSON), maybe("country", TEXT),
    )
    op.create_table(
        "epoch",
        key("id", sa.Integer(), autoincrement=False), col("epoch", sa.String(36)), col("last_seq", ID),
        maybe("sequenced_at", TIME),
    )
    op.create_table(
        "fact",
        key("id", ID), col("story_id", ID), col("key", sa.String(300)), col("kind", TEXT), col("label", TEXT),
        maybe("unit", TEXT), col("status", TEXT), maybe("hint", TEXT), col("reason", TEXT),
        col("n_origins", sa.Integer()), col("digest", sa.String(64)), col("is_withdrawn", sa.Boolean()),
        col("updated_at", TIME),
    )
    op.create_index("ix_fact_status_updated_at", "fact", ["status", "updated_at"])
    op.create_index("ix_fact_story_id", "fact", ["story_id"])
    op.create_table(
        "feed",
        key("id", ID), col("url", sa.String(2048), unique=True), maybe("title", TEXT), maybe("publisher", TEXT),
        maybe("group_name", TEXT), col("state", TEXT), col("host", TEXT), maybe("etag", TEXT),
        maybe("last_modified", TEXT), maybe("body_hash", TEXT), col("next_poll_at", TIME), maybe("lease_until", TIME),
        maybe("lease_token", TEXT), col("interval_seconds", sa.Float()), maybe("last_polled_at", TIME),
        maybe("last_success_at", TIME), maybe("last_new_entry_at", TIME), maybe("usual_gap_seconds", sa.Float()),
        col("n_failures", sa.Float()), col("n_tries", sa.Integer()), maybe("rung_at", TIME),
        maybe("last_error", TEXT), col("n_gone", sa.Integer()), maybe("moved_to", sa.String(2048)),
        col("n_moved", sa.Integer()), maybe("moved_at", TIME), col("hints", JSON), maybe("part_of", ID),
        maybe("hub_url", sa.String(2048)), maybe("hub_topic", sa.String(2048)), maybe("hub_secret", TEXT),
        maybe("hub_asked_at", TIME), maybe("hub_lease_until", TIME), col("created_at", TIME),
    )
    op.create_index("ix_feed_host", "feed", ["host"])
    op.create_index("ix_feed_next_poll_at", "feed", ["next_poll_at"])
    op.create_index("ix_feed_part_of", "feed", ["part_of"])
    op.create_index("ix_feed_state", "feed", ["state"])
    op.create_table(
        "figure",
        col("start_char", sa.Integer()), col("end_char", sa.Integer()), col("surface", TEXT), col("kind", TEXT),
        maybe("value", DECIMAL), maybe("low", DECIMAL), maybe("high", DECIMAL), maybe("unit", TEXT),
        maybe("per", TEXT), maybe("unit_surface", TEXT), maybe("counted", TEXT), maybe("of_what", TEXT),
        col("qualifier", TEXT), col("change", TEXT), maybe("multiplier", DECIMAL), maybe("as_of", TIME),
        col("sentence_start", sa.Integer()), col("sentence_end", sa.Integer()), key("id", ID), col("article_id", ID),
        col("revision", sa.Integer()), col("sentence", TEXT),
    )
    op.create_index("ix_figure_article_id", "figure", ["article_id"])
    op.create_table(
        "fingerprint",
        key("article_id", ID, autoincrement=False), col("key", sa.String(64)), col("stand", sa.String(32)),
        col("language", TEXT), col("published_at", TIME), maybe("publisher", TEXT), col("shingles", sa.LargeBinary()),
        col("bands", sa.LargeBinary()), col("features", sa.LargeBinary()), col("weights", sa.LargeBinary()),
        col("dates", sa.LargeBinary()), col("postings", sa.LargeBinary()), col("terms", JSON), col("names", JSON),
        maybe("credit", TEXT), maybe("owner", TEXT), col("story_id", ID), col("block_id", ID), maybe("duplicate_of", ID),
        maybe("parent_id", ID), maybe("similarity", sa.Float()), maybe("score", sa.Float()), col("why", JSON),
        col("side", ID),
    )
    op.create_index("ix_fingerprint_block", "fingerprint", ["block_id", "duplicate_of", "stand"])
    op.create_index("ix_fingerprint_duplicate_of", "fingerprint", ["duplicate_of"])
    op.create_index("ix_fingerprint_story_id", "fingerprint", ["story_id"])
    op.create_table(
        "gauge",
        key("id", ID), col("at", TIME), col("name", sa.String(60)), col("stage", sa.String(40)),
        col("value", sa.Float()),
    )
    op.create_index("ix_gauge_at", "gauge", ["at"])
    op.create_table(
        "mention",
        key("id", ID), col("article_id", ID), col("revision", sa.Integer()), col("start_char", sa.Integer()),
        col("end_char", sa.Integer()), col("surface", TEXT), col("type", TEXT), col("entity_id", ID),
    )
    op.create_index("ix_mention_article_id", "mention", ["article_id"])
    op.create_index("ix_mention_entity_id", "mention", ["entity_id"])
    op.create_table(
        "outcome",
        key("id", ID), maybe("entry_id", ID), maybe("feed_id", ID), col("stage", TEXT), col("attempt", sa.Integer()),
        col("status", TEXT), maybe("reason", TEXT), maybe("detail", TEXT), col("at", TIME),
        col("duration_ms", sa.Float()), col("worker", TEXT),
    )
    op.create_index("ix_outcome_at", "outcome", ["at"])
    op.create_index("ix_outcome_entry_id", "outcome", ["entry_id"])
    op.create_index("ix_outcome_feed_id", "outcome", ["feed_id"])
    op.create_table(
        "posting",
        key("posting", ID, autoincrement=False), key("stand", sa.String(32)), key("article_id", ID),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "progress",
        key("worker", sa.String(200)), key("stage", sa.String(40)), col("last_seen_at", TIME),
        maybe("last_finished_at", TIME), col("n_finished", ID),
    )
    op.create_table(
        "role",
        key("id", ID), col("article_id", ID), col("revision", sa.Integer()), col("start_char", sa.Integer()),
        col("end_char", sa.Integer()), col("surface", TEXT), col("role", TEXT), maybe("organisation", TEXT),
        col("holder", TEXT), col("is_former", sa.Boolean()),
    )
    op.create_index("ix_role_article_id", "role", ["article_id"])
    op.create_table(
        "story",
        key("id", ID), maybe("title", TEXT), maybe("language", TEXT), maybe("first_published_at", TIME),
        maybe("last_published_at", TIME), col("n_articles", sa.Integer()), col("n_origins", sa.Integer()),
        col("n_conflicts", sa.Integer()), maybe("merged_into", ID), col("related", JSON),
        col("is_dirty", sa.Boolean()), col("updated_at", TIME),
    )
    op.create_index("ix_story_is_dirty", "story", ["is_dirty"])
    op.create_index("ix_story_last_published_at", "story", ["last_published_at"])
    op.create_index("ix_story_updated_at", "story", ["updated_at"])
    op.create_table(
        "support",
        key("id", ID), col("fact_id", ID), col("article_id", ID), col("revision", sa.Integer()), col("origin_id", ID),
        col("start_char", sa.Integer()), col("end_char", sa.Integer()), col("surface", TEXT), maybe("value", DECIMAL),
        maybe("low", DECIMAL), maybe("high", DECIMAL), maybe("multiplier", DECIMAL), maybe("qualifier", TEXT),
        col("text", TEXT),
    )
    op.create_index("ix_support_article_id", "support", ["article_id"])
    op.create_index("ix_support_fact_id", "support", ["fact_id"])
    op.create_table(
        "entry",
        key("id", ID), col("key", sa.String(64), unique=True), maybe("feed_id", ID, sa.ForeignKey("feed.id")),
        maybe("guid", TEXT), col("url", TEXT), maybe("title", TEXT), col("authors", JSON), maybe("summary", TEXT),
        maybe("content_html", TEXT), maybe("published_at", TIME), maybe("publisher", TEXT),
        maybe("claim_hash", sa.String(64)), maybe("claim_changed_at", TIME), col("accepted_at", TIME),
        col("stage", TEXT), col("state", TEXT), maybe("reason", TEXT), maybe("detail", TEXT),
        col("n_tries", sa.Integer()), col("n_errors", sa.Integer()), col("n_crashes", sa.Integer()),
        col("is_suspect", sa.Boolean()), maybe("rung_at", TIME), col("due_at", TIME), maybe("lease_until", TIME),
        maybe("lease_token", TEXT), maybe("refetch_at", TIME), col("n_refetches", sa.Integer()),
        col("is_replay", sa.Boolean()), maybe("title_as_given", TEXT), maybe("link_as_given", TEXT),
        maybe("kept_state", TEXT), maybe("finished_at", TIME),
    )
    op.create_index("ix_entry_due", "entry", ["stage", "state", "due_at"])
    op.create_index("ix_entry_feed_id", "entry", ["feed_id"])
    op.create_index("ix_entry_guid", "entry", ["guid"])
    op.create_index("ix_entry_refetch_at", "entry", ["refetch_at"])
    op.create_table(
        "article",
        key("id", ID, sa.ForeignKey("entry.id")), maybe("feed_id", ID), col("revision", sa.Integer()),
        col("extracted_revision", sa.Integer()), maybe("publisher", TEXT), maybe("language", TEXT),
        col("published_at", TIME), maybe("story_id", ID), maybe("duplicate_of", ID), maybe("similarity", sa.Float()),
        maybe("origin_id", ID), maybe("origin_why", TEXT), col("why", JSON), col("is_withdrawn", sa.Boolean()),
        col("updated_at", TIME),
    )
    op.create_index("ix_article_duplicate_of", "article", ["duplicate_of"])
    op.create_index("ix_article_feed_id", "article", ["feed_id"])
    op.create_index("ix_article_origin_id", "article", ["origin_id"])
    op.create_index("ix_article_published_at", "article", ["published_at"])
    op.create_index("ix_article_story_id", "article", ["story_id"])
    op.create_index("ix_article_updated_at", "article", ["updated_at"])
    op.create_table(
        "document",
        key("article_id", ID, sa.ForeignKey("entry.id")), key("revision", sa.Integer()), maybe("page_id", ID),
        col("url", TEXT), maybe("canonical_url", TEXT), maybe("title", TEXT), col("text", TEXT),
        col("text_hash", sa.String(64)), col("authors", JSON), maybe("published_at", TIME),
        maybe("modified_at", TIME), maybe("language", TEXT), maybe("publisher", TEXT), maybe("owner", TEXT),
        maybe("dateline", TEXT), maybe("section", TEXT), col("keywords", JSON), maybe("image_url", TEXT),
        col("method", TEXT), col("is_truncated", sa.Boolean()), col("sources", JSON), col("fetched_at", TIME),
        col("created_at", TIME),
    )
    op.create_index("ix_document_canonical_url", "document", ["canonical_url"], postgresql_using="hash")
    op.create_index("ix_document_url", "document", ["url"], postgresql_using="hash")
    op.create_table(
        "entry_alias",
        key("key", sa.String(64)), col("entry_id", ID, sa.ForeignKey("entry.id")),
    )
    op.create_index("ix_entry_alias_entry_id", "entry_alias", ["entry_id"])
    op.create_table(
        "page",
        key("id", ID), col("entry_id", ID, sa.ForeignKey("entry.id")), col("url", TEXT), col("final_url", TEXT),
        col("status", sa.Integer()), col("headers", JSON), col("body", sa.LargeBinary()),
        col("sha256", sa.String(64)), col("n_bytes", sa.Integer()), col("fetched_at", TIME),
        col("is_truncated", sa.Boolean()), maybe("superseded_at", TIME),
    )
    op.create_index("ix_page_entry_id", "page", ["entry_id"])
    superseded = sa.text("superseded_at IS NOT NULL")
    op.create_index(
        "ix_page_superseded_at", "page", ["superseded_at"], sqlite_where=superseded, postgresql_where=superseded
    )
    op.execute(sa.text("INSERT INTO epoch (id, epoch, last_seq) VALUES (1, :epoch, 0)").bindparams(epoch=str(uuid.uuid4())))


TABLES = (
    "band", "change", "credential", "date_span", "entity", "epoch", "fact", "feed", "figure", "fingerprint", "gauge", "mention",
    "outcome", "posting", "progress", "role", "story", "support", "entry", "article", "document", "entry_alias",
    "page",
)
"""In the order of their making."""


def downgrade() -> None:
    """Take back."""
    for name in reversed(TABLES):
        op.drop_table(name)
