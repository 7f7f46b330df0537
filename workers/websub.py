"""WebSub (W3C Recommendation, 2018): a hub tells us when a feed changed, so that polling can slow down.

Asking for a subscription goes through the guarded fetcher, because hub addresses come from feeds. What the callback
must decide is in two pure functions; the endpoint itself belongs to the web application. Polling never stops: a hub
that forgets us must not cost an entry. A notification is only a doorbell: the feed is then fetched as always, so its
body is checked for its signature and thrown away.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workers.http.fetch import Fetcher

LEASE = timedelta(days=10)
"""What we ask for: the default of widely used hubs. They may grant less."""
SHORTEST_LEASE = timedelta(minutes=15)
LONGEST_LEASE = timedelta(days=30)
RENEW_AT = 0.8
"""Part of a lease after which it is renewed."""
SECRET_BYTES = 32
CHALLENGE_MAX = 1024
METHODS = {"sha1", "sha256", "sha384", "sha512"}


class Mode(StrEnum):
    """What a hub is asked to do, or says that it did."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Expected:
    """What we asked a hub for: only this is confirmed."""

    mode: Mode
    topic: str
    """The feed's URL as the feed itself gives it (`rel=self`)."""


@dataclass(frozen=True, slots=True)
class Verified:
    """An answer to a hub's question. Without a challenge the endpoint answers 404 and nothing else happens."""

    challenge: str | None
    lease_until: datetime | None = None
    is_denied: bool = False


def new_secret() -> str:
    """A secret for one subscription, fewer than 200 bytes as the standard wants."""
    return secrets.token_urlsafe(SECRET_BYTES)


def callback_path(feed_id: int, secret: str) -> str:
    """Where the hub shall call: guessable by nobody else, and different after every new subscription."""
    token = hmac.new(secret.encode(), f"websub:{feed_id}".encode(), hashlib.sha256).hexdigest()[:32]
    return f"/websub/{feed_id}/{token}"


def is_callback(path: str, feed_id: int, secret: str) -> bool:
    """Whether the hub called where we told it to. Takes the same time for every path."""
    return hmac.compare_digest(path.encode(), callback_path(feed_id, secret).encode())


def subscription_form(expected: Expected, callback: str, secret: str, lease: timedelta = LEASE) -> dict[str, str]:
    """The form that asks a hub for a subscription or its end (5.1)."""
    form = {"hub.callback": callback, "hub.mode": expected.mode.value, "hub.topic": expected.topic}
    if expected.mode is Mode.SUBSCRIBE:
        form |= {"hub.secret": secret, "hub.lease_seconds": str(int(lease.total_seconds()))}
    return form


def subscribe(fetcher: Fetcher, hub: str, expected: Expected, callback: str, secret: str) -> bool:
    """Ask a hub; True when it will come back with a question. Raises Transient and RateLimited.

    The secret goes to the hub over https only, as 5.1 wants; other hubs get a subscription whose notifications cannot
    be verified and are therefore useless, so they are not asked.
    """
    if not hub.lower().startswith("https://"):
        return False
    return fetcher.post_form(hub, subscription_form(expected, callback, secret)) is None


def verify_subscription(query: Mapping[str, str], expected: Expected | None, now: datetime) -> Verified:
    """Decide on a hub's question (5.3): is it about what we asked for? `query` are the parameters of its GET."""
    if expected is None or query.get("hub.topic") != expected.topic:
        return Verified(None)
    if query.get("hub.mode") == Mode.DENIED:
        return Verified(None, is_denied=True)
    challenge = query.get("hub.challenge", "")
    if query.get("hub.mode") != expected.mode or not 0 < len(challenge) <= CHALLENGE_MAX:
        return Verified(None)
    if expected.mode is Mode.UNSUBSCRIBE:
        return Verified(challenge)
    granted = _lease(query.get("hub.lease_seconds", ""))
    return Verified(challenge, None if granted is None else now + granted) if granted else Verified(None)


def verify_signature(body: bytes, header: str | None, secret: str) -> bool:
    """Whether `X-Hub-Signature: method=hex` was made with our secret (7.1). Takes the same time for every guess.

    SHA-1 is still what some hubs send; its collisions do not help against a keyed signature.
    """
    method, _, signature = (header or "").strip().partition("=")
    if method not in METHODS:
        return False
    expected = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.strip().lower().encode("utf-8", "replace"))


def renew_at(asked_at: datetime, lease_until: datetime) -> datetime:
    """When to ask again, so that a lost answer leaves time for another try."""
    return asked_at + (lease_until - asked_at) * RENEW_AT


def _lease(text: str) -> timedelta | None:
    """What the hub grants; None for nonsense, and for so little that renewing costs more than polling."""
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        return None
    granted = min(timedelta(seconds=int(text)), LONGEST_LEASE)
    return granted if granted >= SHORTEST_LEASE else None
