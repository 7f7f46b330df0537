"""One story: who reported when, what they agree on, where they conflict, and the characters that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ops.console.reading import reading
from ops.console.rendering import render
from workers.store.browse import find_story, stories_named, timeline
from workers.store.results import list_facts

router = APIRouter()
ARTICLES_MOST = 100
FACTS_MOST = 60
QUOTES_OPEN, QUOTES_MOST = 2, 6
"""Quotes of a value that are seen at once, and on demand; the rest is counted. This keeps a page below 200 kB."""
ORDER = ("conflicting", "superseded", "corroborated", "compatible", "single_source")
HINTS = {
    "percent_more_or_times": "“400 percent more” is five times as much, “fourfold” is four times: "
    "one may have been taken for the other.",
    "million_or_billion": "The values differ by a factor of a thousand: a million may have been taken for a billion.",
    "swapped_pair": "Two values stand the other way round: they may have been swapped.",
    "decimal_point": "The digits are the same and the decimal point is not.",
    "transposed_digits": "Two neighbouring digits stand the other way round.",
}


@router.get("/story/{story_id}", response_class=HTMLResponse)
def show_story(request: Request, story_id: int, show: str = "") -> Response:
    """The page of a story; a story that was merged away leads to where it went."""
    _check_id(story_id)
    with reading(request) as (connection, now):
        row = find_story(connection, story_id)
        if row is None:
            raise HTTPException(404, "There is no such story.")
        if row["merged_into"] is not None:
            return RedirectResponse(f"/story/{row['merged_into']}", 303)
        articles = timeline(connection, story_id, ARTICLES_MOST)
        facts = list_facts(connection, story_id=story_id, limit=1000)
        related = stories_named(connection, row["related"][:20])
    chosen = sorted(_chosen(facts, show), key=lambda one: (ORDER.index(one["status"]), -one["n_origins"], one["id"]))
    values = {
        "story": row, "articles": articles, "origins": number_origins(articles), "facts": chosen[:FACTS_MOST],
        "n_hidden": max(0, len(chosen) - FACTS_MOST), "counts": _counts(facts), "show": show, "related": related,
        "hints": HINTS, "quotes_open": QUOTES_OPEN, "quotes_most": QUOTES_MOST, "now": now,
    }  # fmt: skip
    return render(request, "story.html", values)


def _check_id(number: int) -> None:
    if not 0 < number < 2**63:
        raise HTTPException(404, "There is no such number.")


def _chosen(facts: Sequence[dict[str, Any]], show: str) -> list[dict[str, Any]]:
    """The facts of one status; unless asked, all but those of a single source, which agree with nobody."""
    if show in ORDER:
        return [one for one in facts if one["status"] == show]
    several = [one for one in facts if one["status"] != "single_source"]
    return several or list(facts)


def _counts(facts: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {status: sum(one["status"] == status for one in facts) for status in ORDER}


def number_origins(articles: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Origins as 1, 2, 3 … in order of their first article, for people."""
    found: dict[int, int] = {}
    for one in articles:
        found.setdefault(one["origin_id"] or one["id"], len(found) + 1)
    return found
