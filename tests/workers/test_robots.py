"""When robots.txt is read, how long it counts, and what its absence means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import fakeredis
import pytest

from pipeline.errors import RateLimited, Transient
from schemas.outcome import Reason, Rejected
from schemas.page import FetchedPage
from workers.http import Fetcher
from workers.http.answer import BadStatus
from workers.robots import FORGIVEN_AFTER, GOOD_FOR, Robots

URL = "https://a.test/news/1?x=y"
CLOSED = b"User-agent: *\nDisallow: /news\n"
Found = FetchedPage | Rejected | Transient


class Site(Fetcher):
    """Answers every fetch from a list, without a network; the last answer stays."""

    def __init__(self, *answers: Found) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def fetch(self, url: str, **_: object) -> FetchedPage | Rejected:  # type: ignore[override]
        self.asked.append(url)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Transient):
            raise answer
        return answer


class Clock:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, tzinfo=UTC)
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def robots(clock: Clock) -> Callable[[Site], Robots]:
    return lambda site: Robots(site, "Fivefold/1", clock=clock, sleep=clock.slept.append)


def page(body: bytes) -> FetchedPage:
    return FetchedPage("https://a.test/robots.txt", "https://a.test/robots.txt", 200, body)


Make = Callable[[Site], Robots]


def test_rules_are_read_once_a_day_and_the_pause_is_kept(robots: Make, clock: Clock) -> None:
    site = Site(page(CLOSED))
    ours = robots(site)
    assert not ours.is_allowed(URL)
    assert ours.is_allowed("https://a.test/other")
    assert site.asked == ["https://a.test/robots.txt"]
    assert clock.slept == [1.0]
    clock.now += GOOD_FOR
    ours.is_allowed(URL)
    assert len(site.asked) == 2


def test_each_scheme_host_and_port_has_its_own(robots: Make) -> None:
    site = Site(page(b""))
    ours = robots(site)
    for url in ("http://a.test/", "https://a.test/", "https://a.test:8443/", "https://b.test/", "https://A.test:443/"):
        assert ours.is_allowed(url)
    assert len(site.asked) == 4


@pytest.mark.parametrize(
    "answer",
    [
        Rejected(Reason.NOT_FOUND),
        Rejected(Reason.BLOCKED),
        Rejected(Reason.GONE),
        Rejected(Reason.TOO_MANY_REDIRECTS),
        BadStatus("a.test", 400),
        BadStatus("a.test", 418),
        page(b"<html>not found</html>"),
    ],
)
def test_no_rules_allow_everything(robots: Make, answer: Found) -> None:
    assert robots(Site(answer)).is_allowed(URL)


@pytest.mark.parametrize(
    "answer", [BadStatus("a.test", 500), Transient("x", Reason.TIMEOUT), Transient("x", Reason.DNS), RateLimited("x")]
)
def test_a_site_that_cannot_say_is_left_alone_and_not_asked_again_at_once(
    robots: Make, clock: Clock, answer: Found
) -> None:
    site = Site(answer, page(b""))
    ours = robots(site)
    for _ in range(3):
        with pytest.raises(RateLimited) as caught:
            ours.is_allowed(URL)
        assert caught.value.retry_after == timedelta(minutes=10)
    assert len(site.asked) == 1
    clock.now += timedelta(minutes=11)
    assert ours.is_allowed(URL)


def test_rules_that_were_known_stay_in_force_through_an_outage(robots: Make, clock: Clock) -> None:
    ours = robots(Site(page(CLOSED), BadStatus("a.test", 503)))
    assert not ours.is_allowed(URL)
    clock.now += GOOD_FOR
    assert not ours.is_allowed(URL)
    assert ours.is_allowed("https://a.test/")


def test_a_month_without_an_answer_counts_as_no_rules(robots: Make, clock: Clock) -> None:
    ours = robots(Site(BadStatus("a.test", 500)))
    with pytest.raises(RateLimited):
        ours.is_allowed(URL)
    clock.now += FORGIVEN_AFTER + timedelta(hours=1)
    assert ours.is_allowed(URL)


def test_the_site_names_the_time(robots: Make) -> None:
    ours = robots(Site(RateLimited("x", timedelta(hours=2))))
    with pytest.raises(RateLimited) as caught:
        ours.is_allowed(URL)
    assert caught.value.retry_after == timedelta(hours=2)


def test_what_is_judged_is_what_would_be_sent(robots: Make) -> None:
    ours = robots(Site(page(CLOSED)))
    assert not ours.is_allowed("https://a.test/open/../news/1")
    assert not ours.is_allowed("https://a.test/n%65ws")
    assert ours.is_allowed("http://[::1"), "no URL: the fetch refuses it with its own reason"


def test_fetchers_share_what_one_of_them_read(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    server = fakeredis.FakeServer()
    monkeypatch.setattr("workers.robots.redis_client", lambda url: fakeredis.FakeRedis(server=server))
    sites = Site(page(CLOSED)), Site(page(b"")), Site(page(b""))
    first, second, third = (Robots(site, "Fivefold/1", clock=clock, sleep=clock.slept.append) for site in sites)
    assert not first.is_allowed(URL)
    assert not second.is_allowed(URL)
    assert [len(site.asked) for site in sites] == [1, 0, 0]
    assert clock.slept == [1.0]
    server.connected = False
    assert third.is_allowed(URL), "without the server everyone asks for himself"
    server.connected = True
    fakeredis.FakeRedis(server=server).set("fivefold:robots:https://b.test", b"not zlib")
    assert third.is_allowed("https://b.test/")


def test_the_pause_that_a_site_asks_for(robots: Make) -> None:
    ours = robots(Site(page(b"User-agent: *\nCrawl-delay: 5\n"), page(b"User-agent: *\nCrawl-delay: 900\n"), page(b"")))
    assert ours.crawl_delay(URL) == timedelta(0), "not asked yet"
    for url, seconds in ((URL, 5), ("https://b.test/", 30), ("https://c.test/", 0)):
        ours.is_allowed(url)
        assert ours.crawl_delay(url) == timedelta(seconds=seconds)
    assert ours.crawl_delay("no url") == timedelta(0)
