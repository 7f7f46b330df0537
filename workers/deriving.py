"""Derives the facts of stale stories: read a small group, compute with no transaction open, save what still holds.

A story that changed while its facts were computed is left stale and is next. Facts are saved in the transaction that
calls the story fresh, so whatever stops the worker, a stale story stays stale.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from celery.exceptions import SoftTimeLimitExceeded

from pipeline.errors import IngestError
from pipeline.reconcile import reconcile
from schemas.fact import Fact, SourceArticle
from workers import resources
from workers.crash import crash_point
from workers.settings import load_settings
from workers.store.derivation import save_derived
from workers.store.fact_sources import sources_of, stands
from workers.store.stories import give_up_story, ripe_stories
from workers.telemetry import get_logger

log = get_logger(__name__)

BUDGET_SECONDS = 5.0
"""What is still stale after so long is left to the next tick: publishing must not wait for it."""
RIPE_BATCH = 64
GROUP_ARTICLES = 32
"""Articles of the stories that share their statements and their transaction: half a second of work."""
GUILTY_SECONDS = 20.0
"""A story of 2,000 articles takes about a second; one that uses up this much is itself the trouble."""


def derive_facts() -> int:
    """Derive the facts of the stories that are ripe, for a bounded time. Returns how many are fresh now."""
    deadline, n_fresh = time.monotonic() + BUDGET_SECONDS, 0
    done = 1
    while done and time.monotonic() < deadline:
        done = 0
        for group in _groups(_ripe()):
            try:
                done += _derive(group)
            except SoftTimeLimitExceeded:
                # The time went to the stories before these, which stay stale and are next.
                return n_fresh + done
        n_fresh += done
    return n_fresh


def _ripe() -> list[tuple[int, int]]:
    database = resources.database()
    with database.read() as connection:
        return ripe_stories(connection, database.now(connection), RIPE_BATCH)


def _groups(ripe: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Small stories together, a large one alone."""
    group: list[int] = []
    room = GROUP_ARTICLES
    for story_id, n_articles in ripe:
        if group and n_articles + 1 > room:
            yield group
            group, room = [], GROUP_ARTICLES
        group.append(story_id)
        room -= n_articles + 1
    if group:
        yield group


def _derive(story_ids: Sequence[int]) -> int:
    """Derive a group; if anything fails, each of its stories alone, so that only the guilty one is given up."""
    try:
        return _derive_together(story_ids)
    except (IngestError, SoftTimeLimitExceeded):
        raise
    except Exception:  # noqa: BLE001  the boundary of one story: its facts stay as they were, and the others go on
        if len(story_ids) > 1:
            return sum(_derive([one]) for one in story_ids)
        _give_up(story_ids[0])
        return 1


def _give_up(story_id: int) -> None:
    log.exception("facts_failed", story_id=story_id)
    database = resources.database()
    with database.write() as connection:
        give_up_story(connection, story_id, database.now(connection))


def _derive_together(story_ids: Sequence[int]) -> int:
    database = resources.database()
    with database.read() as connection:
        # In this order: what happens between the two reads is then seen as a change.
        before, sources = stands(connection, story_ids), sources_of(connection, story_ids)
    derived = {one: (found, _reconciled(one, found)) for one, found in sources.items()}
    with database.write() as connection:
        n_fresh = save_derived(connection, before, derived, database.now(connection))
        crash_point("before_commit_facts")
    crash_point("after_commit_facts")
    return n_fresh


def _reconciled(story_id: int, sources: Sequence[SourceArticle]) -> Sequence[Fact]:
    """The facts of one story. A time limit that ends it is its own doing only if the time went to this story."""
    started = time.monotonic()
    try:
        return reconcile(sources)
    except SoftTimeLimitExceeded as error:
        if time.monotonic() - started < GUILTY_SECONDS * load_settings().lease_scale:
            raise
        raise TimeoutError(f"story {story_id} took too long") from error
