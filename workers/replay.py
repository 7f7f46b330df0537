"""Runs stages again from the stored pages: for real, or only to say what would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.errors import IngestError, Misconfigured
from pipeline.stages import PIPELINE
from schemas.annotations import Annotations, ExtractInput
from schemas.outcome import Rejected
from workers import resources
from workers.store import stories
from workers.store.annotations import load_annotations
from workers.store.database import Database
from workers.store.documents import current_hashes, published_documents, text_hash
from workers.store.fact_sources import sources_of
from workers.store.facts import fact_digest, fact_digests
from workers.store.feeds import reopen
from workers.store.pages import latest_pages
from workers.store.results import entries_of
from workers.tasks.cleaner import Uncleaned, clean, entry_of, is_claim_newer

BATCH = 64
REPLAYABLE = tuple(stage.name for stage in PIPELINE if stage.name not in ("poll", "fetch"))


@dataclass(frozen=True, slots=True)
class Difference:
    """What one stage would now say differently of one article or story."""

    stage: str
    article_id: int | None
    story_id: int | None
    what: str


def check_stage(name: str) -> str:
    """The stage, or Misconfigured with the names that can be replayed."""
    if name not in REPLAYABLE:
        raise Misconfigured(f"stage {name!r} cannot be replayed; stages are {' '.join(REPLAYABLE)}")
    return name


def send_back(database: Database, entry_ids: Sequence[int], stage: str) -> int:
    """Put finished entries back into a stage; running workers take them from there."""
    for start in range(0, len(entry_ids), 500):
        with database.write() as connection:
            reopen(connection, entry_ids[start : start + 500], stage, database.now(connection), is_replay=True)
    return len(entry_ids)


def differences(database: Database, entry_ids: Sequence[int], stage: str) -> Iterator[Difference]:
    """What replaying these entries from this stage would change. Writes nothing.

    Each stage is compared with what is stored, on its stored input: a change of cleaning is not carried on into the
    comparison of extraction. Folding is left out: where one article stands depends on all others.
    """
    names = REPLAYABLE[REPLAYABLE.index(stage) :]
    for start in range(0, len(entry_ids), BATCH):
        batch = entry_ids[start : start + BATCH]
        if "clean" in names:
            yield from _clean_differences(database, batch)
        if "extract" in names:
            yield from _extract_differences(database, batch)
    if "publish" in names:
        yield from _fact_differences(database, entry_ids)


def _clean_differences(database: Database, batch: Sequence[int]) -> Iterator[Difference]:
    with database.read() as connection:
        rows, pages = entries_of(connection, batch), latest_pages(connection, batch)
        hashes = current_hashes(connection, batch)
    for entry_id in batch:
        page_id, page = pages.get(entry_id, (None, None))
        try:
            is_newer = is_claim_newer(rows[entry_id], page.fetched_at if page else None)
            found = clean(Uncleaned(entry_of(rows[entry_id]), page_id, page, "", is_newer))
        except IngestError as error:
            yield Difference("clean", entry_id, None, f"would die: {error}")
            continue
        if isinstance(found, Rejected):
            yield Difference("clean", entry_id, None, f"would be rejected: {found.reason}")
        elif hashes.get(entry_id, (0, ""))[1] != text_hash(found.title, found.text):
            yield Difference("clean", entry_id, None, f"headline or text would change ({len(found.text)} characters)")


def _extract_differences(database: Database, batch: Sequence[int]) -> Iterator[Difference]:
    from pipeline.extract.annotate import annotate

    with database.read() as connection:
        documents, articles = published_documents(connection, batch), stories.articles_of(connection, batch)
        originals = [one for one in documents if articles[one]["duplicate_of"] is None]
        stored = load_annotations(connection, [(one, documents[one]["revision"]) for one in originals])
    inputs = [
        ExtractInput(row["title"] or "", row["text"], articles[one]["published_at"], row["language"])
        for one, row in ((one, documents[one]) for one in originals)
    ]
    for one, found in zip(originals, annotate(inputs, resources.model()), strict=True):
        what = _compared(stored[one, documents[one]["revision"]], found)
        if what:
            yield Difference("extract", one, articles[one]["story_id"], what)


def _compared(before: Annotations, after: Annotations) -> str:
    parts = []
    for name in ("mentions", "roles", "figures", "dates"):
        old, new = set(map(repr, getattr(before, name))), set(map(repr, getattr(after, name)))
        if old != new:
            parts.append(f"{name} -{len(old - new)} +{len(new - old)}")
    return ", ".join(parts)


def _fact_differences(database: Database, entry_ids: Sequence[int]) -> Iterator[Difference]:
    from pipeline.reconcile import reconcile

    with database.read() as connection:
        ids = {row["story_id"] for row in stories.articles_of(connection, entry_ids).values() if row["story_id"]}
    for story_id in sorted(ids):
        with database.read() as connection:
            facts = reconcile(sources_of(connection, [story_id])[story_id])
            known = fact_digests(connection, story_id)
        new = {one.key: fact_digest(one) for one in facts}
        came, went = len(new.keys() - known.keys()), len(known.keys() - new.keys())
        changed = sum(known[key] != new[key] for key in known.keys() & new.keys())
        if came or went or changed:
            yield Difference("publish", None, story_id, f"facts -{went} +{came}, {changed} changed")


def parse_since(value: str | None) -> datetime | None:
    """An ISO 8601 date or time; one without a zone is UTC. Raises Misconfigured."""
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise Misconfigured(f"--since {value!r}: not an ISO 8601 date or time") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
