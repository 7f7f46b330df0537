"""Saves what was derived from stories, as far as it still holds: facts, the stories' own rows, and their events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from schemas.fact import Fact, SourceArticle
from workers.store.changes import add_changes
from workers.store.fact_sources import Stand, stands
from workers.store.facts import save_facts
from workers.store.stories import lock_stories, refresh_stories

Derived = Mapping[int, tuple[Sequence[SourceArticle], Sequence[Fact]]]
"""By story, what was read and what follows from it."""


def save_derived(connection: Connection, before: Mapping[int, list[Stand]], derived: Derived, now: datetime) -> int:
    """Save the stories whose articles stand as they did `before` they were read. Returns how many are fresh now."""
    locked = lock_stories(connection, derived)
    since = stands(connection, locked)
    still = {one: derived[one] for one in locked if since[one] == before[one]}
    if still:
        about_facts = save_facts(connection, {one: facts for one, (_, facts) in still.items()}, now)
        about_stories = refresh_stories(connection, still, now)
        # The story's own event goes first: who follows the feed meets a story before its facts.
        add_changes(connection, [event for one in still for event in (*about_stories[one], *about_facts[one])], now)
    return len(still)
