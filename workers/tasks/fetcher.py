"""The fetcher: feeds are polled, pages fetched. Both wait for the network, so both run in threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from pipeline.errors import Transient
from schemas.entry import EntryState
from schemas.outcome import UNCHANGED, Outcome, Reason, Rejected, Status
from schemas.page import FetchedPage
from workers import resources
from workers.passage import HostBusy, Passage, host_of
from workers.polling import poll_feeds
from workers.settings import load_settings
from workers.stage import Finished, Later, StageRunner
from workers.store.accepting import NO_LINK
from workers.store.ledger import Claim
from workers.store.pages import Known, latest_validators, save_pages
from workers.store.retention import plan_refetch
from workers.store.withdrawal import withdraw_articles
from workers.task import task
from workers.tasks.cleaner import FEED_TYPE, is_claim_newer

WALLS = (
    Reason.BLOCKED,
    Reason.ROBOTS_DENIED,
    Reason.URL_REFUSED,
    Reason.ADDRESS_REFUSED,
    Reason.TOO_MANY_REDIRECTS,
    Reason.TOO_LARGE,
)
"""Pages that exist and are not for us: what the feed itself carries may still make an article."""
LEAST_FEED_CONTENT = 600
"""Characters of feed content from which an article can be made when its page is refused."""
FRESH = timedelta(hours=1)
"""Sites announce articles some minutes before their page is there: 404 counts only after this."""
PATIENCE = 3
"""Tries of a page whose feed changed the headline, before the headline is taken without it."""
PASSED = Outcome(Status.DONE, None, "the page brought nothing new; the feed did")
BACK = Outcome(Status.DONE, None, "the page is there again, as it was")


class PageFetcher(StageRunner[Known, FetchedPage]):
    """One conditional GET for each entry, polite to its host."""

    name = "fetch"
    is_filled_up = False

    def load(self, connection: Connection, claims: Sequence[Claim]) -> Mapping[int, Known]:
        """Read the validators of pages that were fetched before."""
        known = latest_validators(connection, [held.entry_id for held in claims])
        return {held.entry_id: known.get(held.entry_id, Known()) for held in claims}

    def work_in_parts(
        self, claims: Sequence[Claim], inputs: Mapping[int, Known]
    ) -> Iterator[tuple[list[Claim], list[Finished[FetchedPage]]]]:
        """Fetch from all hosts side by side, from one host one page after the other. No page waits for a slow host."""
        hosts = defaultdict(list)
        for held in claims:
            hosts[host_of(held.row["url"])].append(held)
        for group in resources.crowd().groups(lambda mine: (mine, self.work_all(mine, inputs)), hosts.values()):
            yield [held for mine, _ in group for held in mine], [one for _, done in group for one in done]

    def work(self, claim: Claim, item: Known) -> FetchedPage | Rejected | Outcome | Later:
        """Fetch one page within the slots of its host. A new headline is not lost when the page does not come."""
        if claim.row["url"].startswith(NO_LINK):
            return _without_page(claim.row)
        try:
            found = self._ask(claim, item)
        except Transient:
            if claim.n_errors < PATIENCE or not is_claim_newer(claim.row, item.fetched_at):
                raise
            return PASSED
        if isinstance(found, Rejected):
            found = self._walled(claim, item, found)
        if isinstance(found, Rejected):
            is_kept = found.reason is not Reason.GONE and is_claim_newer(claim.row, item.fetched_at)
            return PASSED if is_kept else found
        if isinstance(found, Later) or not (found.status == 304 or sha256(found.body).hexdigest() == item.sha256):
            return found
        if claim.row["kept_state"] == EntryState.REJECTED:
            return BACK
        return PASSED if is_claim_newer(claim.row, item.fetched_at) else UNCHANGED

    def _ask(self, claim: Claim, item: Known) -> FetchedPage | Rejected | Later:
        """Fetch within the slots of the hosts on the way. Each of them is asked by its robots.txt first."""
        url, now = claim.row["url"], datetime.now(UTC)
        try:
            with Passage(resources.politeness(), now) as passage:

                def follow(to: str) -> Rejected | None:
                    passage.follow(to)
                    return _ask_leave(passage, to)

                passage.enter(url)
                return _ask_leave(passage, url) or resources.fetcher().fetch(
                    url,
                    etag=item.etag,
                    last_modified=item.last_modified,
                    max_bytes=load_settings().page_max_bytes,
                    keep_truncated=True,
                    on_redirect=follow,
                )
        except HostBusy as busy:
            return Later(busy.wait)

    def _walled(self, claim: Claim, item: Known, found: Rejected) -> Rejected | FetchedPage:
        """Where the page is refused but the feed gave the text, the feed's own content goes on to cleaning.

        An article that was made of a page stays as it is: the feed's content is seldom the whole of it.
        """
        content = claim.row["content_html"] or claim.row["summary"] or ""
        is_from_page = item.sha256 and item.content_type != FEED_TYPE
        if found.reason not in WALLS or len(content) < LEAST_FEED_CONTENT or is_from_page:
            return found
        return FetchedPage(claim.row["url"], claim.row["url"], 0, content.encode(), {"content-type": FEED_TYPE})

    def finished(
        self, held: Claim, result: FetchedPage | Rejected | Outcome | Later, started: float
    ) -> Finished[FetchedPage]:
        """Come back later to a page that is not there yet."""
        finished = super().finished(held, result, started)
        if finished.outcome.reason is not Reason.NOT_FOUND or not _is_fresh(held, datetime.now(UTC)):
            return finished
        outcome = Outcome(Status.RETRY, Reason.NOT_FOUND, "announced, and not there yet")
        return replace(finished, outcome=outcome, delay=FRESH)

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


def _without_page(row: Mapping[str, Any]) -> Outcome | Rejected:
    """What the feed itself carries goes on; where it carries nothing, a link that is no web address is the reason."""
    if row["link_as_given"] and not (row["content_html"] or row["summary"]):
        return Rejected(Reason.URL_REFUSED, f"the link is no web address: {row['link_as_given']}"[:300])
    return Outcome(Status.DONE, None, "the feed gives no link: its own content is all there is")


def _ask_leave(passage: Passage, url: str) -> Rejected | None:
    """What the site's robots.txt says to a page: no, or how long to leave the host alone after it."""
    robots = resources.robots()
    if not robots.is_allowed(url):
        return Rejected(Reason.ROBOTS_DENIED)
    passage.hold(robots.crawl_delay(url))
    return None


def _is_fresh(claim: Claim, now: datetime) -> bool:
    """Whether an entry was published and accepted so lately that its page may still be on its way."""
    published_at = claim.row["published_at"]
    return published_at is not None and max(now - published_at, now - claim.row["accepted_at"]) < FRESH


@task("fivefold.poll", soft=280, hard=300)
def poll_batch(ids: list[int]) -> None:
    """Poll these feeds."""
    poll_feeds(ids)


@task("fivefold.fetch", soft=280, hard=300)
def fetch_batch(ids: list[int]) -> None:
    """Fetch the pages of these entries."""
    PageFetcher().run(ids)
