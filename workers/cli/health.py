"""The commands that tell how the pipeline is: status, alive and trace."""

from __future__ import annotations

from typing import Annotated

import typer

Database = Annotated[str | None, typer.Option("--database", help="Database URL; default: the configured one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(epilog="Example: fivefold status --json | jq .conservation")(status)
    app.command(epilog="Example: fivefold alive extractor || systemctl restart fivefold-extractor")(alive)
    app.command(epilog="Example: fivefold trace https://example.org/article")(trace)


def status(
    database: Database = None,
    as_json: AsJson = False,
    watch: Annotated[bool, typer.Option("--watch", help="Keep looking until stopped.")] = False,
    every: Annotated[float, typer.Option("--every", min=0.5, help="Seconds between looks with --watch.")] = 2.0,
) -> None:
    """Tell the truth in one screen; exit code 1 if something needs a person."""
    from workers.cli.setting import ready_database, settings_for
    from workers.cli.show import print_json
    from workers.cli.status_screen import print_status, watch_status
    from workers.contact import CONTACT_MISSING, has_contact
    from workers.store.status import take_status

    store = ready_database(database)
    if watch:
        watch_status(store, every)
        return
    with store.read() as connection:
        found = take_status(connection, store.now(connection))
    is_known = not found["feeds"]["counts"] or has_contact(settings_for(database, quiet=True).user_agent)
    found["warnings"] = [] if is_known else [CONTACT_MISSING]
    if as_json:
        print_json(found)
    else:
        print_status(found)
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


def trace(
    article: Annotated[str, typer.Argument(help="URL or id.")], database: Database = None, as_json: AsJson = False
) -> None:
    """Show every stage, attempt, duration, outcome and reason of one article, and why it was folded where it was."""
    from workers.cli.setting import ready_database
    from workers.cli.show import print_json
    from workers.cli.trace_screen import print_trace
    from workers.store.trace import take_trace

    store = ready_database(database)
    with store.read() as connection:
        found = take_trace(connection, article)
    if as_json:
        print_json(found)
    else:
        print_trace(found)
