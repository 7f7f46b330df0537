"""Where hubs call back (WebSub 5.3 and 7): open to everybody, because only the hub knows its address."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse

from ops.console.forms import read_body
from workers.store.database import Database

router = APIRouter()
NOTIFICATION_MOST = 4 * 1024 * 1024
"""A notification carries the feed; it is only checked for its signature."""


@router.get("/websub/{feed_id}/{token}")
def confirm(request: Request, feed_id: int) -> PlainTextResponse:
    """Echo the challenge of a question about what we asked for; anything else leads nowhere."""
    from workers import subscriptions  # brings the fetcher along, which no page needs

    database: Database = request.app.state.database
    challenge = subscriptions.confirm(database, feed_id, request.url.path, dict(request.query_params))
    if challenge is None:
        raise HTTPException(404, "There is no such page.")
    return PlainTextResponse(challenge)


@router.post("/websub/{feed_id}/{token}")
async def take_notice(request: Request, feed_id: int) -> Response:
    """Make the feed due. A wrong signature is answered like a right one and does nothing."""
    from workers import subscriptions

    body = await read_body(request, NOTIFICATION_MOST)
    database: Database = request.app.state.database
    signature = request.headers.get("x-hub-signature")
    is_ours = await run_in_threadpool(subscriptions.notified, database, feed_id, request.url.path, body, signature)
    if not is_ours:
        raise HTTPException(404, "There is no such page.")
    return Response(status_code=202)
