"""The fetcher: feeds are polled, pages fetched. Both wait for the network, so both run in threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from sqlalchemy import Connection

from schemas.entry import EntryState
from schemas.outcome import UNCHANGED, Outcome, Reason, Rejected
from schemas.page import FetchedPage
from workers import resources
from workers.polling import poll_feeds
from workers.settings import load_settings
from workers.stage import Finished, Later, StageRunner
from workers.store.ledger import Claim
from workers.store.pages import latest_validators, save_pages
from workers.store.retention import plan_refetch
from workers.store.withdrawal import withdraw_articles
from workers.task import task
from workers.tasks.cleaner import FEED_TYPE

Validators = tuple[str | None, str | None, str]
WALLS = (Reason.BLOCKED, Reason.ROBOTS_DENIED)
LEAST_FEED_CONTENT = 600
"""Characters of feed content from which an article can be made when its page is blocked."""


class PageFetcher(StageRunner[Validators, FetchedPage]):
    """One conditional GET for each entry, polite to its host."""

    name = "fetch"

    def load(self, connection: Connection, claims: Sequence[Claim]) -> Mapping[int, Validators]:
        """Read the validators of pages that were fetched before."""
        known = latest_validators(connection, [held.entry_id for held in claims])
        return {held.entry_id: known.get(held.entry_id, (None, None, "")) for held in claims}

    def work_all(self, claims: Sequence[Claim], inputs: Mapping[int, Validators]) -> list[Finished[FetchedPage]]:
        """Fetch from all hosts side by side, and from one host one page after the other."""
        hosts = defaultdict(list)
        for held in claims:
            hosts[_host_of(held)].append(held)
        done = resources.crowd().each(lambda mine: super(PageFetcher, self).work_all(mine, inputs), hosts.values())
        return [one for finished in done for one in finished]

    def work(self, claim: Claim, item: Validators) -> FetchedPage | Rejected | Outcome | Later:
        """Fetch one page within the slots of its host."""
        url, (etag, last_modified, digest) = claim.row["url"], item
        host, now, polite, robots = _host_of(claim), datetime.now(UTC), resources.politeness(), resources.robots()
        wait = polite.acquire(host, now)
        if wait is not None:
            return Later(wait)
        try:
            if not robots.is_allowed(url):
                return self._walled(claim, Rejected(Reason.ROBOTS_DENIED))
            polite.hold(host, robots.crawl_delay(url), now)
            with polite.heeding(host, now):
                found = resources.fetcher().fetch(
                    url,
                    etag=etag,
                    last_modified=last_modified,
                    max_bytes=load_settings().page_max_bytes,
                    keep_truncated=True,
                )
        finally:
            polite.release(host)
        if isinstance(found, Rejected):
            return self._walled(claim, found)
        if found.status == 304 or sha256(found.body).hexdigest() == digest:
            return UNCHANGED
        return found

    def _walled(self, claim: Claim, found: Rejected) -> Rejected | FetchedPage:
        """Where the page is refused but the feed gave the text, the feed's own content goes on to cleaning."""
        content = claim.row["content_html"] or ""
        if found.reason not in WALLS or len(content) < LEAST_FEED_CONTENT or claim.row["kept_state"]:
            return found
        return FetchedPage(claim.row["url"], claim.row["url"], 0, content.encode(), {"content-type": FEED_TYPE})

    def save(self, connection: Connection, done: Sequence[Finished[FetchedPage]], now: datetime) -> None:
        """Keep the bytes and plan the second look."""
        pages = [(one.claim.entry_id, one.product) for one in done if one.product is not None]
        save_pages(connection, pages, now)
        first = [one.claim.entry_id for one in done if not one.claim.row["n_refetches"]]
        plan_refetch(connection, first, now, 0)

    def drop(self, connection: Connection, rejected: Sequence[Finished[FetchedPage]], now: datetime) -> None:
        """Withdraw articles whose pages are gone for good. A page that is merely not found may come back."""
        gone = [one.claim.entry_id for one in rejected if one.outcome.reason is Reason.GONE]
        withdraw_articles(connection, gone, now)

    def kept_state(self, item: Finished[FetchedPage]) -> EntryState | None:
        """An article stays as it was when a second look fails, unless its publisher says 410 Gone."""
        return None if item.outcome.reason is Reason.GONE else super().kept_state(item)


def _host_of(claim: Claim) -> str:
    return urlsplit(claim.row["url"]).hostname or ""


@task("fivefold.poll", soft=280, hard=300)
def poll_batch(ids: list[int]) -> None:
    """Poll these feeds."""
    poll_feeds(ids)


@task("fivefold.fetch", soft=280, hard=300)
def fetch_batch(ids: list[int]) -> None:
    """Fetch the pages of these entries."""
    PageFetcher().run(ids)
