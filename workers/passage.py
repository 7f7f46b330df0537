"""The way of one fetch over hosts: it holds the slot of the host it is at, and only of that one.

A redirect is a request to a host that may be busy, or may have asked to be left alone. The first host is left before
the next is entered, so that no two fetches wait for each other. Within a host the pause between requests is kept as
well. Whether a site wants the page at all is for `workers.robots` to say.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from urllib.parse import urlsplit

from pipeline.errors import RateLimited
from schemas.outcome import Reason
from workers.http.refusal import Refused
from workers.http.target import split_url
from workers.politeness import UNSAID, Politeness

PATIENCE = 5.0
"""Seconds a thread may wait for slots along the redirects of one fetch; whoever needs more comes back another time."""


class HostBusy(Exception):
    """No slot just now, through no fault of the item: it is put back for `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"busy for {wait.total_seconds():.1f} s")
        self.wait = wait


class Passage:
    """The slots of one fetch. `at` names a host whose slot the caller holds already. Not shared between fetches."""

    def __init__(
        self, polite: Politeness, now: datetime, at: str | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._polite = polite
        self._begun, self._begun_at = time.monotonic(), now
        self._sleep = sleep
        self._patience = PATIENCE
        self._here = at
        self._is_mine = False

    def __enter__(self) -> Passage:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give the slot back; a host that says too often is left alone with all of its pages and feeds."""
        if isinstance(error, RateLimited) and error.reason is Reason.RATE_LIMITED:
            self.hold(error.retry_after or UNSAID)
        self._leave()

    def enter(self, url: str) -> None:
        """Take a slot of the first host. Raises HostBusy without waiting."""
        host = host_of(url)
        wait = self._polite.acquire(host, self._begun_at)
        if wait is not None:
            raise HostBusy(wait)
        self._here, self._is_mine = host, True

    def follow(self, url: str) -> None:
        """Go on to where a redirect leads. Waits a little, then raises HostBusy."""
        host = host_of(url)
        if host == self._here:
            pause = timedelta(seconds=min(self._polite.rules.delay, self._patience))
            self._wait(pause.total_seconds())
            self.hold(pause)
            return
        self._leave()
        self._take(host)

    def hold(self, wait: timedelta) -> None:
        """Let the next request to this host begin no sooner."""
        if self._here is not None and wait > timedelta(0):
            self._polite.hold(self._here, wait, self._now())

    def _take(self, host: str) -> None:
        while (wait := self._polite.acquire(host, self._now())) is not None:
            if wait.total_seconds() > self._patience:
                raise HostBusy(wait)
            self._wait(wait.total_seconds())
        self._here, self._is_mine = host, True

    def _wait(self, seconds: float) -> None:
        self._patience -= seconds
        self._sleep(seconds)

    def _leave(self) -> None:
        if self._is_mine and self._here is not None:
            self._polite.release(self._here)
        self._here, self._is_mine = None, False

    def _now(self) -> datetime:
        return self._begun_at + timedelta(seconds=time.monotonic() - self._begun)


def host_of(url: str) -> str:
    """The host of a URL as it is connected to; what cannot be read as one is refused by the fetch itself."""
    try:
        return split_url(url).host
    except Refused:
        pass
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
