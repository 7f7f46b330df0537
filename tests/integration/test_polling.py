"""Feeds polled, pages fetched and cleaned by the real code: what is kept, what is looked at again, what is never lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from schemas.entry import EntryState
from schemas.feed import FeedState
from tests.polled import Plant, Site, article, item, plant, rss
from workers import polling, resources
from workers.store import accepting, feeds, retention
from workers.store.tables import credential, entry, feed
from workers.tasks import fetcher as fetcher_tasks
from workers.visit import Visit

DAY = timedelta(days=1)
GATES = "Lock gates cracked"
ELSEWHERE = "127.0.0.3"
CONSENT = (
    "<html><head><title>Your privacy</title></head><body><p>We and our partners use cookies and process personal data. "
    "Choose accept all or reject all to manage preferences for tracking and legitimate interest.</p>"
    "<button>Accept all</button><button>Reject all</button></body></html>"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[Plant]:
    with plant(tmp_path, monkeypatch, database_url=database_url, allow_networks=f"127.0.0.1/32,{ELSEWHERE}/32") as made:
        yield made


def one_article(here: Plant, page: str = "") -> int:
    """A feed of one article, polled, fetched, cleaned and stored."""
    here.site.says("/rss", rss(item(GATES, "g1", f"{here.site.url}/a")))
    here.site.says("/a", page or article(GATES), ETag='"1"')
    (feed_id,) = here.add("/rss")
    here.poll(feed_id)
    here.fetch()
    here.finish()
    assert [row["state"] for row in here.entries()] == ["stored"]
    return feed_id


def look_again(here: Plant, days: int) -> None:
    """What the sweeper does when the second look is due."""
    with here.database.write() as connection:
        now = datetime.now(UTC) + days * DAY + timedelta(minutes=1)
        assert retention.reopen_for_refetch(connection, now, 100) == 1
    here.fetch()
    here.finish()


def last_outcome(here: Plant, stage: str) -> tuple[str, str | None]:
    last = max(here.outcomes(stage), key=lambda row: row["id"])
    return last["status"], last["reason"]


# One transaction


def test_entries_and_validators_commit_together(here: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    here.site.says("/rss", rss(item("one", "1", f"{here.site.url}/1")), ETag='"v1"')
    (feed_id,) = here.add("/rss")
    with monkeypatch.context() as broken:
        broken.setattr(feeds, "settle_feed", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            here.poll(feed_id)
    assert here.entries() == []
    assert here.feed(feed_id)["etag"] is None
    with here.database.write() as connection:
        connection.execute(update(feed).values(lease_until=None))
    here.poll(feed_id)
    assert len(here.entries()) == 1
    assert here.feed(feed_id)["etag"] == '"v1"'


def test_a_poll_whose_lease_was_lost_writes_nothing(here: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    here.site.says("/rss", rss(item("one", "1", f"{here.site.url}/1")), ETag='"v1"')
    (feed_id,) = here.add("/rss")
    visit = polling._visit

    def slow(row: dict[str, object], now: datetime, *secret: Any) -> Visit:
        found = visit(row, now, *secret)
        with here.database.write() as connection:
            connection.execute(update(feed).values(lease_token="somebody else's"))
        return found

    with monkeypatch.context() as late:
        late.setattr(polling, "_visit", slow)
        here.poll(feed_id)
    assert here.entries() == []
    assert here.outcomes("poll") == []
    row = here.feed(feed_id)
    assert (row["etag"], row["last_polled_at"], row["lease_token"]) == (None, None, "somebody else's")
    assert here.rung == []


def test_a_pause_during_a_poll_stays(here: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    here.site.says("/rss", rss(item("one", "1", f"{here.site.url}/1")))
    (feed_id,) = here.add("/rss")
    visit = polling._visit

    def paused(row: dict[str, object], now: datetime, *secret: Any) -> Visit:
        with here.database.write() as connection:
            feeds.set_state(connection, [str(feed_id)], FeedState.PAUSED, now)
        return visit(row, now, *secret)

    monkeypatch.setattr(polling, "_visit", paused)
    here.poll(feed_id)
    assert len(here.entries()) == 1
    assert here.feed(feed_id)["state"] == FeedState.PAUSED


def test_a_bug_in_one_feed_stops_no_other_and_is_not_met_every_minute(
    here: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.site.says("/good", rss(item("one", "1", f"{here.site.url}/1")))
    here.site.says("/bad", rss(item("two", "2", f"{here.site.url}/2")))
    good, bad = here.add("/good", "/bad")
    take_in = accepting.take_in

    def broken(connection: Any, row: dict[str, Any], *rest: Any) -> object:
        if row["id"] == bad:
            raise ZeroDivisionError("by accident")
        return take_in(connection, row, *rest)

    monkeypatch.setattr(accepting, "take_in", broken)
    here.poll(good, bad)
    assert len(here.entries()) == 1
    row = here.feed(bad)
    assert row["last_error"] == "bug: ZeroDivisionError: by accident"
    assert row["n_failures"] > 0
    assert row["next_poll_at"] > datetime.now(UTC) + timedelta(minutes=10)


# Entries


def test_entries_without_a_link_are_stored_from_the_feed(here: Plant) -> None:
    text = f"<description><![CDATA[<p>{article('x')}</p>]]></description>"
    here.site.says("/rss", rss(item("Long enough", "one", "", text), item("Too short", "two", "mailto:a@b.test")))
    (feed_id,) = here.add("/rss")
    here.poll(feed_id)
    here.fetch()
    here.finish()
    long, short = here.entries()
    assert (long["state"], short["state"], short["reason"]) == (EntryState.STORED, EntryState.REJECTED, "url_refused")
    assert long["url"].startswith("urn:fivefold:guid:")
    assert [path for path, _ in here.site.requests] == ["/rss"], "nothing but the feed was asked for"
    edited = text.replace("It rained.", "It rained for two days.")
    here.site.says("/rss", rss(item("Long enough", "one", "", edited)))
    here.poll(feed_id)
    here.fetch()
    assert [row["revision"] for row in here.documents()] == [1, 2]


def test_credentials_stand_apart_and_open_the_feed_and_nothing_else(
    here: Plant, capfd: pytest.CaptureFixture[str]
) -> None:
    def given(path: str) -> str:
        return f"http://reader:s3c%2Fret@127.0.0.1:{here.site.port}{path}"

    here.site.says("/rss", rss(item("one", given("/a"), given("/a"))))
    (feed_id,) = here.add(given("/rss"))
    here.poll(feed_id)
    here.fetch()
    assert (here.feed(feed_id)["url"], here.feed(feed_id)["last_error"]) == (f"{here.site.url}/rss", None)
    assert here.entries()[0]["url"] == f"{here.site.url}/a"
    sent = {path: headers.get("authorization") for path, headers in here.site.requests}
    assert sent == {"/rss": "Basic " + b64encode(b"reader:s3c/ret").decode(), "/robots.txt": None, "/a": None}
    shown = [here.feed(feed_id), here.entries(), here.outcomes("poll"), here.outcomes("fetch"), capfd.readouterr()]
    assert not any(word in str(shown) for word in ("s3c", sent["/rss"] or ""))
    with here.database.write() as connection:
        feeds.set_state(connection, [str(feed_id)], FeedState.REMOVED, datetime.now(UTC))
    assert here.rows(credential) == []


def test_credentials_follow_no_redirect_to_another_origin(here: Plant, elsewhere: Site) -> None:
    here.site.says("/rss", "", 301, Location="/new")
    here.site.says("/new", "", 302, Location=f"{elsewhere.url}/rss")
    elsewhere.says("/rss", rss(item("one", "1")))
    (feed_id,) = here.add(f"http://reader:pw@127.0.0.1:{here.site.port}/rss")
    here.poll(feed_id)
    assert here.feed(feed_id)["last_error"] is None
    assert ["authorization" in headers for _, headers in here.site.requests] == [True, True]
    assert ["authorization" in headers for _, headers in elsewhere.requests] == [False]


def test_parts_of_an_index_of_sitemaps_are_polled_the_latest_only(here: Plant) -> None:
    def index(*names: str) -> str:
        parts = "".join(
            f"<sitemap><loc>{here.site.url}/{name}.xml</loc><lastmod>2026-01-{name[1:]}</lastmod></sitemap>"
            for name in names
        )
        return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'

    here.site.says("/index.xml", index("d01", "d04", "d02", "d03") + "<!-- -->")
    (feed_id,) = here.add("/index.xml")
    here.poll(feed_id)

    def active() -> set[str]:
        with here.database.read() as connection:
            ids = feeds.parts_of(connection, [feed_id])
        return {here.feed(one)["url"].rpartition("/")[2] for one in ids}

    assert active() == {"d04.xml", "d03.xml", "d02.xml"}
    here.site.says("/index.xml", index("d05", "d04", "d03", "d02"))
    here.poll(feed_id)
    assert active() == {"d05.xml", "d04.xml", "d03.xml"}
    foreign = index("d06").replace(here.site.url, "http://other.test")
    here.site.says("/index.xml", foreign)
    here.poll(feed_id)
    assert active() == set(), "another host's sitemaps are not this feed's to give"
    here.site.says("/d05.xml", index("d07"))
    here.site.says("/index.xml", index("d05"))
    here.poll(feed_id)
    with here.database.read() as connection:
        (part,) = feeds.parts_of(connection, [feed_id])
    here.poll(part)
    with here.database.read() as connection:
        assert feeds.parts_of(connection, [part]) == [], "parts of parts are not followed"


# The second look


def test_an_edited_page_is_a_revision_and_an_unchanged_one_is_not(here: Plant) -> None:
    one_article(here)
    look_again(here, 1)
    assert last_outcome(here, "fetch") == ("unchanged", None)
    assert here.site.requests[-1][1]["if-none-match"] == '"1"'
    here.site.says("/a", article(GATES, "Two more gates were found cracked."), ETag='"2"')
    look_again(here, 9)
    assert [row["revision"] for row in here.documents()] == [1, 2]
    assert here.entries()[0]["state"] == EntryState.STORED
    with here.database.write() as connection:
        assert retention.reopen_for_refetch(connection, datetime.now(UTC) + 400 * DAY, 100) == 0


@pytest.mark.parametrize(("status", "reason"), [(403, "blocked"), (404, "not_found")])
def test_a_wall_at_the_second_look_keeps_the_article(here: Plant, status: int, reason: str) -> None:
    one_article(here)
    here.site.says("/a", "Subscribers only", status)
    look_again(here, 1)
    assert last_outcome(here, "fetch") == ("rejected", reason)
    assert [row["state"] for row in here.entries()] == [EntryState.STORED]
    assert [row["revision"] for row in here.documents()] == [1]


def test_a_wall_that_says_200_keeps_the_article_and_lets_a_later_headline_in(here: Plant) -> None:
    feed_id = one_article(here)
    here.site.says("/a", CONSENT, ETag='"2"')
    look_again(here, 1)
    assert last_outcome(here, "fetch") == ("done", None)
    assert last_outcome(here, "clean") == ("rejected", "consent_wall")
    assert [row["state"] for row in here.entries()] == [EntryState.STORED]
    here.site.says("/rss", rss(item("Gates were sound", "g1", f"{here.site.url}/a")))
    here.poll(feed_id)
    here.fetch()
    here.finish()
    assert [row["title"] for row in here.documents()] == [GATES, "Gates were sound"]
    assert len({row["text"] for row in here.documents()}) == 1
    assert [row["state"] for row in here.entries()] == [EntryState.STORED]


def test_a_page_that_was_gone_by_mistake_is_cleaned_again(here: Plant) -> None:
    one_article(here)
    here.site.says("/a", "gone", 410)
    look_again(here, 1)
    assert [(row["state"], row["reason"]) for row in here.entries()] == [(EntryState.REJECTED, "gone")]
    here.site.says("/a", article(GATES), ETag='"1"')
    look_again(here, 9)
    assert last_outcome(here, "fetch") == last_outcome(here, "clean") == ("done", None), "304, and not unchanged"
    assert [row["revision"] for row in here.documents()] == [1]
    assert [row["state"] for row in here.entries()] == [EntryState.STORED]


def test_a_page_that_stays_gone_stays_withdrawn(here: Plant) -> None:
    one_article(here)
    here.site.says("/a", "gone", 410)
    look_again(here, 1)
    look_again(here, 9)
    assert [(row["state"], row["reason"]) for row in here.entries()] == [(EntryState.REJECTED, "gone")]
    with here.database.write() as connection:
        assert retention.reopen_for_refetch(connection, datetime.now(UTC) + 400 * DAY, 100) == 0


def test_a_new_headline_in_the_feed_brings_the_edited_page(here: Plant) -> None:
    feed_id = one_article(here)
    here.site.says("/rss", rss(item("Gates were sound", "g1", f"{here.site.url}/a")))
    here.site.says("/a", article("Gates were sound after all", "Nothing was cracked."), ETag='"2"')
    here.poll(feed_id)
    assert here.rung[-1] == ("fetch", [1])
    here.fetch()
    here.finish()
    assert [row["title"] for row in here.documents()] == [GATES, "Gates were sound after all"]
    told = [row["detail"] for row in here.outcomes("poll") if row["entry_id"] == 1]
    assert told == ["the feed has a new headline; it was: Lock gates cracked"]


@pytest.mark.parametrize("answer", [(200, article(GATES)), (200, CONSENT), (403, "no"), (404, "no"), (500, "no")])
def test_a_new_headline_is_not_lost_when_the_page_brings_nothing(here: Plant, answer: tuple[int, str]) -> None:
    feed_id = one_article(here)
    here.site.says("/rss", rss(item("Gates were sound", "g1", f"{here.site.url}/a")))
    here.site.says("/a", answer[1], answer[0])
    here.poll(feed_id)
    for _ in range(fetcher_tasks.PATIENCE + 1):
        here.fetch()
    here.finish()
    assert [row["title"] for row in here.documents()] == [GATES, "Gates were sound"]
    assert [row["state"] for row in here.entries()] == [EntryState.STORED]
    here.poll(feed_id)
    assert here.entries()[0]["state"] == EntryState.STORED, "the same headline is no news"


def test_two_feeds_with_two_headlines_for_one_article_do_not_take_turns(here: Plant) -> None:
    feed_id = one_article(here)
    here.site.says("/other", rss(item("Harbour: gates cracked", "x", f"{here.site.url}/a?utm_source=other")))
    (other,) = here.add("/other")
    here.rung.clear()
    here.poll(other)
    here.poll(feed_id)
    assert here.rung == []
    assert [row["title"] for row in here.entries()] == [GATES]


def test_a_feed_that_always_says_updated_is_believed_a_few_times_a_day(here: Plant) -> None:
    feed_id = one_article(here)
    said = here.entries()[0]["claim_hash"]
    atom = "<updated xmlns='http://www.w3.org/2005/Atom'>2026-01-05T10:0{}:00Z</updated>"
    for minute, hours, is_believed in ((1, 0, False), (2, 1, False), (3, 7, True)):
        here.site.says("/rss", rss(item(GATES, "g1", f"{here.site.url}/a", atom.format(minute))))
        here.database.ahead = timedelta(hours=hours)
        here.poll(feed_id)
        assert (here.entries()[0]["claim_hash"] != said) is is_believed
        assert here.entries()[0]["state"] == (EntryState.DUE if is_believed else EntryState.STORED)


def test_a_page_that_is_not_there_yet_is_asked_for_once_more(here: Plant) -> None:
    now = datetime.now(UTC)
    stamp = f"<pubDate>{now:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
    here.site.says("/rss", rss(item("Fresh", "f", f"{here.site.url}/f", stamp), item("Old", "o", f"{here.site.url}/o")))
    (feed_id,) = here.add("/rss")
    here.poll(feed_id)
    here.fetch()
    fresh, old = here.entries()
    assert (fresh["state"], fresh["reason"]) == (EntryState.DUE, "not_found")
    assert fresh["due_at"] > now + timedelta(minutes=50)
    assert (old["state"], old["reason"]) == (EntryState.REJECTED, "not_found")
    with here.database.write() as connection:
        connection.execute(update(entry).values(accepted_at=now - timedelta(hours=1)))
    here.fetch()
    assert here.entries()[0]["state"] == EntryState.REJECTED


# The feed's state


def test_410_twice_a_day_apart_ends_a_feed_loudly_and_keeps_its_entries(here: Plant) -> None:
    feed_id = one_article(here)
    here.site.says("/rss", "gone", 410)
    for hours, state in ((0, FeedState.ACTIVE), (1, FeedState.ACTIVE), (26, FeedState.GONE)):
        here.database.ahead = timedelta(hours=hours)
        here.poll(feed_id)
        assert here.feed(feed_id)["state"] == state
    assert here.feed(feed_id)["last_error"].startswith("gone: ")
    assert len(here.entries()) == 1


def test_failures_double_the_interval_to_a_day_and_end_nothing(here: Plant) -> None:
    (feed_id,) = here.add("/missing")
    waits = []
    for _ in range(20):
        here.poll(feed_id)
        row = here.feed(feed_id)
        waits.append(row["next_poll_at"] - datetime.now(UTC) - here.database.ahead)
        here.database.ahead += waits[-1] + timedelta(seconds=1)
    assert waits == sorted(waits) or max(waits) >= DAY - timedelta(hours=3)
    assert max(waits) <= DAY + timedelta(minutes=1)
    assert (row["state"], row["last_error"][:10]) == (FeedState.ACTIVE, "not_found:")


def test_a_page_instead_of_a_feed_replaces_no_validators(here: Plant) -> None:
    here.site.says("/rss", rss(item("one", "1", f"{here.site.url}/1")), ETag='"feed"')
    (feed_id,) = here.add("/rss")
    here.poll(feed_id)
    here.site.says("/rss", "<html><title>Log in</title><body>Please</body></html>", ETag='"login"')
    here.poll(feed_id)
    row = here.feed(feed_id)
    assert (row["etag"], row["last_error"][:11], row["n_failures"]) == ('"feed"', "not_a_feed:", 0.5)


def test_new_validators_of_the_same_body_are_kept(here: Plant) -> None:
    here.site.says("/rss", rss(item("one", "1", f"{here.site.url}/1")), ETag='"1"')
    (feed_id,) = here.add("/rss")
    here.poll(feed_id)
    here.site.says("/rss", here.site.answers["/rss"].body, ETag='"2"')
    here.poll(feed_id)
    assert here.feed(feed_id)["etag"] == '"2"'
    assert max(here.outcomes("poll"), key=lambda row: row["id"])["status"] == "unchanged"


def test_a_clock_that_was_ahead_delays_no_feed_beyond_its_interval(here: Plant) -> None:
    here.site.says("/rss", rss(item("one", "1", f"{here.site.url}/1")))
    (feed_id,) = here.add("/rss")
    here.database.ahead = 3 * DAY
    here.poll(feed_id)
    here.database.ahead = timedelta(0)
    now = datetime.now(UTC)
    with here.database.write() as connection:
        assert feeds.overdue_feeds(connection, now, timedelta(seconds=20), 10) == []
    row = here.feed(feed_id)
    assert now < row["next_poll_at"] <= now + timedelta(seconds=row["interval_seconds"] + 1)


# Redirects to other hosts


@pytest.fixture
def elsewhere(here: Plant) -> Iterator[Site]:
    site = Site(ELSEWHERE, here.site.port)
    yield site
    site.close()


def test_a_redirect_asks_the_robots_of_the_new_host(here: Plant, elsewhere: Site) -> None:
    here.site.says("/rss", rss(item(GATES, "g1", f"{here.site.url}/a"), item("No", "g2", f"{here.site.url}/b")))
    here.site.says("/a", "", 302, Location=f"{elsewhere.url}/open/a")
    here.site.says("/b", "", 302, Location=f"{elsewhere.url}/closed/b")
    elsewhere.says("/robots.txt", "User-agent: *\nDisallow: /closed/\n")
    for path in ("/open/a", "/closed/b"):
        elsewhere.says(path, article(GATES))
    here.poll(*here.add("/rss"))
    here.fetch()
    assert [(row["stage"], row["reason"]) for row in here.entries()] == [("fold", None), ("fetch", "robots_denied")]
    assert [path for path, _ in elsewhere.requests] == ["/robots.txt", "/open/a"]


def test_a_redirect_within_a_host_heeds_its_robots(here: Plant) -> None:
    here.site.says("/rss", rss(item(GATES, "g1", f"{here.site.url}/a")))
    here.site.says("/a", "", 301, Location="/closed/a")
    here.site.says("/robots.txt", "User-agent: *\nDisallow: /closed/\n")
    here.poll(*here.add("/rss"))
    here.fetch()
    assert here.entries()[0]["reason"] == "robots_denied"
    assert "/closed/a" not in [path for path, _ in here.site.requests]


def test_a_redirect_waits_for_the_slot_of_the_new_host(here: Plant, elsewhere: Site) -> None:
    here.site.says("/rss", rss(item(GATES, "g1", f"{here.site.url}/a")))
    here.site.says("/a", "", 302, Location=f"{elsewhere.url}/a")
    here.site.says("/moved", "", 302, Location=f"{elsewhere.url}/rss")
    here.poll(*here.add("/rss"))
    resources.politeness().hold(ELSEWHERE, timedelta(minutes=30), datetime.now(UTC))
    here.fetch()
    (row,) = here.entries()
    assert (row["stage"], row["state"], row["n_errors"]) == ("fetch", EntryState.DUE, 0)
    assert row["due_at"] > datetime.now(UTC) + timedelta(minutes=25)
    (moved,) = here.add("/moved")
    here.poll(moved)
    assert here.feed(moved)["next_poll_at"] > datetime.now(UTC) + timedelta(minutes=25)
    assert (here.feed(moved)["last_polled_at"], here.feed(moved)["n_failures"]) == (None, 0.0)
    assert elsewhere.requests == []


def test_a_host_that_says_too_often_after_a_redirect_is_left_alone_and_its_sender_is_not(
    here: Plant, elsewhere: Site
) -> None:
    here.site.says("/moved", "", 302, Location=f"{elsewhere.url}/rss")
    elsewhere.says("/rss", "slowly", 429, Retry_After="600")
    (moved,) = here.add("/moved")
    here.poll(moved)
    assert here.feed(moved)["last_error"].startswith("rate_limited:")
    now = datetime.now(UTC)
    assert resources.politeness().acquire(ELSEWHERE, now) is not None
    assert resources.politeness().acquire("127.0.0.1", now) is None


# What servers ask


def poll_at(here: Plant, feed_id: int, hours: float) -> timedelta:
    """Poll so many hours from now. Returns the time until the next poll."""
    here.database.ahead = timedelta(hours=hours)
    here.poll(feed_id)
    return here.feed(feed_id)["next_poll_at"] - datetime.now(UTC) - here.database.ahead  # type: ignore[no-any-return]


def test_a_permanent_move_is_believed_after_three_feeds_and_a_day(here: Plant) -> None:
    here.site.says("/rss", "", 301, Location="/half")
    here.site.says("/half", "", 308, Location="/new")
    here.site.says("/new", rss(item("one", "1", f"{here.site.url}/1")))
    (feed_id,) = here.add("/rss")
    for hours in (0, 1, 23):
        poll_at(here, feed_id, hours)
        assert here.feed(feed_id)["url"].endswith("/rss")
    here.site.says("/new", "<html><title>Log in</title></html>")
    poll_at(here, feed_id, 25)
    assert here.feed(feed_id)["url"].endswith("/rss"), "what is no feed confirms nothing"
    here.site.says("/new", rss(item("one", "1", f"{here.site.url}/1")))
    poll_at(here, feed_id, 26)
    assert here.feed(feed_id)["url"].endswith("/new")
    assert here.outcomes("poll")[-1]["detail"] == f"the feed moved; it was at {here.site.url}/rss"
    assert len(here.entries()) == 1


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_moves_nothing(here: Plant, status: int) -> None:
    here.site.says("/rss", "", status, Location="/new")
    here.site.says("/new", rss(item("one", "1", f"{here.site.url}/1")))
    (feed_id,) = here.add("/rss")
    for hours in (0, 25, 50, 75):
        poll_at(here, feed_id, hours)
    assert (here.feed(feed_id)["url"], here.feed(feed_id)["n_moved"]) == (f"{here.site.url}/rss", 0)


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [("7200", 2, 2.3), ("999999999999", 24, 24 * 7.8), ("-5", 1, 1.8), ("soon", 1, 1.8), ("date", 4.9, 5.6)],
)
def test_the_time_that_a_server_names_is_waited_within_reason(
    here: Plant, asked: str, least: float, most: float
) -> None:
    moment = datetime.now(UTC) + timedelta(hours=5)
    said = f"{moment:%a, %d %b %Y %H:%M:%S} GMT" if asked == "date" else asked
    here.site.says("/rss", "slowly", 429, Retry_After=said)
    (feed_id,) = here.add("/rss")
    assert least <= poll_at(here, feed_id, 0) / timedelta(hours=1) <= most
    assert here.feed(feed_id)["last_error"].startswith("rate_limited:")


@pytest.mark.parametrize(
    ("control", "least"), [("max-age=10800", 3), ("public, max-age=36000", 10), ("no-cache", 0.25)]
)
def test_no_poll_while_the_answer_is_fresh(here: Plant, control: str, least: float) -> None:
    here.site.says("/rss", rss(item("one", "1", f"{here.site.url}/1")), ETag='"1"', Cache_Control=control)
    (feed_id,) = here.add("/rss")
    for hours in (0, 30):
        assert poll_at(here, feed_id, hours) >= timedelta(hours=least)


def test_a_worker_killed_before_the_commit_leaves_nothing_and_the_next_finds_all(
    here: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.site.says("/rss", rss(item("one", "1", f"{here.site.url}/1")), ETag='"v1"')
    (feed_id,) = here.add("/rss")
    monkeypatch.setenv("FIVEFOLD_CRASH_AT", "before_commit_poll")
    poll = f"from workers.polling import poll_feeds; poll_feeds([{feed_id}])"
    assert subprocess.run([sys.executable, "-c", poll], check=False).returncode == -signal.SIGKILL
    assert len(here.site.requests) == 1
    assert (here.entries(), here.feed(feed_id)["etag"]) == ([], None)
    assert here.feed(feed_id)["n_tries"] == 1, "counted before the work"
    here.database.ahead = timedelta(minutes=5)
    here.poll(feed_id)
    assert [row["title"] for row in here.entries()] == ["one"]
    assert here.feed(feed_id)["etag"] == '"v1"'
