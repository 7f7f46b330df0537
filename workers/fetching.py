"""URLs given by hand: each is tried as a feed first; what is no feed is taken as an article."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from pipeline.canonical import canonical_url
from pipeline.errors import IngestError
from pipeline.identity import page_key
from schemas.feed import FeedLink, FeedState
from schemas.outcome import Reason
from workers.polling import poll_feeds
from workers.store.database import Database
from workers.store.feeds import add_feeds
from workers.store.ledger import accept
from workers.store.tables import entry, feed


def add_urls(database: Database, urls: Sequence[str], complaints: list[str]) -> list[int]:
    """Poll each URL now. Returns the ids of the feeds among them; articles are accepted; the rest is named."""
    feed_ids: list[int] = []
    for url in urls:
        if _is_known_article(database, url):
            continue
        with database.write() as connection:
            (feed_id,) = add_feeds(connection, [FeedLink(url)], database.now(connection))
        poll_feeds([feed_id])
        with database.read() as connection:
            row = connection.execute(select(feed).where(feed.c.id == feed_id)).mappings().one()
        if row["last_error"] is None:
            feed_ids.append(feed_id)
        elif row["last_error"].startswith(f"{Reason.NOT_A_FEED}"):
            _take_as_article(database, feed_id, url, complaints)
        else:
            complaints.append(f"{url}: {row['last_error']}")
    return feed_ids


def _is_known_article(database: Database, url: str) -> bool:
    try:
        key = page_key(url)
    except IngestError:
        return False
    with database.read() as connection:
        return (
            connection.execute(select(entry.c.id).where(entry.c.key == key, entry.c.feed_id.is_(None))).first()
            is not None
        )


def _take_as_article(database: Database, feed_id: int, url: str, complaints: list[str]) -> None:
    with database.write() as connection:
        now = database.now(connection)
        connection.execute(update(feed).where(feed.c.id == feed_id).values(state=FeedState.REMOVED))
        try:
            row = {"key": page_key(url), "url": canonical_url(url), "stage": "fetch", "due_at": now, "accepted_at": now}
        except IngestError as error:
            complaints.append(f"{url}: {error}")
            return
        accept(connection, [row])
