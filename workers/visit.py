"""What one visit to a feed brought, and what the feed's row must remember of it. Nothing here asks or writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from pipeline.hints import hints_to_json
from pipeline.schedule import Move, PollBounds, PollHistory, PollResult, next_poll, observe_move, publication_gap
from schemas.entry import ParsedFeed
from schemas.feed import FeedHints, FeedState
from schemas.outcome import Outcome
from schemas.page import FetchedPage
from workers.settings import Settings

CUT_SHORT = "cut_short"
"""A document whose end was never seen: its validators would hide the rest."""


@dataclass(frozen=True, slots=True)
class Visit:
    """How a visit ended, and what there was to read."""

    result: PollResult
    outcome: Outcome
    hints: FeedHints = field(default_factory=FeedHints)
    page: FetchedPage | None = None
    parsed: ParsedFeed | None = None

    @property
    def last_error(self) -> str | None:
        """One line for the operator; null when the feed was read whole."""
        if self.page is None:
            return f"{self.outcome.reason}: {self.outcome.detail}"[:300]
        if self.parsed is not None and self.parsed.warning == CUT_SHORT:
            return f"{CUT_SHORT}: the document ends early; {len(self.parsed.entries)} entries were read"
        return None


def poll_bounds(settings: Settings) -> PollBounds:
    """The interval an operator allows."""
    shortest = timedelta(seconds=settings.poll_min_seconds)
    longest = max(timedelta(seconds=settings.poll_max_seconds), shortest)
    return PollBounds(shortest=shortest, longest=longest, first=min(max(timedelta(hours=1), shortest), longest))


def remember(
    row: Mapping[str, Any], visit: Visit, result: PollResult, bounds: PollBounds, now: datetime
) -> dict[str, Any]:
    """The values of the feed's row after this visit. The state is among them only where the feed is gone."""
    gap = timedelta(seconds=row["usual_gap_seconds"]) if row["usual_gap_seconds"] else None
    history = PollHistory(row["n_failures"], gap, row["last_new_entry_at"], row["last_polled_at"], row["n_gone"])
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
        "last_error": visit.last_error,
    }
    if plan.state is FeedState.GONE:
        values["state"] = FeedState.GONE.value
    return values | (_success(row, visit, visit.page, now) if visit.page else {})


def _success(row: Mapping[str, Any], visit: Visit, page: FetchedPage, now: datetime) -> dict[str, Any]:
    """What only an answer that was read may change: validators, names, hub and a move of the feed."""
    values = {"last_success_at": now, **_moved(row, page, now)}
    if page.status == 304:
        # RFC 9110, 15.4.5: what an answer 304 carries is newer; what it leaves out stays.
        sent = {"etag": page.etag, "last_modified": page.last_modified}
        return values | {name: value for name, value in sent.items() if value}
    if visit.parsed is None or visit.parsed.warning != CUT_SHORT:
        values |= {"etag": page.etag, "last_modified": page.last_modified, "body_hash": sha256(page.body).hexdigest()}
    if visit.parsed is not None:
        values |= {
            "title": row["title"] or visit.parsed.title,
            "hints": hints_to_json(visit.parsed.hints),
            "hub_url": visit.parsed.hub_url,
            "hub_topic": visit.parsed.self_url or page.final_url,
        }
    return values


def _moved(row: Mapping[str, Any], page: FetchedPage, now: datetime) -> dict[str, Any]:
    """A permanent redirect under observation, or the new address once it is confirmed."""
    move = observe_move(now, Move(row["moved_to"], row["n_moved"], row["moved_at"]), page.permanent_url)
    if move.is_confirmed and move.target:
        host = (urlsplit(move.target).hostname or "")[:255]
        return {"url": move.target, "host": host, "moved_to": None, "n_moved": 0, "moved_at": None}
    return {"moved_to": move.target, "n_moved": move.n_parsed, "moved_at": move.since}
