"""The commands that tell how the pipeline is: status and trace."""

from __future__ import annotations

from typing import Annotated, Any

import typer

Database = Annotated[str | None, typer.Option("--database", help="Database URL; default: the configured one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(epilog="Example: fivefold status --json | jq .conservation")(status)
    app.command(epilog="Example: fivefold alive extractor || systemctl restart fivefold-extractor")(alive)
    app.command(epilog="Example: fivefold trace https://example.org/article")(trace)


def status(database: Database = None, as_json: AsJson = False) -> None:
    """Tell the truth in one screen; exit code 1 if something needs a person."""
    from workers.cli.setting import ready_database
    from workers.cli.show import print_json
    from workers.store.status import take_status

    store = ready_database(database)
    with store.read() as connection:
        found = take_status(connection, store.now(connection))
    if as_json:
        print_json(found)
    else:
        _show(found)
    if found["problems"]:
        raise typer.Exit(1)


def alive(
    kind: Annotated[str, typer.Argument(help="A worker kind, scheduler or console.")],
    patience: Annotated[float, typer.Option("--patience", help="Seconds without progress that are tolerated.")] = 300.0,
    database: Database = None,
) -> None:
    """Say whether a service makes progress, for health checks; exit code 1 if work waits and nobody finishes any."""
    from pipeline.errors import Misconfigured
    from pipeline.stages import KINDS
    from workers.cli.setting import ready_database, settings_for
    from workers.store.status import console_answers, stalled

    if kind not in (*KINDS, "scheduler", "console"):
        raise Misconfigured(f"unknown service {kind!r}; services are {' '.join((*KINDS, 'scheduler', 'console'))}")
    if kind == "console":
        problem = console_answers(settings_for(quiet=True).console_port)
    else:
        store = ready_database(database)
        with store.read() as connection:
            problem = stalled(connection, kind, store.now(connection), patience)
    if problem:
        typer.echo(problem)
        raise typer.Exit(1)
    typer.echo(f"{kind}: alive")


def _show(found: dict[str, Any]) -> None:
    from rich.text import Text

    from workers.cli.show import console, print_table, safe

    for problem in found["problems"]:
        console().print(Text(f"! {safe(problem)}", style="red"))
    if not found["problems"]:
        console().print("healthy", style="green")
    counts = found["conservation"]
    console().print("  ".join(f"{name} {count}" for name, count in counts.items()))
    print_table(
        "stages",
        ("stage", "waiting", "oldest overdue", "last finished"),
        (
            (one["stage"], one["waiting"], f"{one['oldest_seconds']:.0f} s", one["last_finished"])
            for one in found["stages"]
        ),
    )


def trace(
    article: Annotated[str, typer.Argument(help="URL or id.")], database: Database = None, as_json: AsJson = False
) -> None:
    """Show every stage, attempt, duration, outcome and reason of one article."""
    from pipeline.errors import Misconfigured
    from workers.cli.setting import ready_database
    from workers.cli.show import console, print_json, print_table, safe
    from workers.store.results import find_entry, visits
    from workers.store.stories import articles_of

    store = ready_database(database)
    with store.read() as connection:
        row = find_entry(connection, article)
        if row is None:
            raise Misconfigured(f"{article}: never seen")
        tries, found = visits(connection, row["id"]), articles_of(connection, [row["id"]]).get(row["id"])
    if as_json:
        print_json({"entry": row, "article": found, "visits": tries})
        return
    console().print(f"entry {row['id']}  {safe(row['url'])}  {row['state']} in stage {row['stage']}")
    cells = (
        (
            one["at"],
            one["stage"],
            one["attempt"],
            one["status"],
            one["reason"] or "",
            f"{one['duration_ms']:.1f} ms",
            one["detail"] or "",
        )
        for one in tries
    )
    print_table("", ("at", "stage", "attempt", "outcome", "reason", "took", "detail"), cells)
    if found:
        console().print(
            f"story {found['story_id']}, repeats {found['duplicate_of'] or 'nothing'}, origin {found['origin_id']}"
        )
        print_table("why", ("evidence", "value"), found["why"].items())
