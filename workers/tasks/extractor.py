"""The extractor: entities, roles, figures and dates. Near-duplicates inherit and cost nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from schemas.annotations import Annotations, ExtractInput
from schemas.outcome import Outcome, Rejected
from workers import resources
from workers.stage import Finished, StageRunner
from workers.store.annotations import load_annotations, save_annotations
from workers.store.documents import latest_documents
from workers.store.ledger import Claim
from workers.store.stories import articles_of
from workers.task import task


@dataclass(frozen=True, slots=True)
class Original:
    """The article a near-duplicate repeats, as far as it is annotated."""

    text: str
    annotations: Annotations


@dataclass(frozen=True, slots=True)
class Unread:
    """A document and, for a near-duplicate, the original it may inherit from."""

    revision: int
    document: ExtractInput
    original: Original | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """Annotations of one revision."""

    revision: int
    text: str
    annotations: Annotations


class Extractor(StageRunner[Unread, Extracted]):
    """Runs the language model over whole batches."""

    name = "extract"

    def load(self, connection: Connection, claims: Sequence[Claim]) -> Mapping[int, Unread]:
        """Read the newest revisions, and the originals of near-duplicates."""
        ids = [held.entry_id for held in claims]
        documents, articles = latest_documents(connection, ids), articles_of(connection, ids)
        originals = _originals(connection, [row["duplicate_of"] for row in articles.values() if row["duplicate_of"]])
        return {
            entry_id: Unread(
                row["revision"],
                ExtractInput(row["title"] or "", row["text"], articles[entry_id]["published_at"], row["language"]),
                originals.get(articles[entry_id]["duplicate_of"] or 0),
            )
            for entry_id, row in documents.items()
            if entry_id in articles
        }

    def work(self, claim: Claim, item: Unread) -> Extracted | Rejected | Outcome:
        """Annotate one document by itself."""
        found = _inherited(item) or _annotate([item.document])[0]
        return Extracted(item.revision, item.document.text, found)

    def work_all(self, claims: Sequence[Claim], inputs: Mapping[int, Unread]) -> list[Finished[Extracted]]:
        """Annotate the batch at once; if anything fails, one by one, so that only the guilty item suffers."""
        started = time.perf_counter()
        fresh = [held for held in claims if held.entry_id in inputs and inputs[held.entry_id].original is None]
        if len(fresh) < 2:
            return super().work_all(claims, inputs)
        try:
            found = _annotate([inputs[held.entry_id].document for held in fresh])
        except Exception:  # noqa: BLE001  the stage boundary: the single runs below name the guilty item
            return super().work_all(claims, inputs)
        share = started + (time.perf_counter() - started) * (1 - 1 / len(fresh))
        done = {
            held.entry_id: self.finished(
                held, Extracted(inputs[held.entry_id].revision, inputs[held.entry_id].document.text, said), share
            )
            for held, said in zip(fresh, found, strict=True)
        }
        return [done.get(held.entry_id) or self._guarded(held, inputs) for held in claims]

    def save(self, connection: Connection, done: Sequence[Finished[Extracted]], now: datetime) -> None:
        """Write the annotations in bulk."""
        rows = [(one.claim.entry_id, one.product) for one in done if one.product is not None]
        save_annotations(
            connection, [(entry_id, made.revision, made.text, made.annotations) for entry_id, made in rows]
        )


def _annotate(documents: Sequence[ExtractInput]) -> list[Annotations]:
    # Imported here: spaCy costs two seconds, which the workers of other kinds need not pay.
    from pipeline.extract.annotate import annotate

    return annotate(documents, resources.model())


def _inherited(item: Unread) -> Annotations | None:
    from pipeline.extract.complete import complete
    from pipeline.extract.inherit import inherit

    if item.original is None:
        return None
    inherited = inherit(item.original.annotations, item.original.text, item.document.text)
    return None if inherited is None else complete(inherited, item.document, resources.model())


def _originals(connection: Connection, ids: Sequence[int]) -> dict[int, Original]:
    """Originals that are annotated already; a near-duplicate of any other is read like a fresh text."""
    revisions = {
        one: row["extracted_revision"] for one, row in articles_of(connection, ids).items() if row["extracted_revision"]
    }
    documents = latest_documents(connection, list(revisions))
    current = {one: row for one, row in documents.items() if row["revision"] == revisions[one]}
    said = load_annotations(connection, [(one, row["revision"]) for one, row in current.items()])
    return {one: Original(row["text"], said[one, row["revision"]]) for one, row in current.items()}


@task("fivefold.extract", soft=90, hard=110)
def extract_batch(ids: list[int]) -> None:
    """Annotate the documents of these entries."""
    Extractor().run(ids)
