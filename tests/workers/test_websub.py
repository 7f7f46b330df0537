"""A hub is believed only about what we asked for, and only with our secret."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.outcome import Reason, Rejected
from workers.http import Fetcher
from workers.websub import (
    LONGEST_LEASE,
    Expected,
    Mode,
    Verified,
    callback_path,
    is_callback,
    new_secret,
    renew_at,
    subscribe,
    subscription_form,
    verify_signature,
    verify_subscription,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TOPIC = "https://a.test/feed"
WANTED = Expected(Mode.SUBSCRIBE, TOPIC)
ASKED = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "c9", "hub.lease_seconds": "86400"}


def test_a_confirmed_subscription_lasts_as_long_as_the_hub_says() -> None:
    assert verify_subscription(ASKED, WANTED, NOW) == Verified("c9", NOW + timedelta(days=1))
    long = ASKED | {"hub.lease_seconds": "999999999"}
    assert verify_subscription(long, WANTED, NOW).lease_until == NOW + LONGEST_LEASE


@pytest.mark.parametrize(
    "change",
    [
        {"hub.topic": "https://b.test/feed"},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": "publish"},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 5000},
        {"hub.lease_seconds": "0"},
        {"hub.lease_seconds": "-1"},
        {"hub.lease_seconds": "²"},
        {"hub.lease_seconds": ""},
    ],
)
def test_anything_else_is_not_confirmed(change: dict[str, str]) -> None:
    assert verify_subscription(ASKED | change, WANTED, NOW) == Verified(None)


def test_nobody_asked_or_the_hub_declined() -> None:
    assert verify_subscription(ASKED, None, NOW) == Verified(None)
    declined = {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "no"}
    assert verify_subscription(declined, WANTED, NOW) == Verified(None, is_denied=True)


def test_the_end_of_a_subscription_needs_no_lease() -> None:
    query = {"hub.mode": "unsubscribe", "hub.topic": TOPIC, "hub.challenge": "c"}
    assert verify_subscription(query, Expected(Mode.UNSUBSCRIBE, TOPIC), NOW) == Verified("c")
    assert verify_subscription(query, WANTED, NOW) == Verified(None), "a stranger cannot end what we want"


@given(st.binary(max_size=200), st.sampled_from(["sha1", "sha256", "sha384", "sha512"]))
def test_signatures(body: bytes, method: str) -> None:
    signed = f"{method}=" + hmac.new(b"secret", body, method).hexdigest()
    assert verify_signature(body, signed, "secret")
    assert verify_signature(body, signed.upper().replace(method.upper(), method), "secret")
    assert not verify_signature(body + b"x", signed, "secret")
    assert not verify_signature(body, signed, "other")


@pytest.mark.parametrize(
    "header", [None, "", "sha256", "sha256=", "md5=" + hashlib.md5(b"").hexdigest(), "sha256=é", "=x"]
)
def test_bad_signatures(header: str | None) -> None:
    assert not verify_signature(b"", header, "secret")


def test_the_callback_is_guessable_by_nobody() -> None:
    secret = new_secret()
    assert len(secret.encode()) < 200
    path = callback_path(7, secret)
    assert is_callback(path, 7, secret)
    assert not is_callback(path, 8, secret)
    assert not is_callback(path, 7, new_secret())


def test_forms() -> None:
    form = subscription_form(WANTED, "https://us.test/websub/7/x", "s", timedelta(days=2))
    assert form["hub.lease_seconds"] == "172800"
    assert form["hub.secret"] == "s"
    assert "hub.secret" not in subscription_form(Expected(Mode.UNSUBSCRIBE, TOPIC), "https://us.test/", "s")


def test_renewal_leaves_time_for_another_try() -> None:
    assert renew_at(NOW, NOW + timedelta(days=10)) == NOW + timedelta(days=8)


class Hub(Fetcher):
    """Notes what is posted and answers as told, without a network."""

    def __init__(self, answer: Rejected | None) -> None:
        self.answer = answer
        self.posted: list[tuple[str, dict[str, str]]] = []

    def post_form(self, url: str, form: Mapping[str, str], **_: object) -> Rejected | None:  # type: ignore[override]
        self.posted.append((url, dict(form)))
        return self.answer


def test_asking_a_hub() -> None:
    hub = Hub(None)
    assert subscribe(hub, "https://hub.test/", WANTED, "https://us.test/websub/7/x", "secret")
    assert hub.posted == [("https://hub.test/", subscription_form(WANTED, "https://us.test/websub/7/x", "secret"))]
    assert not subscribe(Hub(Rejected(Reason.BLOCKED)), "https://hub.test/", WANTED, "https://us.test/", "secret")


def test_a_secret_is_never_sent_in_the_clear() -> None:
    hub = Hub(None)
    assert not subscribe(hub, "http://hub.test/", WANTED, "https://us.test/", "secret")
    assert hub.posted == []
