"""Logging in with the token, and out again."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ops.console.forms import read_form
from ops.console.guard import COOKIE, SESSION, Guard
from ops.console.rendering import render

router = APIRouter()
WRONG_SECONDS = 0.5
"""A wrong token is answered late; a long random token needs no more against guessing."""


@router.get("/login", response_class=HTMLResponse)
def show_login(request: Request, next: str = "/") -> HTMLResponse:  # noqa: A002  # the address's word
    """The form."""
    return render(request, "login.html", {"next": own_path(next), "is_wrong": False})


@router.post("/login")
async def login(request: Request) -> Response:
    """Check the token and give a session."""
    form = await read_form(request)
    guard: Guard = request.app.state.guard
    target = own_path(form.get("next", ["/"])[0])
    if not guard.knows(form.get("token", [""])[0].strip()):
        await asyncio.sleep(WRONG_SECONDS)
        return render(request, "login.html", {"next": target, "is_wrong": True}, 401)
    response = RedirectResponse(target, 303)
    response.set_cookie(
        COOKIE, guard.new_session(), max_age=int(SESSION.total_seconds()), httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return response


@router.post("/logout")
def logout() -> Response:
    """Forget the session in this browser."""
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


def own_path(path: str) -> str:
    """A path of this console; the first page for anything that could lead elsewhere."""
    is_plain = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if is_plain else "/"
