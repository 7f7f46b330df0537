"""Who may see the console: loopback without a token, or anybody who knows the token. Keeps no list of sessions."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from pipeline.errors import Misconfigured

COOKIE = "fivefold_session"
SESSION = timedelta(days=7)
LEAST_TOKEN = 16
"""Characters of a token; a shorter one is guessed."""
BODY_MOST = 64 * 1024
OPEN = ("/healthz", "/login", "/static/", "/websub/")
"""What needs no token: nothing of it shows data, and a hub proves itself by the address it was given."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Whether an address to listen on, or a name in a Host header, means this machine only."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def check_exposure(host: str, token: str) -> None:
    """Refuse to listen to the world without a token, or with one that can be guessed. Raises Misconfigured."""
    if token and len(token) < LEAST_TOKEN:
        raise Misconfigured(f"setting FIVEFOLD_CONSOLE_TOKEN: at least {LEAST_TOKEN} characters are needed")
    if not token and not is_loopback(host):
        raise Misconfigured(f"console: {host} is reachable by others, so FIVEFOLD_CONSOLE_TOKEN must be set")


class Guard:
    """Decides for each request. Every comparison with a secret takes the same time for every guess."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        self._form_key = secrets.token_bytes(32)

    @property
    def has_token(self) -> bool:
        """Whether visitors must log in."""
        return bool(self._token)

    def knows(self, given: str) -> bool:
        """Whether this is the token."""
        return self.has_token and hmac.compare_digest(given.encode("utf-8", "replace"), self._token)

    def new_session(self) -> str:
        """A cookie that proves a login until it ends: its end and a signature that dies with the token."""
        end = str(int(time.time() + SESSION.total_seconds()))
        return f"{end}.{self._sign('session', end)}"

    def is_session(self, cookie: str) -> bool:
        """Whether a cookie is one of ours and has not ended."""
        end, _, signature = cookie.partition(".")
        is_ours = hmac.compare_digest(signature.encode("utf-8", "replace"), self._sign("session", end).encode())
        return is_ours and end.isdigit() and int(end) > time.time()

    def form_token(self, action: str) -> str:
        """What a form must send back: no other site can read it, so no other site can send it."""
        return hmac.new(self._form_key, action.encode(), hashlib.sha256).hexdigest()

    def is_form_token(self, action: str, given: str) -> bool:
        """Whether a form of ours was sent."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.form_token(action).encode())

    def _sign(self, purpose: str, value: str) -> str:
        return hmac.new(self._token, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()

    def may_enter(self, request: Request) -> bool:
        """Whether the request carries the token or a session made with it."""
        if not self.has_token or request.url.path.startswith(OPEN):
            return True
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.knows(given.strip()):
            return True
        return self.is_session(request.cookies.get(COOKIE, ""))

    def is_expected_host(self, request: Request) -> bool:
        """Without a token only a loopback name is answered, or a foreign page could rebind its name to us."""
        if self.has_token:
            return True
        host = request.headers.get("host", "")
        return is_loopback(host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host)


def is_foreign(request: Request) -> bool:
    """Whether a browser says that another site made this request."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


async def stand_guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Let in or turn away, and put the same protective headers on every answer."""
    response = _turned_away(request) or await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.url.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _turned_away(request: Request) -> Response | None:
    guard: Guard = request.app.state.guard
    is_hub = request.url.path.startswith("/websub/")
    if not is_hub and not guard.is_expected_host(request):
        return PlainTextResponse("this name is not mine; use the loopback address\n", 421)
    if request.method == "POST" and not is_hub and is_foreign(request):
        return PlainTextResponse("another site asked for this\n", 403)
    if guard.may_enter(request):
        return None
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(f"/login?next={quote(request.url.path)}", 303)
    return PlainTextResponse("a token is needed\n", 401, {"WWW-Authenticate": "Bearer"})
