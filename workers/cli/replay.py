"""`fivefold replay`: stages run again from the stored pages."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command(epilog="Example: fivefold replay --from extract --story 12 --diff")(replay)


def replay(
    stage: Annotated[str, typer.Option("--from", help="First stage to run again: clean, fold, extract or publish.")],
    story: Annotated[int | None, typer.Option("--story", help="Only this story.")] = None,
    feed: Annotated[str | None, typer.Option("--feed", help="Only this feed (URL or id).")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Only entries accepted since (ISO 8601).")] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Only say what would change; write nothing.")] = False,
    database: Annotated[str | None, typer.Option("--database", help="Database URL.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Run stages again from the stored pages; running workers (`fivefold up`) do the work."""
    from workers.cli.setting import ready_database
    from workers.cli.show import print_json, print_table
    from workers.replay import check_stage, differences, parse_since, send_back
    from workers.store.selection import select_entries

    first = check_stage(stage)
    store = ready_database(database)
    with store.read() as connection:
        chosen = select_entries(connection, story_id=story, feed_name=feed, since=parse_since(since))
    if not diff:
        typer.echo(f"{send_back(store, chosen, first)} entries sent back to {first}")
        return
    found = list(differences(store, chosen, first))
    if as_json:
        print_json(
            [{"stage": one.stage, "article": one.article_id, "story": one.story_id, "what": one.what} for one in found]
        )
    else:
        print_table(
            "",
            ("stage", "article", "story", "what"),
            ((one.stage, one.article_id, one.story_id, one.what) for one in found),
        )
        typer.echo(f"{len(found)} differences in {len(chosen)} entries")
