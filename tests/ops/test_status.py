"""What `fivefold status` and `fivefold trace` say, and when they call a person."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.commands import environment, fivefold
from tests.ops.world import DAY, HOUR, NOW, STORY, put
from workers.cli.status_screen import status_screen
from workers.cli.trace_screen import given_lines, near_lines, why_lines
from workers.store.database import Database
from workers.store.feed_alarms import Sample, change_of_kind, feed_alarms, is_failing
from workers.store.rhythm import find_feed, is_quiet
from workers.store.status import take_status
from workers.store.tables import article, document, entry, feed
from workers.store.trace import take_trace

FEED: dict[str, Any] = {"state": "active", "last_error": None, "last_success_at": NOW, "created_at": NOW - 30 * DAY}


@pytest.mark.parametrize(
    ("gap", "quiet", "is_silent"),
    [
        (HOUR, 5 * HOUR, False),  # four gaps, but not a day
        (HOUR, DAY - HOUR, False),
        (HOUR, DAY + HOUR, True),
        (DAY, 3 * DAY, False),
        (DAY, 4 * DAY + HOUR, True),
        (7 * DAY, 20 * DAY, False),  # a weekly paper
        (7 * DAY, 29 * DAY, True),
    ],
)
def test_silence_is_learned_from_the_feeds_own_rhythm(gap: timedelta, quiet: timedelta, is_silent: bool) -> None:
    row = FEED | {"usual_gap_seconds": gap.total_seconds(), "last_new_entry_at": NOW - quiet}
    assert is_quiet(row) is is_silent


def test_only_a_feed_that_answers_can_be_silent() -> None:
    row = FEED | {"usual_gap_seconds": 3600.0, "last_new_entry_at": NOW - 9 * DAY}
    assert is_quiet(row)
    assert not is_quiet(row | {"state": "paused"})
    assert not is_quiet(row | {"last_success_at": NOW - 9 * DAY + HOUR}), "we did not look"
    assert not is_quiet(row | {"usual_gap_seconds": None}), "no rhythm is known"


MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
OFFICE_HOURS = [MONDAY + day * DAY + hour * HOUR for day in range(33) if day % 7 < 5 for hour in range(8, 18)]
"""An entry each hour from 8 to 17, Monday to Friday, for five weeks; the last one on a Friday at 17."""


@pytest.mark.parametrize(
    ("known", "at", "is_silent"),
    [
        (OFFICE_HOURS, 33 * DAY + 20 * HOUR, False),  # Saturday evening: 27 hours, as every week
        (OFFICE_HOURS, 34 * DAY + 20 * HOUR, False),  # Sunday evening
        (OFFICE_HOURS, 35 * DAY + 10 * HOUR, False),  # Monday at ten: two hours late are not yet a silence
        (OFFICE_HOURS, 35 * DAY + 14 * HOUR, True),  # Monday afternoon
        (OFFICE_HOURS[:-13], 32 * DAY + 17 * HOUR, True),  # Friday evening, and nothing since Thursday at noon
        (OFFICE_HOURS[-13:], 34 * DAY + 20 * HOUR, False),  # the first Sunday of a new feed
        (OFFICE_HOURS[-13:], 35 * DAY + 20 * HOUR, True),  # the Monday after it
        (OFFICE_HOURS, 40 * DAY, True),  # a week
    ],
)
def test_a_weekend_is_no_silence(empty: Database, known: list[datetime], at: timedelta, is_silent: bool) -> None:
    now = MONDAY + at
    answered = {"last_success_at": now, "last_new_entry_at": known[-1], "usual_gap_seconds": 3600.0}
    with empty.write() as connection:
        put(connection, feed, id=1, state="active", **answered)
        for number, one in enumerate(known):
            put(connection, entry, key=f"k{number}", feed_id=1, accepted_at=one)
        found = find_feed(connection, 1, now)
        assert found is not None
        assert (found["silent_seconds"] is not None) is is_silent
        assert feed_alarms(connection, now)["n_silent"] == is_silent


def test_failing_is_more_than_one_bad_answer() -> None:
    row = FEED | {"last_error": "timeout", "interval_seconds": 3600.0}
    assert not is_failing(row | {"last_success_at": NOW - 2 * HOUR}, NOW)
    assert is_failing(row | {"last_success_at": NOW - 2 * DAY}, NOW)
    assert not is_failing(row | {"last_success_at": NOW - 2 * DAY, "interval_seconds": DAY.total_seconds()}, NOW)
    assert is_failing(row | {"last_success_at": None}, NOW), "never since it was added"


def test_a_sudden_change_of_kind_is_seen() -> None:
    usual = Sample(100, 0.1, 3000.0)
    assert change_of_kind(Sample(20, 0.5, 2500.0), usual) is None
    assert "repeat" in str(change_of_kind(Sample(20, 1.0, 3000.0), usual))
    assert "characters" in str(change_of_kind(Sample(20, 0.1, 300.0), usual))
    assert change_of_kind(Sample(20, 1.0, 3000.0), Sample(100, 0.9, 3000.0)) is None, "it always repeated others"
    assert change_of_kind(Sample(20, 1.0, 3000.0), Sample(3, 0.0, 3000.0)) is None, "too little is known"
    assert change_of_kind(Sample(20, 1.0, 3000.0), None) is None


def _publish(database: Database, first: int, age: timedelta, n_chars: int, duplicate_of: int | None) -> None:
    with database.write() as connection:
        for number in range(first, first + 10):
            at = NOW - age
            put(connection, entry, id=number, key=f"k{number}", feed_id=1, url=f"u{number}", authors=[], due_at=at,
                accepted_at=at, stage="publish", state="stored")  # fmt: skip
            put(connection, article, id=number, feed_id=1, revision=1, published_at=at, duplicate_of=duplicate_of, why={},
                updated_at=at)  # fmt: skip
            put(connection, document, article_id=number, revision=1, url="u", text="x" * n_chars, text_hash="h", method="m",
                sources={}, authors=[], keywords=[], fetched_at=at, created_at=at)  # fmt: skip


def test_odd_feeds_are_found_in_the_ledger(empty: Database) -> None:
    with empty.write() as connection:
        put(connection, feed, id=1, url="https://a.example/", title="Paper A", hints={}, next_poll_at=NOW, **FEED)
    _publish(empty, 100, 3 * DAY, 3000, None)
    with empty.read() as connection:
        assert feed_alarms(connection, NOW)["odd"] == []
    _publish(empty, 200, HOUR, 3000, 100)
    with empty.read() as connection:
        (one,) = feed_alarms(connection, NOW)["odd"]
        assert one["feed_id"] == 1
        assert "repeat" in one["what"]
        assert any("Paper A" in problem for problem in take_status(connection, NOW)["problems"])


def test_an_empty_database_is_healthy(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert fivefold(env, "db", "upgrade").returncode == 0
    found = fivefold(env, "status", "--json")
    assert found.returncode == 0, found.stderr
    said = json.loads(found.stdout)
    assert (said["problems"], said["warnings"]) == ([], [])
    assert set(said["conservation"]) == {"accepted", "stored", "duplicate", "rejected", "dead", "in_flight"}


def test_who_visits_feeds_without_a_name_is_told(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert fivefold(env, "feeds", "add", "https://paper.example/rss").returncode == 0
    for user_agent, n_warnings in (("", 1), ("Reader/1.0 (+https://reader.news/about)", 0)):
        found = fivefold({**env, "FIVEFOLD_USER_AGENT": user_agent}, "status", "--json")
        assert len(json.loads(found.stdout)["warnings"]) == n_warnings


def test_status_names_each_problem(database: Database) -> None:
    with database.read() as connection:
        problems = take_status(connection, NOW)["problems"]
    assert [one.partition(":")[0].split(" ")[0] for one in problems] == ["dead", "feed"]
    with database.write() as connection:
        connection.execute(update(entry).where(entry.c.id == 1).values(state="due", stage="clean", due_at=NOW - HOUR))
        found = take_status(connection, NOW)
        assert any(one.startswith("stage clean: 1 waiting") for one in found["problems"])
        connection.execute(update(entry).where(entry.c.id == 2).values(state="lost"))
        found = take_status(connection, NOW)
        assert any("conservation" in one for one in found["problems"])


def test_the_screen_shows_stages_workers_and_feeds(database: Database) -> None:
    from rich.console import Console

    console = Console(width=120, record=True, file=None, force_terminal=False)
    with database.read() as connection, console.capture() as captured:
        console.print(status_screen(take_status(connection, NOW)))
    text = captured.get()
    for words in ("4 accepted = 2 stored", "clean", "host:1", "1 silent", "! dead: 1 crash"):
        assert words in text


def test_watch_keeps_looking_until_it_is_stopped(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from workers.cli import status_screen as screen

    looks: list[float] = []

    def stop_after_two(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(screen.time, "sleep", stop_after_two)
    with pytest.raises(KeyboardInterrupt):
        screen.watch_status(database, 0.7)
    assert looks == [0.7, 0.7]


def test_trace_says_why(database: Database) -> None:
    with database.read() as connection:
        found = take_trace(connection, "2")
        assert [one["stage"] for one in found["visits"]] == ["fetch", "clean", "fold", "extract", "publish"]
        assert [one["revision"] for one in found["revisions"]] == [2, 1]
        lines = list(why_lines(found["article"], found["story"]))
    assert lines[0].startswith(f"story {STORY}: Drones over Veldstad")
    assert any("similarity 0.50" in line for line in lines)
    assert any("published by Paper 2" in line for line in lines)
    assert any("rare" in line and "drone" in line for line in lines)
    moved = list(why_lines(found["article"], found["story"], is_moved=True))
    assert [line for line in moved if line not in lines] == ["  an operator moved it out of another story"]


def test_trace_names_near_duplicates_and_related_stories() -> None:
    alike = {"article_id": 7, "url": "http://x.example/7", "similarity": 0.514}
    said = list(near_lines({"near_duplicates": [alike], "related": [{"id": 3, "title": "Drones"}]}))
    assert said == ["  near-duplicate of article 7 (0.51): http://x.example/7", "  related story 3: Drones"]


def test_trace_says_what_a_feed_gave_that_is_not_shown() -> None:
    row = {"title_as_given": "\\u202egpj.exe", "link_as_given": None}
    assert list(given_lines(row)) == ["title as the feed gave it: \\u202egpj.exe"]


def test_trace_finds_an_entry_by_an_address_that_means_the_same(empty: Database) -> None:
    from pipeline.identity import page_key

    with empty.write() as connection:
        key = page_key("https://a.example/news/1")
        put(connection, entry, id=5, key=key, url="https://a.example/news/1", authors=[], due_at=NOW, accepted_at=NOW,
            stage="fetch", state="due")  # fmt: skip
    with empty.read() as connection:
        assert take_trace(connection, "http://www.a.example/news/1?utm_source=x")["entry"]["id"] == 5


def test_dead_reasons_and_counts_are_those_of_the_ledger(database: Database) -> None:
    with database.read() as connection:
        found = take_status(connection, NOW)
        assert found["dead"] == {"crash": 1}
        assert connection.execute(select(feed.c.id)).scalars().all() == [1, 2]
