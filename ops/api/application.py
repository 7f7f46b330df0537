"""The FastAPI application of the read API, for the console to mount."""

import hmac
from collections.abc import Awaitable, Callable
from hashlib import sha256
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from ops.api.models import Problem
from ops.api.routes import make_routes
from pipeline.errors import Transient
from workers.settings import Settings
from workers.store.database import Database

ALWAYS: dict[int | str, dict[str, Any]] = {code: {"model": Problem} for code in (401, 503)}
"""Answers that every path can give."""


def make_api(settings: Settings, database: Database) -> FastAPI:
    """Build the API over one database. Its paths are relative; the console mounts it at /api/v1."""
    api = FastAPI(
        title="Fivefold results",
        description="The v1 views of the results database, read only. `docs/contract.md` says what is promised.",
        version=version("fivefold"),
        docs_url=None,
        redoc_url=None,
    )
    api.include_router(make_routes(database), dependencies=_guards(settings), responses=ALWAYS)
    api.middleware("http")(_tag)
    api.add_exception_handler(Transient, _away)
    return api


def _guards(settings: Settings) -> list[Any]:
    """Ask for the bearer token, if one is set."""
    wanted = settings.console_token.get_secret_value()
    if not wanted:
        return []
    scheme = HTTPBearer(auto_error=False, description="The value of FIVEFOLD_CONSOLE_TOKEN.")

    def check(given: Annotated[HTTPAuthorizationCredentials | None, Depends(scheme)]) -> None:
        if given is None or not hmac.compare_digest(given.credentials.encode(), wanted.encode()):
            raise HTTPException(401, "a bearer token is needed", {"WWW-Authenticate": "Bearer"})

    return [Depends(check)]


async def _tag(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    """Give every answer an ETag, and spare a caller who holds the same one the body."""
    response = await answer(request)
    if request.method != "GET" or response.status_code != 200:
        return response
    body = b"".join([part async for part in response.body_iterator])  # type: ignore[attr-defined]
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "x-content-type-options": "nosniff"}
    if _holds(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=response.headers.get("content-type"), headers=headers)


def _holds(given: str, tag: str) -> bool:
    """RFC 9110, 13.1.2: a list of tags, compared weakly, or `*`."""
    known = {one.strip().removeprefix("W/") for one in given.split(",")}
    return tag in known or "*" in known


def _away(_: Request, __: Exception) -> Response:
    """The database is away or busy: come back later."""
    return JSONResponse({"detail": "the database does not answer"}, 503, {"retry-after": "5"})
