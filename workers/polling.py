"""One visit to a feed: ask, read, accept, plan the next visit; entries and validators commit together."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy import Connection

from pipeline.errors import IngestError, RateLimited
from pipeline.hints import hints_from_headers, hints_from_json, hints_to_json, merge_hints
from pipeline.identity import entry_key
from pipeline.parse import parse_feed
from pipeline.schedule import Move, PollBounds, PollHistory, PollResult, next_poll, observe_move, publication_gap
from pipeline.stages import BY_NAME
from schemas.entry import ParsedEntry, ParsedFeed
from schemas.feed import FeedHints, FeedState
from schemas.outcome import DONE, UNCHANGED, Outcome, Reason, Rejected, Status
from schemas.page import FetchedPage
from workers import doorbell, resources
from workers.http.fetch import ACCEPT_FEED
from workers.settings import load_settings
from workers.stage import worker_name
from workers.store import feeds
from workers.store.ledger import accept
from workers.store.progress import note_progress
from workers.telemetry import get_logger

log = get_logger(__name__)
POLL = BY_NAME["poll"]
HARD = (Reason.URL_REFUSED, Reason.ADDRESS_REFUSED, Reason.BLOCKED, Reason.TOO_MANY_REDIRECTS, Reason.TOO_LARGE)


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit brought: how it ended, and what there was to read."""

    result: PollResult
    outcome: Outcome
    hints: FeedHints = field(default_factory=FeedHints)
    page: FetchedPage | None = None
    parsed: ParsedFeed | None = None


def poll_feeds(ids: Sequence[int]) -> None:
    """Visit these feeds, those that are due and held by nobody, side by side: a slow server delays no other."""
    database, token = resources.database(), uuid4().hex
    lease = POLL.lease * load_settings().lease_scale
    with database.write() as connection:
        rows = feeds.claim_feeds(connection, ids, token, database.now(connection), lease)
    for fresh in resources.crowd().each(_poll, rows):
        if fresh:
            doorbell.ring(BY_NAME["fetch"], fresh)


def _poll(row: Mapping[str, Any]) -> list[int]:
    started = time.perf_counter()
    wait = resources.politeness().acquire(row["host"], datetime.now(UTC))
    if wait is not None:
        _postpone(row, wait)
        return []
    try:
        visit = _visit(row)
    finally:
        resources.politeness().release(row["host"])
    database = resources.database()
    with database.write() as connection:
        now = database.now(connection)
        fresh, changed = _take_in(connection, row, visit, now)
        result = PollResult.NEW_ENTRIES if fresh and visit.result is PollResult.UNCHANGED else visit.result
        values = _plan(row, visit, result, now)
        duration = (time.perf_counter() - started) * 1000
        values = feeds.without_taken_url(connection, row, values)
        if not feeds.settle_feed(connection, row, values, visit.outcome, now, worker_name(), duration):
            # The lease was lost: somebody else polls, and what this transaction wrote must not stay.
            connection.rollback()
            return []
        note_progress(connection, worker_name(), POLL.name, 1, now)
    log.info("feed_polled", feed_id=row["id"], result=result.value, n_new=len(fresh), reason=visit.outcome.reason)
    if values["state"] is FeedState.GONE:
        log.error("feed_gone", feed_id=row["id"], url=row["url"])
    return [*fresh, *changed]


def _postpone(row: Mapping[str, Any], wait: timedelta) -> None:
    database = resources.database()
    with database.write() as connection:
        feeds.postpone_feed(connection, row, database.now(connection) + wait)


def _visit(row: Mapping[str, Any]) -> Visit:
    """Ask the server and read the answer. Every error becomes a result."""
    now = datetime.now(UTC)
    try:
        with resources.politeness().heeding(row["host"], now):
            found = resources.fetcher().fetch(
                row["url"],
                etag=row["etag"],
                last_modified=row["last_modified"],
                accept=ACCEPT_FEED,
                keep_truncated=True,
            )
        return _refused(found) if isinstance(found, Rejected) else _read(row, found, now)
    except RateLimited as error:
        return Visit(PollResult.RATE_LIMITED, _retry(error), FeedHints(retry_after=error.retry_after))
    except IngestError as error:
        result = PollResult.DNS_FAILURE if error.reason is Reason.DNS else PollResult.SOFT_FAILURE
        return Visit(result, _retry(error))


def _refused(found: Rejected) -> Visit:
    outcome = Outcome(Status.REJECTED, found.reason, found.detail)
    if found.reason is Reason.GONE:
        return Visit(PollResult.GONE, outcome)
    return Visit(PollResult.HARD_FAILURE if found.reason in HARD else PollResult.SOFT_FAILURE, outcome)


def _retry(error: IngestError) -> Outcome:
    return Outcome(Status.RETRY, error.reason, str(error)[:300])


def _read(row: Mapping[str, Any], page: FetchedPage, now: datetime) -> Visit:
    asked = hints_from_headers(page.headers, now)
    known = merge_hints(hints_from_json(row["hints"] or {}), asked)
    if page.status == 304 or sha256(page.body).hexdigest() == row["body_hash"]:
        return Visit(PollResult.UNCHANGED, UNCHANGED, known, page)
    parsed = resources.sandbox().call(parse_feed, page.body, page.headers.get("content-type", ""), page.final_url, now)
    return Visit(PollResult.UNCHANGED, DONE, merge_hints(parsed.hints, asked), page, parsed)


def _take_in(
    connection: Connection, row: Mapping[str, Any], visit: Visit, now: datetime
) -> tuple[list[int], list[int]]:
    """Accept the new entries, and send the changed ones back to the fetcher."""
    if visit.parsed is None:
        return [], []
    claims = [(entry_key(one, row["url"], visit.parsed.url), one) for one in visit.parsed.entries if one.url]
    keys = feeds.known_by_guid(connection, row["id"], claims)
    rows = [_entry_row(row, visit.parsed, key, one, now) for key, one in claims if key not in keys]
    fresh = accept(connection, rows)
    changed = feeds.reopen_changed(connection, {keys.get(key, key): claim_hash(one) for key, one in claims}, now)
    return fresh, [one for one in changed if one not in set(fresh)]


def claim_hash(one: ParsedEntry) -> str:
    """What tells a feed's edit of an entry: headline and declared time of change."""
    return sha256(f"{one.title}\0{one.updated_at}".encode()).hexdigest()


def _entry_row(row: Mapping[str, Any], parsed: ParsedFeed, key: str, one: ParsedEntry, now: datetime) -> dict[str, Any]:
    return {
        "key": key,
        "feed_id": row["id"],
        "guid": one.guid,
        "url": one.url,
        "title": one.title,
        "authors": list(one.authors),
        "summary": one.summary,
        "content_html": one.content_html,
        "published_at": one.published_at,
        "publisher": row["publisher"] or row["title"] or parsed.title,
        "claim_hash": claim_hash(one),
        "accepted_at": now,
        "due_at": now,
        "rung_at": now,
        "stage": "fetch",
    }


def _plan(row: Mapping[str, Any], visit: Visit, result: PollResult, now: datetime) -> dict[str, Any]:
    """Everything the feed's row must remember of this visit."""
    settings = load_settings()
    gap = timedelta(seconds=row["usual_gap_seconds"]) if row["usual_gap_seconds"] else None
    history = PollHistory(row["n_failures"], gap, row["last_new_entry_at"], row["last_polled_at"], row["n_gone"])
    shortest = timedelta(seconds=settings.poll_min_seconds)
    longest = max(timedelta(seconds=settings.poll_max_seconds), shortest)
    bounds = PollBounds(shortest=shortest, longest=longest, first=min(max(timedelta(hours=1), shortest), longest))
    published = [one.published_at for one in visit.parsed.entries if one.published_at] if visit.parsed else []
    plan = next_poll(
        now=now, result=result, history=history, hints=visit.hints, bounds=bounds, seed=str(row["id"]),
        observed_gap=publication_gap(published, now),
    )  # fmt: skip
    values: dict[str, Any] = {
        "next_poll_at": plan.next_poll_at,
        "interval_seconds": plan.interval.total_seconds(),
        "n_failures": plan.n_failures,
        "usual_gap_seconds": plan.usual_gap.total_seconds() if plan.usual_gap else None,
        "last_new_entry_at": plan.last_new_entry_at,
        "n_gone": plan.n_gone,
        "state": plan.state,
        "last_error": None if visit.page else f"{visit.outcome.reason}: {visit.outcome.detail}"[:300],
    }
    return values | (_success(row, visit, visit.page, now) if visit.page else {})


def _success(row: Mapping[str, Any], visit: Visit, page: FetchedPage, now: datetime) -> dict[str, Any]:
    """What only an answer that was read may change: validators, names, hub and a move of the feed."""
    move = observe_move(now, Move(row["moved_to"], row["n_moved"], row["moved_at"]), page.permanent_url)
    values: dict[str, Any] = {
        "last_success_at": now,
        "moved_to": move.target,
        "n_moved": move.n_parsed,
        "moved_at": move.since,
    }
    if move.is_confirmed and move.target:
        values |= {"url": move.target, "host": urlsplit(move.target).hostname or "", "moved_to": None, "n_moved": 0}
    if page.status == 304:
        return values | {
            name: header for name, header in (("etag", page.etag), ("last_modified", page.last_modified)) if header
        }
    if visit.parsed is None or visit.parsed.warning != "cut_short":
        values |= {"etag": page.etag, "last_modified": page.last_modified, "body_hash": sha256(page.body).hexdigest()}
    if visit.parsed is not None:
        values |= {
            "title": row["title"] or visit.parsed.title,
            "hints": hints_to_json(visit.parsed.hints),
            "hub_url": visit.parsed.hub_url,
        }
    return values
