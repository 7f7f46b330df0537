"""URLs given by hand: each is tried as a feed first; what is no feed is taken as an article."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.canonical import canonical_url, without_userinfo
from pipeline.errors import IngestError
from pipeline.identity import page_key
from schemas.feed import FeedLink, FeedState
from schemas.outcome import Reason
from workers.polling import poll_feeds
from workers.store.database import Database
from workers.store.feeds import add_feeds, last_error, parts_of, set_state
from workers.store.ledger import accept, is_known_without_feed


def add_urls(database: Database, urls: Sequence[str], complaints: list[str]) -> list[int]:
    """Poll each URL now. Returns the ids of the feeds among them; articles are accepted; the rest is named."""
    feed_ids: list[int] = []
    for given in urls:
        url = without_userinfo(given)
        if _is_known_article(database, url):
            continue
        with database.write() as connection:
            added = add_feeds(connection, [FeedLink(given)], database.now(connection))
        if not added:
            complaints.append(f"{url[:200]}: {Reason.URL_REFUSED}: too long, or no address at all")
            continue
        (feed_id,) = added
        poll_feeds([feed_id])
        with database.read() as connection:
            problem = last_error(connection, feed_id)
            parts = parts_of(connection, [feed_id])
        if problem is None:
            feed_ids += [feed_id, *parts]
            poll_feeds(parts)
        elif problem.startswith(f"{Reason.NOT_A_FEED}"):
            _take_as_article(database, feed_id, url, complaints)
        else:
            complaints.append(f"{url}: {problem}")
    return feed_ids


def _is_known_article(database: Database, url: str) -> bool:
    try:
        key = page_key(url)
    except IngestError:
        return False
    with database.read() as connection:
        return is_known_without_feed(connection, key)


def _take_as_article(database: Database, feed_id: int, url: str, complaints: list[str]) -> None:
    with database.write() as connection:
        now = database.now(connection)
        set_state(connection, [str(feed_id)], FeedState.REMOVED, now)
        try:
            row = {"key": page_key(url), "url": canonical_url(url), "stage": "fetch", "due_at": now, "accepted_at": now}
        except IngestError as error:
            complaints.append(f"{url}: {error}")
            return
        accept(connection, [row])
