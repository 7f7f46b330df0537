"""`fivefold demo`: the whole product on one machine, with a newsroom of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from schemas.fact import FactStatus
from schemas.feed import FeedLink
from workers.cli.ingestion import progress
from workers.cli.results import show_fact, show_story
from workers.cli.setting import ready_database, settings_for
from workers.cli.show import console
from workers.completion import QUIET_STOP, run_to_completion
from workers.newsroom import serve_newsroom
from workers.settings import data_folder, override
from workers.store import positions
from workers.store.database import Database
from workers.store.feeds import add_feeds, poll_now
from workers.store.results import list_facts, list_stories, story_articles
from workers.supervisor import Supervisor, embedded_specs


def run_demo(folder: Path | None, *, is_fresh: bool) -> None:
    """Serve, poll, show; then poll again and show that nothing is stored twice."""
    home = folder or data_folder() / "demo"
    if is_fresh:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    port, poll = _remembered(home)
    with serve_newsroom(poll, port) as newsroom:
        (home / "newsroom").write_text(f"{newsroom.port} {poll}")
        override(
            data_dir=str(home), database_url="", broker_url="", allow_networks="127.0.0.0/8",
            allow_ports=str(newsroom.port), host_delay_seconds="0", host_concurrency="16", poll_min_seconds="1",
        )  # fmt: skip
        settings = settings_for(quiet=True)
        database = ready_database(create=True)
        console().print(
            f"A newsroom of {len(newsroom.feed_urls)} feeds is served on loopback; fetching, folding, comparing …"
        )
        with Supervisor(settings, embedded_specs()) as supervisor:
            first = _poll(database, supervisor, newsroom.feed_urls)
            _show_results(database)
            newsroom.advance()
            (home / "newsroom").write_text(f"{newsroom.port} {newsroom.poll}")
            second = _poll(database, supervisor, newsroom.feed_urls)
            supervisor.stop(patience=QUIET_STOP)
        _show_polls(first, second)
        database.close()


def _remembered(home: Path) -> tuple[int, int]:
    """Port and poll of an earlier demo: the articles keep their addresses and revisions, so a second one knows them."""
    try:
        port, poll = (home / "newsroom").read_text().split()
        return int(port), int(poll)
    except (OSError, ValueError):
        return 0, 1


def _poll(database: Database, supervisor: Supervisor, urls: tuple[str, ...]) -> tuple[dict[str, int], dict[str, int]]:
    with database.write() as connection:
        before = positions.conservation(connection)
        ids = add_feeds(connection, [FeedLink(url) for url in urls], database.now(connection))
        poll_now(connection, ids, database.now(connection))
    with progress() as show:
        run_to_completion(supervisor, database, ids, show)
    with database.read() as connection:
        return before, positions.conservation(connection)


def _show_results(database: Database) -> None:
    with database.read() as connection:
        stories = list_stories(connection)
        articles = story_articles(connection, [row["id"] for row in stories])
        facts = list_facts(connection)
    many = [row for row in stories if row["n_articles"] > 1]
    console().rule("stories", align="left")
    for row in many:
        show_story(row, articles[row["id"]])
    console().print(f"… and {len(stories) - len(many)} stories of one article each", style="dim")
    for status, title in _SECTIONS:
        chosen = [row for row in facts if row["status"] == status.value]
        console().rule(f"{title}: {len(chosen)}", align="left")
        for row in chosen[: _SHOWN[status]]:
            show_fact(row, quotes_per_value=2)


_SECTIONS = (
    (FactStatus.CORROBORATED, "what independent sources agree on"),
    (FactStatus.COMPATIBLE, "different in form, and both may be right"),
    (FactStatus.SUPERSEDED, "overtaken by later reports"),
    (FactStatus.CONFLICTING, "where they conflict"),
)
_SHOWN = {FactStatus.CORROBORATED: 6, FactStatus.COMPATIBLE: 4, FactStatus.SUPERSEDED: 4, FactStatus.CONFLICTING: 40}


def _show_polls(first: tuple[dict[str, int], dict[str, int]], second: tuple[dict[str, int], dict[str, int]]) -> None:
    console().rule("two polls", align="left")
    for name, (before, after) in (("first", first), ("second", second)):
        console().print(
            f"{name} poll: {after['accepted'] - before['accepted']} entries accepted; in all {after['stored']} stored, "
            f"{after['duplicate']} duplicates, {after['rejected']} rejected, {after['dead']} dead"
        )
    total = second[1]
    ends = sum(count for name, count in total.items() if name != "accepted")
    console().print(f"conservation: {total['accepted']} accepted = {ends} accounted for")
    console().print(
        "Next: fivefold ingest YOUR-FILES-OR-FEEDS, then fivefold stories, facts, conflicts, status, console."
    )
