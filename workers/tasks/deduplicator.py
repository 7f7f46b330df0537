"""The deduplicator: one serial lane that finds reprints and stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from pipeline.fold import FoldInput
from schemas.outcome import Outcome, Rejected
from workers import resources
from workers.stage import Finished, StageRunner
from workers.store.changes import sequence
from workers.store.documents import latest_documents
from workers.store.fold_inputs import dated_anew, fold_input, neighbour_dates
from workers.store.folding import fold_batch, take_lane
from workers.store.ledger import Claim
from workers.task import task


class Deduplicator(StageRunner[FoldInput, FoldInput]):
    """Folds a batch in the transaction that settles it, so that state and index never part."""

    name = "fold"

    def load(self, connection: Connection, claims: Sequence[Claim]) -> Mapping[int, FoldInput]:
        """Read the newest revisions."""
        documents = latest_documents(connection, [held.entry_id for held in claims])
        rows = {held.entry_id: held.row for held in claims}
        stand_ins = neighbour_dates(connection, [rows[entry_id] for entry_id in documents], documents)
        return {
            entry_id: fold_input(rows[entry_id], document, stand_in=stand_ins.get(entry_id))
            for entry_id, document in documents.items()
        }

    def work(self, claim: Claim, item: FoldInput) -> FoldInput | Rejected | Outcome:
        """Nothing by itself: an article is placed among all others."""
        return item

    def save(self, connection: Connection, done: Sequence[Finished[FoldInput]], now: datetime) -> None:
        """Take the lane, place the batch, write what changed."""
        take_lane(connection)
        rows: dict[int, Mapping[str, Any]] = {one.claim.entry_id: one.claim.row for one in done}
        batch = {one.claim.entry_id: one.product for one in done if one.product is not None}
        for entry_id, (row, product) in dated_anew(connection, rows.values()).items():
            rows[entry_id], batch[entry_id] = row, product
        fold_batch(connection, list(batch.values()), rows, now)


@task("fivefold.fold", soft=45, hard=55)
def fold_batch_task(ids: list[int]) -> None:
    """Fold the articles of these entries."""
    Deduplicator().run(ids)
    sequence(resources.database())
