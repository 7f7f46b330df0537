"""What `fivefold trace` shows: the history of one article, and in words why it was folded where it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workers.cli.show import clock, console, print_table, safe

EVIDENCE = {
    "closest": "article it is closest to",
    "terms": "words that are rare elsewhere",
    "names": "names",
    "dates": "dates",
    "score": "score of the evidence together",
    "jaccard": "part of all word sequences that both have",
    "containment": "part of the shorter text that the longer one has",
}
"""What the fold stage writes down, for people."""


def print_trace(found: Mapping[str, Any]) -> None:
    """The trace for people."""
    row, article = found["entry"], found["article"]
    console().print(f"entry {row['id']}  {safe(row['url'])}", markup=False)
    ended = f": {row['reason']}" if row["reason"] else ""
    console().print(f"{row['state']} in stage {row['stage']}{ended}  {safe(row['detail'])}".rstrip(), markup=False)
    for line in given_lines(row):
        console().print(safe(line), markup=False)
    cells = (
        (clock(one["at"]), one["stage"], one["attempt"], one["status"], one["reason"] or "",
         f"{one['duration_ms']:.1f} ms",
         one["worker"], one["detail"] or "")
        for one in found["visits"]
    )  # fmt: skip
    print_table("", ("at", "stage", "attempt", "outcome", "reason", "took", "worker", "detail"), cells)
    for one in reversed(found["revisions"]):
        console().print(
            f"revision {one['revision']}: {one['n_chars']} characters by {one['method']}, {clock(one['created_at'])}"
        )
    if article:
        for line in (*why_lines(article, found["story"], is_moved=found["is_moved_by_hand"]), *near_lines(found)):
            console().print(safe(line), markup=False)


def given_lines(row: Mapping[str, Any]) -> Iterator[str]:
    """What the feed gave that is not shown as it is, spelled in ASCII."""
    for name in ("title", "link"):
        if given := row[f"{name}_as_given"]:
            yield f"{name} as the feed gave it: {given}"


def why_lines(article: Mapping[str, Any], story: Mapping[str, Any] | None, *, is_moved: bool = False) -> Iterator[str]:
    """Why an article stands in its story, a line for each piece of evidence."""
    title = f": {story['title']}" if story else ""
    yield f"story {article['story_id']}{title}"
    if article["duplicate_of"]:
        yield f"  repeats article {article['duplicate_of']}"
    if article["similarity"] is not None:
        yield f"  similarity {article['similarity']:.2f} to what was there"
    yield f"  origin {article['origin_id']}: {article['origin_why'] or 'itself'}"
    if is_moved:
        yield "  an operator moved it out of another story"
    elif not article["why"]:
        yield "  nothing near it was known: it began a story of its own"
    for name, value in article["why"].items():
        said = ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else value
        if said not in ("", None):
            yield f"  {EVIDENCE.get(name, name.replace('_', ' '))}: {said}"


def near_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Articles of the same text, and stories that are about the same matter."""
    for one in found["near_duplicates"]:
        yield f"  near-duplicate of article {one['article_id']} ({one['similarity']:.2f}): {one['url']}"
    for one in found["related"]:
        yield f"  related story {one['id']}: {one['title']}"
