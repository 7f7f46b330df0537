"""Eighteen months of four feeds, served in order over loopback to the real polling code with a real database."""

from __future__ import annotations

import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import Poison
from pipeline.identity import article_place
from pipeline.parse import parse_feed
from tests.polled import Plant, plant
from tests.quality.data import folder, records

pytestmark = pytest.mark.quality
BEYOND_KEYS = 10
"""Items that are seen only in captures cut short, which the list of keys leaves out."""


def captures() -> dict[str, bytes]:
    """All captures by path."""
    found: dict[str, bytes] = {}
    with tarfile.open(folder() / "feed_replay.tar.xz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                found[member.name.removeprefix("./")] = file.read()
    return found


def is_feed(body: bytes) -> bool:
    """Whether anything can be read of a capture."""
    try:
        parse_feed(body)
    except Poison:
        return False
    return True


def replay(here: Plant, feed_id: int, polls: list[dict[str, Any]], bodies: dict[str, bytes]) -> Counter[str]:
    """Serve every capture once, in order, and count what the polls and the feed's row said."""
    counts: Counter[str] = Counter()
    before = len(here.entries())
    for record in polls:
        body = bodies[record["path"]]
        here.site.says("/rss", body)
        here.poll(feed_id)
        row = here.feed(feed_id)
        counts["state active"] += row["state"] == "active"
        counts["refused"] += not is_feed(body)
        counts["refused and said so"] += not is_feed(body) and row["last_error"] is not None
        counts["read in spite of defects"] += bool(record["error"]) and is_feed(body)
        counts["cut short and said so"] += (row["last_error"] or "").startswith("cut_short")
    counts["new"] = len(here.entries()) - before
    return counts


def headlines(polls: list[dict[str, Any]], bodies: dict[str, bytes], known: set[str]) -> set[tuple[str, str]]:
    """Every headline under which an article appeared, by address."""
    seen: set[tuple[str, str]] = set()
    for record in polls:
        body = bodies[record["path"]]
        for one in parse_feed(body).entries if is_feed(body) else ():
            place = None if one.is_link_shared else article_place(one.url)
            if place in known and one.title:
                seen.add((place, one.title))
    return seen


def kept_headlines(here: Plant) -> set[tuple[str, str]]:
    """Every headline that the database holds: the present ones, and those that the visits of the entries name."""
    places = {row["id"]: article_place(row["url"]) for row in here.entries()}
    kept = {(place, row["title"]) for row in here.entries() if (place := places[row["id"]])}
    for row in here.outcomes("poll"):
        if row["entry_id"] is not None and (place := places[row["entry_id"]]):
            kept.add((place, row["detail"].partition("it was: ")[2]))
    return kept


@pytest.mark.parametrize("name", ["bbc", "latimes", "nzherald", "philstar"])
def test_replay(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    polls, bodies = [record for record in records("feed_replay") if record["feed"] == name], captures()
    expected = {place for record in polls for key in record["keys"] if (place := article_place(key))}
    with plant(tmp_path, monkeypatch) as here:
        (feed_id,) = here.add("/rss")
        first = replay(here, feed_id, polls, bodies)
        places = {article_place(row["url"]) for row in here.entries()}
        said = headlines(polls, bodies, expected & places)
        lost = said - kept_headlines(here)
        second = replay(here, feed_id, polls, bodies)
    print(f"\n{name}: {len(polls)} captures, {len(expected)} distinct items; first {dict(first)}")
    print(f"  headlines {len(said)}, kept {len(said) - len(lost)}; second replay: {second['new']} new")
    print(f"  {sorted(lost)[:4]}")
    assert expected <= places
    assert first["new"] - len(expected) <= BEYOND_KEYS
    assert second["new"] == 0
    assert first["state active"] == len(polls)
    assert first["refused"] == first["refused and said so"]
    assert lost == set()
