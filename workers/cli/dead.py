"""`fivefold dead`: what could not be processed, why, and another try."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="List, show and replay dead entries.", no_args_is_help=True)
Database = Annotated[str | None, typer.Option("--database", help="Database URL; default: the configured one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list", epilog="Example: fivefold dead list --json")
def list_(database: Database = None, as_json: AsJson = False) -> None:
    """List dead entries; exit code 1 if there are any."""
    from workers.cli.setting import ready_database
    from workers.cli.show import console, print_json, print_table
    from workers.store.results import dead_entries

    store = ready_database(database)
    with store.read() as connection:
        rows = dead_entries(connection)
    if as_json:
        print_json(rows)
    elif rows:
        cells = (
            (row["id"], row["stage"], row["reason"], row["finished_at"], row["url"], row["detail"]) for row in rows
        )
        print_table("", ("id", "stage", "reason", "since", "url", "detail"), cells)
    else:
        console().print("nothing is dead")
    if rows:
        raise typer.Exit(1)


@app.command(epilog="Example: fivefold dead show 17")
def show(
    entry: Annotated[str, typer.Argument(help="Id or URL.")], database: Database = None, as_json: AsJson = False
) -> None:
    """Show one dead entry: what it is, what happened at each try, and the size of the kept payload."""
    from pipeline.errors import Misconfigured
    from workers.cli.setting import ready_database
    from workers.cli.show import plain, print_json, print_table
    from workers.store.pages import latest_pages
    from workers.store.results import find_entry, visits

    store = ready_database(database)
    with store.read() as connection:
        row = find_entry(connection, entry)
        if row is None or row["state"] != "dead":
            raise Misconfigured(f"{entry}: no such dead entry")
        tries, pages = visits(connection, row["id"]), latest_pages(connection, [row["id"]])
    payload = len(pages[row["id"]][1].body) if row["id"] in pages else 0
    if as_json:
        print_json({**row, "payload_bytes": payload, "visits": tries})
        return
    print_table(
        "", ("field", "value"), [*((name, plain(value)) for name, value in row.items()), ("payload bytes", payload)]
    )
    cells = ((one["at"], one["stage"], one["attempt"], one["status"], one["reason"], one["detail"]) for one in tries)
    print_table("visits", ("at", "stage", "attempt", "outcome", "reason", "detail"), cells)


@app.command(epilog="Example: fivefold dead replay 17 18    or: fivefold dead replay --all")
def replay(
    entries: Annotated[list[int] | None, typer.Argument(help="Ids.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All dead entries.")] = False,
    database: Database = None,
) -> None:
    """Send dead entries back into the stage they died in; running workers pick them up."""
    from pipeline.errors import Misconfigured
    from workers.cli.setting import ready_database
    from workers.store.sweeping import revive

    if not entries and not every:
        raise Misconfigured("name entries, or say --all")
    store = ready_database(database)
    with store.write() as connection:
        n_revived = revive(connection, None if every else list(entries or ()), store.now(connection))
    typer.echo(f"{n_revived} entries sent back")
