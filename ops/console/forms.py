"""Reads a small form from a request, bounded, without a parser of files."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import HTTPException, Request

from ops.console.guard import BODY_MOST


async def read_form(request: Request) -> dict[str, list[str]]:
    """The fields of a URL-encoded form. Raises 413 above BODY_MOST and 400 for what is no such form."""
    body = await read_body(request)
    try:
        return parse_qs(body.decode("utf-8"), max_num_fields=1000)
    except ValueError as error:
        raise HTTPException(400, "That is not a form.") from error


async def read_body(request: Request, most: int = BODY_MOST) -> bytes:
    """The body, never more than `most` bytes of it. Raises 413."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413, "That is too much.")
    return body
