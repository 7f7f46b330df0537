"""robots.txt for article pages. Feeds are exempt: a person asked for them by name.

RFC 9309, 2.3.1: an answer 4xx means that there are no rules; a server error or no answer means not now; five redirects
are followed; 500 KiB are read; rules are good for a day. Kept in this process, a few hundred bytes a site, and shared
through Redis or Valkey where the broker is one.
"""

from __future__ import annotations

import contextlib
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import redis

from pipeline.errors import RateLimited, Transient
from pipeline.robots import ROBOTS_MAX, Group, parse_robots
from schemas.outcome import Reason, Rejected
from schemas.page import FetchedPage
from workers.http.answer import BadStatus
from workers.http.fetch import Fetcher, utc_now
from workers.http.refusal import Refused
from workers.http.target import split_url
from workers.passage import Passage, host_of
from workers.politeness import Politeness, Rules, redis_client

GOOD_FOR = timedelta(hours=24)
HOLD_FOR = timedelta(minutes=10)
"""How long a site that could not say is left alone before it is asked again."""
FORGIVEN_AFTER = timedelta(days=30)
"""A robots.txt that was unreachable for so long counts as absent (RFC 9309, 2.3.1.4)."""
DEADLINE_SECONDS = 15.0
"""Half of a page's: a chain of redirects may need the rules of six sites, within the lease of a batch."""
LONGEST_PAUSE = 2.0
"""Seconds a thread may sleep between robots.txt and the page."""
LONGEST_CRAWL_DELAY = timedelta(seconds=30)
"""With more, a busy news site would publish faster than it may be read."""
SITES_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is known of one site. No group means: not now."""

    group: Group | None
    until: datetime
    failing_since: datetime | None = None
    reason: Reason = Reason.RATE_LIMITED
    """Why the site could not say."""


class SharedBodies:
    """Bodies of robots.txt in Redis or Valkey for a day, so that each site is asked once by all fetchers together.

    An empty body stands for a site without rules. Without a server, or while it is away, nothing is known here.
    """

    def __init__(self, client: redis.Redis | None) -> None:
        self._client = client

    def get(self, site: str) -> bytes | None:
        """The body that some fetcher read today; None if none did."""
        if self._client is None:
            return None
        with contextlib.suppress(redis.RedisError, zlib.error):
            packed = self._client.get(_key(site))
            return None if packed is None else zlib.decompressobj().decompress(cast(bytes, packed), ROBOTS_MAX)
        return None

    def put(self, site: str, body: bytes) -> None:
        """Keep a body for as long as it is good."""
        if self._client is not None:
            with contextlib.suppress(redis.RedisError):
                self._client.set(_key(site), zlib.compress(body[:ROBOTS_MAX], 1), ex=GOOD_FOR)


class Robots:
    """The rules of sites, read when first needed. Safe to share between threads."""

    def __init__(
        self,
        fetcher: Fetcher,
        user_agent: str,
        *,
        polite: Politeness | None = None,
        broker_url: str = "",
        pause_seconds: float = 1.0,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._fetcher = fetcher
        self._user_agent = user_agent
        self._polite = polite or Politeness(Rules())
        self._bodies = SharedBodies(redis_client(broker_url))
        self._pause = min(pause_seconds, LONGEST_PAUSE)
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._rulings: dict[str, Ruling] = {}

    def is_allowed(self, url: str) -> bool:
        """Whether the page may be fetched. The caller holds a slot of the host.

        Reads robots.txt when it is not known, and then pauses as long as two requests to a host must be apart.
        Raises Transient when the site cannot say just now; RateLimited names the time to come back.
        """
        try:
            target = split_url(url)
        except Refused:
            return True  # the fetch itself will refuse it, with its reason
        ruling = self._ruling(target.site)
        if ruling.group is None:
            error = RateLimited("robots.txt cannot be read just now", ruling.until - self._clock())
            error.reason = ruling.reason
            raise error
        return ruling.group.is_allowed(target.path.decode("ascii"))

    def crawl_delay(self, url: str) -> timedelta:
        """The pause that the site asks for between pages, half a minute at most; zero when it is not known."""
        with contextlib.suppress(Refused), self._lock:
            known = self._rulings.get(split_url(url).site)
            if known is not None and known.group is not None and known.group.crawl_delay is not None:
                return min(known.group.crawl_delay, LONGEST_CRAWL_DELAY)
        return timedelta(0)

    def _ruling(self, site: str) -> Ruling:
        with self._lock:
            known = self._rulings.get(site)
        if known is not None and self._clock() < known.until:
            return known
        shared = self._bodies.get(site)
        ruling = self._read(site, known) if shared is None else self._ruled(shared)
        with self._lock:
            self._rulings.pop(site, None)
            self._rulings[site] = ruling
            if len(self._rulings) > SITES_REMEMBERED:
                del self._rulings[next(iter(self._rulings))]
        if shared is None:
            self._sleep(self._pause)
        return ruling

    def _read(self, site: str, known: Ruling | None) -> Ruling:
        """Fetch and judge robots.txt. Rules that were good stay in force while the site cannot say."""
        try:
            found = self._fetch(f"{site}/robots.txt")
        except BadStatus as error:
            if not 400 <= error.status < 500:
                return self._held(known, None, error.reason)
            found = Rejected(error.reason, str(error))
        except RateLimited as error:
            return self._held(known, error.retry_after, error.reason)
        except Transient as error:
            return self._held(known, None, error.reason)
        body = b"" if isinstance(found, Rejected) else found.body
        self._bodies.put(site, body)
        return self._ruled(body)

    def _fetch(self, url: str) -> FetchedPage | Rejected:
        """Fetch it from the host whose slot the caller holds, or from where that leads. Raises HostBusy on the way."""
        with Passage(self._polite, self._clock(), host_of(url), self._sleep) as passage:
            return self._fetcher.fetch(
                url,
                accept="text/plain, */*;q=0.1",
                max_bytes=ROBOTS_MAX,
                deadline=DEADLINE_SECONDS,
                keep_truncated=True,
                on_redirect=passage.follow,
            )

    def _ruled(self, body: bytes) -> Ruling:
        return Ruling(parse_robots(body, self._user_agent), self._clock() + GOOD_FOR)

    def _held(self, known: Ruling | None, wait: timedelta | None, reason: Reason) -> Ruling:
        now = self._clock()
        since = known.failing_since if known and known.failing_since else now
        until = now + max(HOLD_FOR, min(wait or HOLD_FOR, GOOD_FOR))
        if now - since > FORGIVEN_AFTER:
            return Ruling(Group(), until, since)
        return Ruling(known.group if known else None, until, since, reason)


def _key(site: str) -> str:
    return f"fivefold:robots:{site}"
