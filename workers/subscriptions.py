"""Subscriptions to hubs: asked for and renewed after polls, confirmed and rung by the callback that the console serves.

Without the setting `public_url` nobody outside could call back, and nothing is asked. The protocol is in
`workers.websub`; polling goes on whatever a hub does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pipeline.errors import IngestError
from workers import resources, websub
from workers.passage import HostBusy, Passage
from workers.settings import load_settings
from workers.store import feeds
from workers.store.database import Database
from workers.telemetry import get_logger
from workers.websub import Expected, Mode

log = get_logger(__name__)
ASK_AGAIN = timedelta(hours=24)
"""How long a hub has for its question before it is asked once more."""
NOTIFIED_APART = timedelta(seconds=60)
"""A hub that rings all the time is heard once a minute."""


def keep_up(row: Mapping[str, Any], now: datetime) -> None:
    """Ask the feed's hub for a subscription where there is none or it ends soon. `row` is the feed after its poll."""
    public_url = load_settings().public_url.rstrip("/")
    if not (public_url and row["hub_url"] and row["hub_topic"] and _is_due(row, now)):
        return
    try:
        with Passage(resources.politeness(), now) as passage:
            passage.enter(row["hub_url"])
            _ask(row, public_url, row["hub_secret"] or websub.new_secret(), now)
    except HostBusy:
        # One hub serves many feeds: after the next poll it is this feed's turn.
        return
    except IngestError as error:
        log.warning("subscription_failed", feed_id=row["id"], reason=error.reason)


def _is_due(row: Mapping[str, Any], now: datetime) -> bool:
    asked_at, lease_until = row["hub_asked_at"], row["hub_lease_until"]
    if asked_at is None:
        return True
    if lease_until is None or lease_until <= asked_at:
        return bool(now >= asked_at + ASK_AGAIN)
    return now >= websub.renew_at(asked_at, lease_until)


def _ask(row: Mapping[str, Any], public_url: str, secret: str, now: datetime) -> None:
    with resources.database().write() as connection:
        # Before the hub hears of it: its question may come while we still wait for its answer.
        feeds.note_subscription(connection, row["id"], {"hub_secret": secret, "hub_asked_at": now})
    callback = f"{public_url}{websub.callback_path(row['id'], secret)}"
    expected = Expected(Mode.SUBSCRIBE, row["hub_topic"])
    is_asked = websub.subscribe(resources.fetcher(), row["hub_url"], expected, callback, secret)
    log.info("subscription_asked", feed_id=row["id"], is_asked=is_asked)


def confirm(database: Database, feed_id: int, path: str, query: Mapping[str, str]) -> str | None:
    """Answer a hub's question (GET on the callback): the challenge to echo with 200, or None for 404."""
    row = _called(database, feed_id, path)
    if row is None or row["hub_asked_at"] is None:
        return None
    with database.write() as connection:
        verified = websub.verify_subscription(
            query, Expected(Mode.SUBSCRIBE, row["hub_topic"]), database.now(connection)
        )
        if verified.lease_until is not None:
            feeds.note_subscription(connection, feed_id, {"hub_lease_until": verified.lease_until})
    return verified.challenge


def notified(database: Database, feed_id: int, path: str, body: bytes, signature: str | None) -> bool:
    """Take a notification (POST on the callback): the feed is due at once. False for 404.

    One whose signature is wrong is answered like any other and does nothing (WebSub, 7.1): True as well.
    """
    row = _called(database, feed_id, path)
    if row is None:
        return False
    if websub.verify_signature(body, signature, row["hub_secret"]):
        with database.write() as connection:
            feeds.hasten(connection, feed_id, database.now(connection), NOTIFIED_APART)
    return True


def _called(database: Database, feed_id: int, path: str) -> dict[str, Any] | None:
    """The feed whose callback was called where its hub was told to call."""
    with database.read() as connection:
        row = feeds.read_feed(connection, feed_id)
    if row is None or not row["hub_secret"] or not row["hub_topic"]:
        return None
    return row if websub.is_callback(path, feed_id, row["hub_secret"]) else None
