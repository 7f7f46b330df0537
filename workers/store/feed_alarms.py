"""Feeds that need a person, though every process is up: silent, failing, or suddenly of another kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select

from schemas.feed import FeedState
from workers.store.rhythm import SILENT_LEAST, silences
from workers.store.tables import article, document, feed

FAILING_AFTER = timedelta(days=1)
FAILING_INTERVALS = 4.0
"""No answer for a day and for so many polling intervals is a failure that does not mend itself."""
RECENT = timedelta(days=1)
BASELINE = timedelta(days=8)
LEAST_ARTICLES = 8
"""Articles that a feed must have on both sides before a change of its kind is believed."""
USUAL_SHARE = 0.5
"""A feed that repeated others in more than this share of its articles before is not suspect when it repeats all."""
SHORTER = 0.4
"""Texts of less than this part of their usual length: a paywall, a consent wall or a changed page."""
RECENT_ROWS, BASELINE_ROWS = 1500, 3000
"""Newest articles looked at on each side, so that the cost does not grow with the corpus."""
LISTED = 50


@dataclass(frozen=True, slots=True)
class Sample:
    """A feed's articles over some time: how many, the share that repeats others, the mean length in characters."""

    n_articles: int
    repeated: float
    n_chars: float


def feed_alarms(connection: Connection, now: datetime) -> dict[str, Any]:
    """Feeds by state, and those that are silent, failing or odd; at most LISTED of each."""
    n_feeds = select(feed.c.state, func.count()).group_by(feed.c.state)
    rows = connection.execute(_suspects(now)).mappings().all()
    seconds = silences(connection, rows, now)
    silent = [_silent(row, seconds[row["id"]]) for row in rows if row["id"] in seconds]
    return {
        "counts": {row[0]: int(row[1]) for row in connection.execute(n_feeds)},
        "silent": sorted(silent, key=lambda one: -one["silent_seconds"])[:LISTED],
        "n_silent": len(silent),
        "failing": [_failing(row) for row in rows if is_failing(row, now)][:LISTED],
        "odd": _odd(connection, now)[:LISTED],
        "oldest_success_seconds": _oldest_success(connection, now),
    }


def _suspects(now: datetime) -> Select[Any]:
    """Active feeds with an error, or whose last new entry is older than any silence."""
    names = ("id", "url", "title", "state", "last_error", "last_success_at", "last_new_entry_at", "created_at")
    columns = [feed.c[name] for name in (*names, "usual_gap_seconds", "interval_seconds", "n_failures")]
    is_old = feed.c.last_new_entry_at < now - SILENT_LEAST
    return select(*columns).where(feed.c.state == FeedState.ACTIVE, feed.c.last_error.is_not(None) | is_old)


def is_failing(row: Any, now: datetime) -> bool:
    """Whether a feed has not answered for so long that waiting does not help."""
    since = row["last_success_at"] or row["created_at"]
    patience = max(FAILING_AFTER.total_seconds(), FAILING_INTERVALS * row["interval_seconds"])
    return bool(row["last_error"]) and (now - since).total_seconds() > patience


def _silent(row: Any, seconds: float) -> dict[str, Any]:
    known = {"feed_id": row["id"], "url": row["url"], "title": row["title"] or row["url"]}
    return {**known, "silent_seconds": seconds, "usual_gap_seconds": row["usual_gap_seconds"]}


def _failing(row: Any) -> dict[str, Any]:
    known = {"feed_id": row["id"], "url": row["url"], "title": row["title"] or row["url"]}
    return {**known, "last_success": row["last_success_at"], "last_error": row["last_error"]}


def _oldest_success(connection: Connection, now: datetime) -> float:
    """Seconds since the active feed that waited longest for a good answer had one: the lag of the feeds."""
    query = select(func.min(func.coalesce(feed.c.last_success_at, feed.c.created_at)))
    oldest: datetime | None = connection.execute(query.where(feed.c.state == FeedState.ACTIVE)).scalar()
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def _odd(connection: Connection, now: datetime) -> list[dict[str, Any]]:
    """Feeds whose articles are suddenly all repeats, or much shorter than they were."""
    recent = _samples(connection, now - RECENT, now, RECENT_ROWS)
    enough = {feed_id: one for feed_id, one in recent.items() if one.n_articles >= LEAST_ARTICLES}
    if not enough:
        return []
    usual = _samples(connection, now - BASELINE, now - RECENT, BASELINE_ROWS)
    names = {row.id: row for row in connection.execute(select(feed.c.id, feed.c.url, feed.c.title))}
    found = []
    for feed_id, one in enough.items():
        what = change_of_kind(one, usual.get(feed_id))
        if what and feed_id in names:
            url, title = names[feed_id].url, names[feed_id].title
            found.append({"feed_id": feed_id, "url": url, "title": title or url, "what": what})
    return found


def change_of_kind(now: Sample, usual: Sample | None) -> str | None:
    """What is suddenly different about a feed's articles, in words; null when nothing is."""
    if usual is None or usual.n_articles < LEAST_ARTICLES:
        return None
    if now.repeated == 1.0 and usual.repeated < USUAL_SHARE:
        return f"all of its last {now.n_articles} articles repeat others; before, {usual.repeated:.0%} did"
    if now.n_chars < SHORTER * usual.n_chars:
        return f"its texts are {now.n_chars:.0f} characters long; before, {usual.n_chars:.0f}"
    return None


def _samples(connection: Connection, since: datetime, until: datetime, limit: int) -> dict[int, Sample]:
    some = (
        select(article.c.id, article.c.feed_id, article.c.revision, article.c.duplicate_of)
        .where(article.c.published_at >= since, article.c.published_at < until, article.c.feed_id.is_not(None))
        .order_by(article.c.published_at.desc())
        .limit(limit)
        .subquery()
    )
    length = func.avg(func.length(document.c.text))
    query = (
        select(some.c.feed_id, func.count(), func.count(some.c.duplicate_of), length)
        .join(document, (document.c.article_id == some.c.id) & (document.c.revision == some.c.revision))
        .group_by(some.c.feed_id)
    )
    rows = connection.execute(query).all()
    return {row[0]: Sample(int(row[1]), int(row[2]) / int(row[1]), float(row[3])) for row in rows}
