"""Credentials of feeds: made of what a person gives, checked so that they can be sent as one header and nothing else.

Sources: RFC 7617 (Basic, in UTF-8), RFC 9110 section 5.1 (names of headers). Articles are asked for without them.
"""

from __future__ import annotations

import re
from base64 import b64encode
from urllib.parse import unquote

from pipeline.canonical import origin_of, without_userinfo
from pipeline.errors import Misconfigured, Poison
from schemas.feed import Credential

NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
VALUE = re.compile(r"[!-~]([ -~]{0,4000}[!-~])?")
OURS = frozenset(
    "accept accept-encoding connection content-length content-type cookie expect host if-modified-since if-none-match"
    " keep-alive proxy-authorization te trailer transfer-encoding upgrade user-agent".split()
)
"""Headers that frame or describe our request."""
USERINFO = re.compile(r"^\s*[a-zA-Z][a-zA-Z0-9+.-]*://([^/?#\\]*)@")


def credential_in(url: str) -> Credential | None:
    """The user name and password that a URL carries, for the URL's own origin; None where there are none."""
    found = USERINFO.match(url)
    if found is None or not found[1].strip(":"):
        return None
    user, _, password = found[1].partition(":")
    try:
        return basic(url, unquote(user), unquote(password))
    except Misconfigured:
        return None  # the feed is stored without, and its polls will say that it is closed


def basic(url: str, user: str, password: str) -> Credential:
    """A user name and a password for the origin of the URL. Raises Misconfigured."""
    if ":" in user:
        raise Misconfigured("a user name holds no colon")
    return header(url, "Authorization", "Basic " + b64encode(f"{user}:{password}".encode()).decode())


def header(url: str, name: str, value: str) -> Credential:
    """A header for the origin of the URL. Raises Misconfigured, whose words never hold the value."""
    if not NAME.fullmatch(name) or name.lower() in OURS:
        raise Misconfigured(f"{name[:60]!r} is no header that can be added to a request")
    if not VALUE.fullmatch(value):
        raise Misconfigured("the secret is empty, or holds what no header can carry")
    try:
        return Credential(origin_of(without_userinfo(url)), name, value)
    except Poison as error:
        raise Misconfigured(f"{without_userinfo(url)[:200]}: {error}") from None
