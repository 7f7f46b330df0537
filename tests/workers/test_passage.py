"""A fetch holds the slot of the host it is at, and of no other, wherever redirects lead it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.errors import RateLimited, Transient
from schemas.outcome import Reason
from workers.passage import PATIENCE, HostBusy, Passage, host_of
from workers.politeness import Politeness, Rules

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SOON = NOW + timedelta(seconds=10)


@pytest.fixture
def polite() -> Politeness:
    return Politeness(Rules(concurrency=1, delay=1.0))


def is_free(polite: Politeness, host: str, at: datetime = SOON) -> bool:
    """Whether a slot can be had; it is given back."""
    if polite.acquire(host, at) is not None:
        return False
    polite.release(host, at)
    return True


def travel(polite: Politeness, first: str, *more: str, end: Exception | None = None) -> None:
    """A fetch over these URLs, and how it ended."""
    with Passage(polite, NOW, sleep=lambda _: None) as passage:
        passage.enter(first)
        for url in more:
            passage.follow(url)
        if end is not None:
            raise end


def test_one_slot_at_a_time_along_the_redirects(polite: Politeness) -> None:
    with Passage(polite, NOW) as passage:
        passage.enter("http://a.test/feed")
        assert not is_free(polite, "a.test")
        passage.follow("https://b.test/feed")
        assert (is_free(polite, "a.test"), is_free(polite, "b.test")) == (True, False)
    assert is_free(polite, "b.test")


def test_a_busy_first_host_is_not_waited_for(polite: Politeness) -> None:
    polite.acquire("a.test", NOW)
    slept: list[float] = []
    with pytest.raises(HostBusy) as caught, Passage(polite, NOW, sleep=slept.append) as passage:
        passage.enter("http://a.test/")
    assert caught.value.wait > timedelta(0)
    assert slept == []


def test_the_next_host_is_waited_for_a_little_and_its_pause_is_kept(polite: Politeness) -> None:
    polite.acquire("b.test", NOW)
    polite.release("b.test", NOW)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        passage._begun -= seconds

    with Passage(polite, NOW, sleep=sleep) as passage:
        passage.enter("http://a.test/")
        passage.follow("http://b.test/")
    assert 0.5 < sum(slept) <= PATIENCE


def test_a_next_host_that_is_held_sends_the_item_back_and_keeps_no_slot(polite: Politeness) -> None:
    polite.hold("b.test", timedelta(minutes=10), NOW)
    with pytest.raises(HostBusy) as caught:
        travel(polite, "http://a.test/", "http://b.test/")
    assert caught.value.wait > timedelta(minutes=9)
    assert is_free(polite, "a.test")
    assert not is_free(polite, "b.test")


def test_redirects_within_a_host_keep_its_pause(polite: Politeness) -> None:
    slept: list[float] = []
    with Passage(polite, NOW, sleep=slept.append) as passage:
        passage.enter("http://a.test/")
        for number in range(9):
            passage.follow(f"https://A.test/{number}")
        assert slept[0] == polite.rules.delay
        assert sum(slept) == PATIENCE, "a loop of redirects holds no thread for long"
        assert not is_free(polite, "a.test")
    assert is_free(polite, "a.test")


def test_a_slot_that_the_caller_holds_stays_with_the_caller(polite: Politeness) -> None:
    assert polite.acquire("a.test", NOW) is None
    with Passage(polite, NOW, at="a.test", sleep=lambda _: None) as passage:
        passage.follow("http://a.test/robots.txt")
        passage.follow("http://b.test/robots.txt")
        assert not is_free(polite, "b.test")
    assert (is_free(polite, "a.test"), is_free(polite, "b.test")) == (False, True)


def test_the_host_that_says_too_often_is_left_alone_and_not_the_one_that_led_there(polite: Politeness) -> None:
    for asked, least in ((timedelta(minutes=5), 300), (None, 60), (timedelta(days=9), 3600)):
        host = f"{least}.test"
        with pytest.raises(RateLimited):
            travel(polite, f"http://first-{host}/", f"http://{host}/", end=RateLimited("429", asked))
        wait = polite.acquire(host, NOW)
        assert wait is not None
        assert least <= wait.total_seconds() <= least + 1
        assert is_free(polite, f"first-{host}")


def test_other_errors_hold_nobody(polite: Politeness) -> None:
    unreadable = RateLimited("robots.txt cannot be read just now", timedelta(hours=1))
    unreadable.reason = Reason.TIMEOUT
    with pytest.raises(Transient):
        travel(polite, "http://calm.test/", end=unreadable)
    assert is_free(polite, "calm.test")


@pytest.mark.parametrize(
    ("url", "host"),
    [("http://A.Test:8080/x", "a.test"), ("http://例え.テスト/", "xn--r8jz45g.xn--zckzah"), ("http://[::1]/", "::1"),
     ("http://0177.0.0.1/", "127.0.0.1"), ("http://[::1", ""), ("nonsense", "")],
)  # fmt: skip
def test_hosts_are_named_as_they_are_connected_to(url: str, host: str) -> None:
    assert host_of(url) == host
