"""One visit to a feed: ask, read, accept, plan the next visit; entries and validators commit together."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from pipeline.errors import IngestError, Poison, RateLimited, Transient
from pipeline.hints import hints_from_headers, hints_from_json, merge_hints
from pipeline.parse import parse_feed
from pipeline.schedule import PollResult
from pipeline.stages import BY_NAME
from schemas.entry import ParsedFeed
from schemas.feed import Credential, FeedHints, FeedState
from schemas.outcome import DONE, UNCHANGED, Outcome, Reason, Rejected, Status
from schemas.page import FetchedPage
from workers import doorbell, resources, subscriptions
from workers.crash import crash_point
from workers.http.fetch import ACCEPT_FEED
from workers.passage import HostBusy, Passage
from workers.settings import load_settings
from workers.store import accepting, feeds
from workers.store.credentials import credentials_of
from workers.store.progress import note_progress
from workers.store.troubles import meet_trouble, write_troubles
from workers.telemetry import get_logger, say_quietly, worker_name
from workers.visit import CUT_SHORT, Visit, poll_bounds, remember

log = get_logger(__name__)
POLL = BY_NAME["poll"]
HARD = (Reason.URL_REFUSED, Reason.ADDRESS_REFUSED, Reason.BLOCKED, Reason.TOO_MANY_REDIRECTS, Reason.TOO_LARGE)
BROKEN = (Reason.DTD_ENTITIES, Reason.TOO_COMPLEX, Reason.CRASH, Reason.HANG, Reason.MEMORY)
"""Documents that no parser may see, or that a parser did not survive."""
NOTHING_READ = "nothing could be read before the document was cut off"


class LeaseLost(Exception):
    """Somebody else polls this feed now: what this visit wrote must not stay."""


def poll_feeds(ids: Sequence[int]) -> None:
    """Visit these feeds, those that are due and held by nobody, side by side: a slow server delays no other."""
    database, token = resources.database(), uuid4().hex
    lease = POLL.lease * load_settings().lease_scale
    with database.write() as connection:
        now = database.now(connection)
        rows = feeds.claim_feeds(connection, ids, token, now, lease)
        secrets = credentials_of(connection, rows)
    # Made here and not in the threads, where each that races would make its own.
    resources.fetcher(), resources.politeness(), resources.sandbox()
    crash_point("after_claim_poll")
    for group in resources.crowd().groups(lambda row: _poll(row, now, secrets.get(row["id"])), rows):
        if any(group):
            doorbell.ring(BY_NAME["fetch"], [entry_id for fresh in group for entry_id in fresh])


def _poll(row: Mapping[str, Any], now: datetime, secret: Credential | None) -> list[int]:
    """Visit one feed. Returns the entries to fetch. Nothing is raised: every feed of the batch is settled by itself."""
    started = time.perf_counter()
    try:
        return _settle(row, _visit(row, now, secret), started)
    except HostBusy as busy:
        return _postpone(row, busy.wait)
    except LeaseLost:
        log.warning("lease_lost", stage=POLL.name, feed_id=row["id"])
    except Transient as error:
        # Of the database: the lease ends by itself, and the feed is asked again.
        say_quietly(log, "poll_postponed", feed_id=row["id"], error=str(error))
        meet_trouble(POLL.name, error.reason, str(error))
    except Exception as error:
        log.exception("poll_failed", feed_id=row["id"], exc_info=error)
        return _give_up(row, error, started)
    return []


def _postpone(row: Mapping[str, Any], wait: timedelta) -> list[int]:
    database = resources.database()
    with database.write() as connection:
        feeds.postpone_feed(connection, row, database.now(connection) + wait)
    return []


def _settle(row: Mapping[str, Any], visit: Visit, started: float) -> list[int]:
    """Write all that the visit brought in one transaction. Raises LeaseLost, and then nothing is written."""
    database, bounds = resources.database(), poll_bounds(load_settings())
    with database.write() as connection:
        now = database.now(connection)
        fresh, changed = accepting.take_in(connection, row, visit.parsed, now) if visit.parsed else ([], [])
        result = PollResult.NEW_ENTRIES if fresh and visit.result is PollResult.UNCHANGED else visit.result
        values = feeds.without_taken_url(connection, row, remember(row, visit, result, bounds, now))
        duration = (time.perf_counter() - started) * 1000
        said = Outcome(Status.DONE, None, f"the feed moved; it was at {row['url']}"[:300]) if "url" in values else None
        if not feeds.settle_feed(connection, row, values, said or visit.outcome, now, worker_name(), duration):
            raise LeaseLost
        note_progress(connection, worker_name(), POLL.name, 1, now)
        write_troubles(connection, now, worker_name())
        crash_point("before_commit_poll")
    crash_point("after_commit_poll")
    _tell(row, visit, result, len(fresh), values)
    subscriptions.keep_up({**row, **values}, now)
    return [*fresh, *changed]


def _give_up(row: Mapping[str, Any], error: Exception, started: float) -> list[int]:
    outcome = Outcome(Status.RETRY, Reason.BUG, f"{type(error).__name__}: {error}".splitlines()[0][:300])
    try:
        return _settle(row, Visit(PollResult.SOFT_FAILURE, outcome), started)
    except (LeaseLost, Transient):
        return []


def _tell(row: Mapping[str, Any], visit: Visit, result: PollResult, n_new: int, values: Mapping[str, Any]) -> None:
    log.info("feed_polled", feed_id=row["id"], result=result.value, n_new=n_new, reason=visit.outcome.reason)
    if visit.parsed is not None and visit.parsed.n_dropped:
        log.warning("entries_dropped", feed_id=row["id"], n_dropped=visit.parsed.n_dropped)
    if values.get("state") == FeedState.GONE:
        log.error("feed_gone", feed_id=row["id"], url=row["url"])


def _visit(row: Mapping[str, Any], now: datetime, secret: Credential | None) -> Visit:
    """Ask the server and read the answer. Every error becomes a result, but for HostBusy."""
    try:
        with Passage(resources.politeness(), now) as passage:
            passage.enter(row["url"])
            found = resources.fetcher().fetch(
                row["url"],
                etag=row["etag"],
                last_modified=row["last_modified"],
                accept=ACCEPT_FEED,
                keep_truncated=True,
                credential=secret,
                on_redirect=passage.follow,
            )
        return _refused(found) if isinstance(found, Rejected) else _read(row, found, now)
    except RateLimited as error:
        return Visit(PollResult.RATE_LIMITED, _retry(error), FeedHints(retry_after=error.retry_after))
    except IngestError as error:
        return Visit(_result_of(error.reason), _retry(error))


def _refused(found: Rejected) -> Visit:
    outcome = Outcome(Status.REJECTED, found.reason, found.detail)
    return Visit(PollResult.GONE if found.reason is Reason.GONE else _result_of(found.reason), outcome)


def _result_of(reason: Reason) -> PollResult:
    if reason is Reason.DNS:
        return PollResult.DNS_FAILURE
    return PollResult.HARD_FAILURE if reason in (*HARD, *BROKEN) else PollResult.SOFT_FAILURE


def _retry(error: IngestError) -> Outcome:
    return Outcome(Status.RETRY, error.reason, str(error)[:300])


def _read(row: Mapping[str, Any], page: FetchedPage, now: datetime) -> Visit:
    asked = hints_from_headers(page.headers, now)
    known = merge_hints(hints_from_json(row["hints"] or {}), asked)
    if page.status == 304 or sha256(page.body).hexdigest() == row["body_hash"]:
        return Visit(PollResult.UNCHANGED, UNCHANGED, known, page)
    parsed = _parsed(page, now)
    outcome = Outcome(Status.DONE, None, detail[:300]) if (detail := _detail(parsed)) else DONE
    return Visit(PollResult.UNCHANGED, outcome, merge_hints(parsed.hints, asked), page, parsed)


def _parsed(page: FetchedPage, now: datetime) -> ParsedFeed:
    """The document, read in a process that may die of it. What we cut off before it said anything is too large."""
    kind = page.headers.get("content-type", "")
    try:
        parsed = resources.sandbox().call(parse_feed, page.body, kind, page.final_url, now)
    except Poison as error:
        if page.is_truncated and error.reason in (Reason.EMPTY, Reason.NOT_A_FEED):
            raise Poison(NOTHING_READ, Reason.TOO_LARGE) from error
        raise
    if parsed.warning == CUT_SHORT and not parsed.entries:
        raise Poison(NOTHING_READ, Reason.TOO_LARGE if page.is_truncated else Reason.NOT_A_FEED)
    return parsed


def _detail(parsed: ParsedFeed) -> str:
    """What was odd about a document that could be read all the same."""
    dropped = f"{parsed.n_dropped} items beyond the limit were left out" if parsed.n_dropped else ""
    return "; ".join(filter(None, (dropped, parsed.warning, *parsed.remarks)))
