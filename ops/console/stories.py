"""The list of stories: search, filters, newest or most contested first, page by page without offsets."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ops.console.reading import reading
from ops.console.rendering import render
from workers.store.browse import Cursor, StoryFilter, browse_stories, cursor_of, languages
from workers.store.results import story_conflicts
from workers.store.seek import seek_entry

router = APIRouter()
PAGE = 30
DAYS = (1, 7, 30)
LONGEST_SEARCH = 200


@router.get("/stories", response_class=HTMLResponse)
def show_stories(
    request: Request,
    q: str = "",
    order: str = "newest",
    least: int = 1,
    days: int = 0,
    language: str = "",
    after: str = "",
) -> Response:
    """Stories that fit. An address typed into the search leads to its article."""
    words = q.strip()[:LONGEST_SEARCH]
    with reading(request) as (connection, now):
        if words.startswith(("http://", "https://")) and (found := seek_entry(connection, words)) is not None:
            return RedirectResponse(f"/article/{found}", 303)
        wanted = StoryFilter(words, language[:8], order == "contested", least, _since(now, days))
        rows = browse_stories(connection, wanted, read_cursor(after, wanted), PAGE + 1)
        known = languages(connection)
        conflicts = story_conflicts(connection, [row["id"] for row in rows[:PAGE] if row["n_conflicts"]])
    form = {"q": words, "order": order, "least": least, "days": days, "language": language}
    values: dict[str, Any] = {"stories": rows[:PAGE], "form": form, "languages": known, "days": DAYS, "now": now}
    values["conflicts"] = conflicts
    values["following"] = _following(form, rows, wanted) if len(rows) > PAGE else None
    values["is_first"] = not after
    return render(request, "stories.html", values)


def _since(now: datetime, days: int) -> datetime | None:
    return now - timedelta(days=days) if 0 < days <= 3650 else None


def _following(form: dict[str, Any], rows: list[dict[str, Any]], wanted: StoryFilter) -> str:
    return "/stories?" + urlencode({**form, "after": write_cursor(cursor_of(rows[PAGE - 1], wanted))})


def write_cursor(cursor: Cursor) -> str:
    """A cursor as part of an address."""
    return "~".join(one.isoformat() if isinstance(one, datetime) else str(one) for one in cursor)


def read_cursor(text: str, wanted: StoryFilter) -> Cursor | None:
    """A cursor from an address; null when it is none, which shows the first page."""
    parts = text[:100].split("~")
    try:
        if wanted.is_contested:
            n_conflicts, n_origins, story_id = (_bounded(part) for part in parts)
            return (n_conflicts, n_origins, story_id)
        at, last = parts
        moment = datetime.fromisoformat(at)
        return (moment, _bounded(last)) if moment.tzinfo else None
    except ValueError:
        return None


def _bounded(text: str) -> int:
    number = int(text)
    if abs(number) >= 2**63:
        raise ValueError("no database number")
    return number
