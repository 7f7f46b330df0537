"""Dead letters: what could not be processed, why, and the button that sends it back."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse

from ops.console.forms import read_form
from ops.console.guard import Guard
from ops.console.reading import reading
from ops.console.rendering import render
from workers.store.browse import dead_page
from workers.store.database import Database
from workers.store.status import dead_by_reason
from workers.store.sweeping import revive
from workers.telemetry import get_logger

router = APIRouter()
PAGE = 50
log = get_logger(__name__)


@router.get("/dead", response_class=HTMLResponse)
def show_dead(request: Request, before: int = 0, revived: int = -1) -> HTMLResponse:
    """Dead entries, a page at a time."""
    guard: Guard = request.app.state.guard
    with reading(request) as (connection, now):
        rows = dead_page(connection, before if 0 < before < 2**63 else None, PAGE + 1)
        counts = dead_by_reason(connection)
    following = rows[PAGE - 1]["id"] if len(rows) > PAGE else None
    values = {"entries": rows[:PAGE], "counts": counts, "following": following, "revived": revived, "now": now}
    return render(request, "dead.html", values | {"form_token": guard.form_token("replay")})


@router.post("/dead/replay")
async def replay(request: Request) -> RedirectResponse:
    """Send the chosen entries back into the stage they died in; workers pick them up."""
    form = await read_form(request)
    guard: Guard = request.app.state.guard
    if not guard.is_form_token("replay", form.get("form_token", [""])[0]):
        raise HTTPException(403, "This form is not ours or is from before a restart. Open the page again.")
    ids = [int(one) for one in form.get("entry", []) if one.isascii() and one.isdigit() and len(one) < 19]
    is_all = form.get("what", [""])[0] == "all"
    n_revived = await run_in_threadpool(_revive, request.app.state.database, None if is_all else ids)
    log.info("dead_replayed", n_entries=n_revived, is_all=is_all)
    return RedirectResponse(f"/dead?revived={n_revived}", 303)


def _revive(database: Database, ids: list[int] | None) -> int:
    with database.write() as connection:
        return revive(connection, ids, database.now(connection))
