"""All feeds with how they do, and one feed with its latest entries and visits."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from ops.console.plots import bars
from ops.console.reading import reading
from ops.console.rendering import render
from workers.store.browse import feed_entries
from workers.store.rhythm import count_by_day, find_feed, page_of_feeds, polls

router = APIRouter()
PAGE = 50
DAYS = 14
STATES = ("active", "paused", "gone", "removed")


@router.get("/feeds", response_class=HTMLResponse)
def show_feeds(request: Request, state: str = "", q: str = "", after: int = 0) -> HTMLResponse:
    """Feeds by number, a page at a time, with the rhythm of their last two weeks."""
    with reading(request) as (connection, now):
        rows = page_of_feeds(connection, now, state if state in STATES else "", q.strip()[:200], after, PAGE + 1)
        counts = count_by_day(connection, [row["id"] for row in rows[:PAGE]], now, DAYS)
    sparks = {row["id"]: bars(counts.get(row["id"], [])) for row in rows[:PAGE]}
    following = rows[PAGE - 1]["id"] if len(rows) > PAGE else None
    values = {"feeds": rows[:PAGE], "sparks": sparks, "state": state, "q": q, "states": STATES, "now": now}
    return render(request, "feeds.html", values | {"following": following, "is_first": not after})


@router.get("/feed/{feed_id}", response_class=HTMLResponse)
def show_feed(request: Request, feed_id: int) -> HTMLResponse:
    """One feed."""
    with reading(request) as (connection, now):
        row = find_feed(connection, feed_id, now) if 0 < feed_id < 2**63 else None
        if row is None:
            raise HTTPException(404, "There is no such feed.")
        counts = count_by_day(connection, [feed_id], now, DAYS).get(feed_id, [])
        entries, tries = feed_entries(connection, feed_id), polls(connection, feed_id)
    spark = bars(counts, 320.0, 48.0)
    values = {"feed": row, "spark_bars": spark, "entries": entries, "visits": tries, "now": now, "days": DAYS}
    return render(request, "feed.html", values)
