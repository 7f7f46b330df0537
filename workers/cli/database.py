"""`fivefold db`: migrations."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Create, upgrade and check the database.", no_args_is_help=True)
Url = Annotated[str | None, typer.Option("--database", help="Database URL; default: the configured one.")]


@app.command(epilog="Example: fivefold db upgrade --database postgresql://fivefold@db/fivefold")
def upgrade(database: Url = None, revision: str = "head") -> None:
    """Bring the database to the schema of this version. Safe to run again, and while workers run."""
    from workers.cli.setting import open_database
    from workers.store import migrate

    typer.echo(f"schema {migrate.upgrade(open_database(database), revision)}")


@app.command(epilog="Example: fivefold db downgrade base")
def downgrade(revision: str, database: Url = None) -> None:
    """Take migrations back, down to REVISION."""
    from workers.cli.setting import open_database
    from workers.store import migrate

    typer.echo(f"schema {migrate.downgrade(open_database(database), revision) or 'none'}")


@app.command("new-epoch", epilog="Example: fivefold db new-epoch --database postgresql://fivefold@db/restored")
def new_epoch(database: Url = None) -> None:
    """Begin a new epoch of the change feed. Run it once after a restore, before anything writes: readers start anew."""
    from workers.cli.setting import ready_database
    from workers.store.changes import begin_epoch

    with ready_database(database).write() as connection:
        typer.echo(f"epoch {begin_epoch(connection)}")


@app.command(epilog="Example: fivefold db check || fivefold db upgrade")
def check(database: Url = None) -> None:
    """Say what is wrong with the database; exit code 1 if anything is."""
    from workers.cli.setting import open_database
    from workers.store import migrate

    store = open_database(database)
    found = migrate.problems(store)
    for problem in found:
        typer.echo(problem)
    if found:
        raise typer.Exit(1)
    with store.read() as connection:
        typer.echo(f"schema {migrate.current_revision(connection)}: all well")
