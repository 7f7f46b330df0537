"""When a feed is polled next: from what its publisher asks, from its own rhythm, and from how the last polls went.

Pure: the time and a seed for the jitter are arguments; the same arguments give the same plan, so a restart changes
nothing. Sources: RFC 9110 sections 10.2.3 and 15 (Retry-After, redirects, 410), RFC 9111 (max-age), RSS 2.0 (ttl,
skipHours, skipDays), the RSS 1.0 syndication module; weighted failures as Media Cloud needs them for 180,000 feeds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from schemas.feed import FeedHints, FeedState


class PollResult(StrEnum):
    """How one poll ended."""

    NEW_ENTRIES = "new_entries"
    UNCHANGED = "unchanged"
    """200 with nothing new, or 304."""
    RATE_LIMITED = "rate_limited"
    """429, or 503 with Retry-After."""
    DNS_FAILURE = "dns_failure"
    SOFT_FAILURE = "soft_failure"
    """Timeout, connection, 404, 5xx, a page that is no feed."""
    HARD_FAILURE = "hard_failure"
    """Refused by form or address, 401, 403, a document that no parser may see."""
    GONE = "gone"
    """410."""


_WEIGHTS = {
    PollResult.RATE_LIMITED: 0.5,
    PollResult.DNS_FAILURE: 0.25,
    PollResult.SOFT_FAILURE: 0.5,
    PollResult.HARD_FAILURE: 1.0,
    PollResult.GONE: 1.0,
}
"""How much a failure counts; each whole point doubles the interval."""
_MOST_FAILURES = 16.0
_POLLS_PER_GAP = 2
"""Twice in the usual gap between publications: half a gap late on average at worst."""
_SMOOTHING = 0.3
_SILENCE_SHARE = 20
"""A feed silent for 20 days is asked once a day; one silent for a day no more often than every 72 minutes."""
_JITTER = 0.1
_MISSED = 2
"""So many intervals without a poll: polling had stopped, and all feeds were due at the moment it went on."""
_RATE_LIMITED_AT_LEAST = timedelta(hours=1)
_GONE_APART = timedelta(hours=24)
_N_GONE = 2
_MOVES_NEEDED = 3
_MOVED_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PollBounds:
    """Configured limits of the interval."""

    shortest: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(hours=24)
    """Also the most that ttl, max-age and skipped hours are worth: every feed is asked once in this time."""
    first: timedelta = timedelta(hours=1)
    """For a feed whose rhythm is not known yet."""
    longest_retry_after: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PollHistory:
    """What is remembered of a feed, as it stood before this poll."""

    n_failures: float = 0.0
    usual_gap: timedelta | None = None
    """Smoothed time between publications."""
    last_new_entry_at: datetime | None = None
    last_polled_at: datetime | None = None
    n_gone: int = 0


@dataclass(frozen=True, slots=True)
class PollPlan:
    """What to store after a poll."""

    next_poll_at: datetime
    interval: timedelta
    n_failures: float
    usual_gap: timedelta | None
    last_new_entry_at: datetime | None
    n_gone: int
    state: FeedState


def next_poll(
    *,
    now: datetime,
    result: PollResult,
    history: PollHistory,
    hints: FeedHints | None = None,
    bounds: PollBounds | None = None,
    seed: str = "",
    observed_gap: timedelta | None = None,
) -> PollPlan:
    """The plan after a poll that ended at `now`.

    `next_poll_at` is at least `shortest` and at most `longest` away (`longest_retry_after` where the server names a
    time, a day after 410). `seed`, the feed's id or URL, spreads feeds that would come due together: by a tenth of the
    interval, and over the whole of it after the first poll or a long pause, for then all were polled at one moment.
    `observed_gap` is the rhythm of the entries in the document, see `publication_gap`.
    """
    hints, bounds = hints or FeedHints(), bounds or PollBounds()
    n_failures = min(history.n_failures + _WEIGHTS[result], _MOST_FAILURES) if result in _WEIGHTS else 0.0
    gap = _usual_gap(now, result, history, observed_gap)
    last_new = now if result is PollResult.NEW_ENTRIES else history.last_new_entry_at
    interval = _interval(now, gap, last_new, n_failures, bounds)
    n_gone = _n_gone(now, result, history)
    state = FeedState.GONE if n_gone >= _N_GONE else FeedState.ACTIVE
    next_at = _due(now, result, interval, history.last_polled_at, hints, bounds, seed)
    return PollPlan(next_at, interval, n_failures, gap, last_new, n_gone, state)


def publication_gap(published: list[datetime], now: datetime) -> timedelta | None:
    """The mean time between the latest publications of a feed, at most 20; None for fewer than three dates."""
    dates = sorted((at for at in published if at <= now), reverse=True)[:20]
    return (dates[0] - dates[-1]) / (len(dates) - 1) if len(dates) >= 3 and dates[0] > dates[-1] else None


def _usual_gap(now: datetime, result: PollResult, history: PollHistory, observed: timedelta | None) -> timedelta | None:
    """The smoothed gap, moved a little towards what was seen when something new came."""
    if result is not PollResult.NEW_ENTRIES:
        return history.usual_gap
    seen = observed or (now - history.last_new_entry_at if history.last_new_entry_at else None)
    if seen is None or seen <= timedelta(0) or history.usual_gap is None:
        return history.usual_gap if seen is None or seen <= timedelta(0) else seen
    return history.usual_gap + (seen - history.usual_gap) * _SMOOTHING


def _interval(
    now: datetime, gap: timedelta | None, last_new: datetime | None, n_failures: float, bounds: PollBounds
) -> timedelta:
    """The interval from rhythm, silence and failures, within the bounds."""
    rhythm = gap / _POLLS_PER_GAP if gap is not None else bounds.first
    silence = (now - last_new) / _SILENCE_SHARE if last_new is not None else timedelta(0)
    healthy = min(max(rhythm, silence, bounds.shortest), bounds.longest)
    return min(healthy * 2**n_failures, bounds.longest)


def _due(
    now: datetime,
    result: PollResult,
    interval: timedelta,
    last_polled_at: datetime | None,
    hints: FeedHints,
    bounds: PollBounds,
    seed: str,
) -> datetime:
    """The moment of the next poll: not before what was asked, spread by the seed, out of skipped hours if possible."""
    asked = _asked(result, hints, bounds)
    least, longest = max(asked, bounds.shortest), max(asked, bounds.longest, bounds.shortest)
    usual, share = max(interval, least), _fraction(seed, now)
    was_idle = last_polled_at is None or now - last_polled_at > _MISSED * usual
    if was_idle and result is not PollResult.RATE_LIMITED:  # a server that asked for patience has named the moment
        delay = least + share * min(interval, longest - least)
    else:
        delay = min(usual * (1 + _JITTER * share), longest)
    return _out_of_skipped(now + delay, now + longest, hints)


def _asked(result: PollResult, hints: FeedHints, bounds: PollBounds) -> timedelta:
    """The longest wait that anybody asks for, each clamped to what it is worth."""
    wishes = [wish for wish in (hints.max_age, hints.ttl, hints.update_interval) if wish is not None]
    asked = min(max(wishes, default=timedelta(0)), bounds.longest)
    if hints.retry_after is not None:
        return max(asked, min(hints.retry_after, bounds.longest_retry_after))
    if result is PollResult.RATE_LIMITED:
        return max(asked, _RATE_LIMITED_AT_LEAST)
    return max(asked, _GONE_APART) if result is PollResult.GONE else asked


def _fraction(seed: str, now: datetime) -> float:
    """A number from 0 to 1, the same for the same feed and time."""
    digest = hashlib.blake2b(f"{seed}|{now.timestamp():.0f}".encode("utf-8", "replace"), digest_size=4).digest()
    return int.from_bytes(digest) / 0xFFFFFFFF


def _out_of_skipped(at: datetime, latest: datetime, hints: FeedHints) -> datetime:
    """The first hour from `at` on that is not skipped, or `at` itself when that would be later than `latest`."""
    candidate = at
    while _is_skipped(candidate, hints):
        # The minute is kept, so that feeds with the same skipped hours do not meet on the full hour.
        candidate += timedelta(hours=1)
        if candidate > latest:
            return at
    return candidate


def _is_skipped(at: datetime, hints: FeedHints) -> bool:
    """Whether a publisher asks not to come in this hour or on this day (both in UTC)."""
    moment = at.astimezone(UTC)
    return moment.hour in hints.skip_hours or moment.weekday() in hints.skip_days


def _n_gone(now: datetime, result: PollResult, history: PollHistory) -> int:
    """Answers 410 in a row, counting only those a day apart: one bad deployment must not end a feed."""
    if result is not PollResult.GONE:
        return 0
    is_new = history.n_gone == 0 or history.last_polled_at is None or now - history.last_polled_at >= _GONE_APART
    return history.n_gone + 1 if is_new else history.n_gone


@dataclass(frozen=True, slots=True)
class Move:
    """A permanent redirect under observation. `is_confirmed` says that the stored URL may change to `target` now."""

    target: str | None = None
    n_parsed: int = 0
    since: datetime | None = None
    is_confirmed: bool = False


def observe_move(now: datetime, known: Move, target: str | None) -> Move:
    """The state after a poll whose document parsed as a feed.

    `target` is where a chain of nothing but 301 and 308 led, else None.
    A move is confirmed by three parsed feeds at the same target over at least a day (RFC 9110 section 15.4 makes it
    permanent; experience does not). Do not call this for polls that failed.
    """
    if target is None:
        return Move()
    if target != known.target or known.since is None:
        return Move(target, 1, now)
    n_parsed = known.n_parsed + 1
    return Move(target, n_parsed, known.since, n_parsed >= _MOVES_NEEDED and now - known.since >= _MOVED_FOR)
