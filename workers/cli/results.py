"""The commands that show results: stories, facts, conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from schemas.fact import FactStatus

Database = Annotated[str | None, typer.Option("--database", help="Database URL; default: the configured one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most.")]
OfStory = Annotated[int | None, typer.Option("--story", help="Only of this story.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(epilog="Example: fivefold stories --contested")(stories)
    app.command(epilog="Example: fivefold facts --story 12")(facts)
    app.command(epilog="Example: fivefold conflicts --json")(conflicts)


def stories(
    limit: Limit = 20,
    contested: Annotated[bool, typer.Option("--contested", help="Most conflicts first.")] = False,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """List stories with their articles."""
    from workers.cli.setting import ready_database
    from workers.cli.show import print_json
    from workers.store.results import list_stories, story_articles

    store = ready_database(database)
    with store.read() as connection:
        rows = list_stories(connection, limit=limit, contested=contested)
        articles = story_articles(connection, [row["id"] for row in rows])
    if as_json:
        print_json([{**row, "articles": articles.get(row["id"], [])} for row in rows])
        return
    for row in rows:
        show_story(row, articles.get(row["id"], []))


def facts(story: OfStory = None, limit: Limit = 200, database: Database = None, as_json: AsJson = False) -> None:
    """Show what the sources of stories say, and how they stand to each other."""
    _facts((), story, limit, database, as_json)


def conflicts(story: OfStory = None, limit: Limit = 200, database: Database = None, as_json: AsJson = False) -> None:
    """Show where sources conflict: each value, who gives it, and the words. Never which side is right."""
    from schemas.fact import FactStatus

    _facts((FactStatus.CONFLICTING,), story, limit, database, as_json)


def _facts(statuses: Sequence[FactStatus], story: int | None, limit: int, database: str | None, as_json: bool) -> None:
    from workers.cli.setting import ready_database
    from workers.cli.show import console, print_json
    from workers.store.results import list_facts

    store = ready_database(database)
    with store.read() as connection:
        rows = list_facts(connection, statuses=statuses, story_id=story, limit=limit)
    if as_json:
        print_json(rows)
        return
    if not rows:
        console().print("nothing found")
    for row in rows:
        show_fact(row)


def show_story(row: dict[str, Any], articles: Sequence[dict[str, Any]]) -> None:
    """Print one story for people."""
    from rich.text import Text

    from workers.cli.show import console, safe

    head = Text(f"story {row['id']}  ", style="dim")
    head.append(safe(row["title"] or "(untitled)"), style="bold")
    head.append(
        f"  {_times(row['n_articles'], 'article')}, {_times(row['n_origins'], 'independent origin')}", style="dim"
    )
    if row["n_conflicts"]:
        head.append(f", {_times(row['n_conflicts'], 'conflict')}", style="red")
    console().print(head)
    for one in articles:
        note = f" (repeats {one['duplicate_of']})" if one["duplicate_of"] else ""
        line = Text(f"  {one['id']:>5}  {one['published_at']:%d %b %H:%M}  ", style="dim")
        line.append(safe(one["publisher"] or "unknown publisher"), style="cyan")
        line.append(f"  {safe(one['title'] or one['opening'])}")
        line.append(note, style="dim")
        console().print(line)


def _times(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _outlet(quote: dict[str, Any]) -> str:
    """Who published: the outlet, else the file for a local one, else the address."""
    url = str(quote["url"])
    return quote["publisher"] or (url.rpartition("/")[2] if url.startswith("file:") else url)


STYLES = {
    "conflicting": "red",
    "corroborated": "green",
    "compatible": "green",
    "superseded": "yellow",
    "single_source": "dim",
}


def show_fact(row: dict[str, Any], quotes_per_value: int = 3) -> None:
    """Print one fact for people: the values, who gives each, and the words that prove it."""
    from rich.text import Text

    from workers.cli.show import console, safe

    head = Text(f"{row['status'].replace('_', ' '):<14}", style=STYLES[row["status"]])
    head.append(safe(row["label"]), style="bold")
    head.append(f"  story {row['story_id']}", style="dim")
    if row["hint"]:
        head.append(f"  hint: {row['hint']}", style="yellow")
    console().print(head)
    if row["reason"]:
        console().print(Text(f"  {safe(row['reason'])}", style="dim"))
    for value in row["values"]:
        line = Text("  • ")
        line.append(safe(value["text"]), style="bold")
        outlets = sorted({safe(_outlet(quote)) for quote in value["quotes"]})
        line.append(f"  {_times(value['n_origins'], 'origin')}: {', '.join(outlets)}", style="dim")
        console().print(line)
        for quote in value["quotes"][:quotes_per_value]:
            before, surface, after = (safe(part) for part in quote["context"])
            words = Text(
                f"      article {quote['article_id']} [{quote['start_char']}:{quote['end_char']}] “{before}",
                style="dim",
            )
            words.append(surface, style="bold underline")
            words.append(f"{after}”", style="dim")
            console().print(words)
