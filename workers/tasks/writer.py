"""The writer: an article's new revision goes live, its story's facts are derived again, the change feed says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update

from schemas.change import ChangeKind
from schemas.entry import EntryState
from schemas.outcome import Outcome, Rejected
from workers import resources
from workers.deriving import derive_facts
from workers.stage import Finished, StageRunner
from workers.store import stories
from workers.store.changes import Event, add_changes, sequence
from workers.store.ledger import Claim
from workers.store.tables import article
from workers.task import task


class Publisher(StageRunner[Mapping[str, Any], Mapping[str, Any]]):
    """Makes results visible: revision, facts and events in one transaction."""

    name = "publish"
    _copies: frozenset[int] = frozenset()

    def load(self, connection: Connection, claims: Sequence[Claim]) -> Mapping[int, Mapping[str, Any]]:
        """Read the article rows."""
        return stories.articles_of(connection, [held.entry_id for held in claims])

    def work(self, claim: Claim, item: Mapping[str, Any]) -> Mapping[str, Any] | Rejected | Outcome:
        """Nothing to compute outside the transaction: facts must see the rows they are derived from."""
        return item

    def next_of(self, finished: Finished[Mapping[str, Any]]) -> tuple[str, EntryState]:
        """The end: a near-duplicate is stored as one."""
        is_duplicate = finished.claim.entry_id in self._copies
        return self.name, EntryState.DUPLICATE if is_duplicate else EntryState.STORED

    def save(self, connection: Connection, done: Sequence[Finished[Mapping[str, Any]]], now: datetime) -> None:
        """Flip the revisions, then derive the facts of the stories they are in."""
        # Read anew: a fold may have moved the articles since they were loaded, and waits from here on.
        rows = list(stories.articles_of(connection, [one.claim.entry_id for one in done]).values())
        self._copies = frozenset(row["id"] for row in rows if row["duplicate_of"] is not None)
        newest = stories.latest_revisions(connection, [row["id"] for row in rows])
        add_changes(connection, _flip(connection, rows, newest, now), now)
        stories.mark_dirty(connection, [row["story_id"] for row in rows if row["story_id"]])


def _flip(
    connection: Connection, rows: Sequence[Mapping[str, Any]], newest: Mapping[int, int], now: datetime
) -> list[Event]:
    if not rows:
        return []
    live = update(article).where(article.c.id == bindparam("b_id"))
    # An article whose page was gone and is back is told as an update, as a fact is that comes back.
    live = live.values(revision=bindparam("b_revision"), is_withdrawn=False, updated_at=now)
    connection.execute(live, [{"b_id": row["id"], "b_revision": newest[row["id"]]} for row in rows])
    return [
        Event(
            ChangeKind.ARTICLE_UPDATED if row["revision"] else ChangeKind.ARTICLE_CREATED,
            article_id=row["id"],
            story_id=row["story_id"],
            revision=newest[row["id"]],
        )
        for row in rows
    ]


@task("fivefold.publish", soft=45, hard=55)
def publish_batch(ids: list[int]) -> None:
    """Publish these entries, then whatever stories they made stale; number the changes after each step."""
    Publisher().run(ids)
    sequence(resources.database())
    derive_facts()
    sequence(resources.database())
