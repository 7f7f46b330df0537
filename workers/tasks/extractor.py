"""The extractor: entities, roles, figures and dates. Near-duplicates inherit and cost nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import Connection

from schemas.annotations import Annotations, ExtractInput
from schemas.outcome import Outcome, Rejected
from workers import resources
from workers.cpu import CpuLimitExceeded, cpu_limit
from workers.stage import Finished, Later, StageRunner
from workers.store.annotations import load_annotations, save_annotations
from workers.store.documents import latest_documents
from workers.store.ledger import Claim
from workers.store.stories import articles_of, note_extracted, unread_of
from workers.task import task

WAIT_FOR_ORIGINAL = timedelta(seconds=1)


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
    original_id: int | None = None
    original: Original | None = None
    is_original_coming: bool = False


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
        wanted = [row["duplicate_of"] for row in articles.values() if row["duplicate_of"]]
        originals, coming = _originals(connection, wanted), unread_of(connection, wanted)
        found = {}
        for entry_id, row in documents.items():
            article = articles[entry_id]
            document = ExtractInput(row["title"] or "", row["text"], article["published_at"], row["language"])
            one = article["duplicate_of"]
            found[entry_id] = Unread(row["revision"], document, one, originals.get(one or 0), one in coming)
        return found

    def work(self, claim: Claim, item: Unread) -> Extracted | Rejected | Outcome | Later:
        """Annotate one document. A reprint waits for its original, so that the result never depends on luck."""
        if item.original is None and item.is_original_coming:
            return Later(WAIT_FOR_ORIGINAL)
        found = _inherited(item) or _annotate([item.document])[0]
        return Extracted(item.revision, item.document.text, found)

    def work_all(self, claims: Sequence[Claim], inputs: Mapping[int, Unread]) -> list[Finished[Extracted]]:
        """Annotate the originals of the batch at once, then its reprints, each by itself."""
        fresh = [held for held in claims if held.entry_id in inputs and inputs[held.entry_id].original_id is None]
        done = self._annotate_together(fresh, inputs)
        known = {
            one.claim.entry_id: Original(one.product.text, one.product.annotations)
            for one in done.values()
            if one.product
        }
        completed = {
            entry_id: replace(item, original=known[item.original_id]) if item.original_id in known else item
            for entry_id, item in inputs.items()
        }
        return self.one_by_one(claims, completed, done)

    def _annotate_together(
        self, fresh: Sequence[Claim], inputs: Mapping[int, Unread]
    ) -> dict[int, Finished[Extracted]]:
        """Nothing if anything fails: read one by one, only the guilty document suffers."""
        started = time.perf_counter()
        try:
            with cpu_limit():
                found = _annotate([inputs[held.entry_id].document for held in fresh])
        except CpuLimitExceeded:
            return {}
        except SoftTimeLimitExceeded:
            raise
        except Exception:  # noqa: BLE001  the stage boundary: the single runs name the guilty document
            return {}
        share = time.perf_counter() - (time.perf_counter() - started) / max(1, len(fresh))
        return {
            held.entry_id: self.finished(held, _extracted(inputs[held.entry_id], said), share)
            for held, said in zip(fresh, found, strict=True)
        }

    def save(self, connection: Connection, done: Sequence[Finished[Extracted]], now: datetime) -> None:
        """Write the annotations in bulk."""
        rows = [(one.claim.entry_id, one.product) for one in done if one.product is not None]
        save_annotations(
            connection, [(entry_id, made.revision, made.text, made.annotations) for entry_id, made in rows]
        )
        note_extracted(connection, {entry_id: made.revision for entry_id, made in rows})


def _extracted(item: Unread, found: Annotations) -> Extracted:
    return Extracted(item.revision, item.document.text, found)


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
