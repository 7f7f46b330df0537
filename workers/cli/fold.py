"""`fivefold fold`: the index of folding made anew, and stories split by hand."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Rebuild the fold index, split stories.", no_args_is_help=True)
Database = Annotated[str | None, typer.Option("--database", help="Database URL; default: the configured one.")]


@app.command(epilog="Example: fivefold fold rebuild")
def rebuild(database: Database = None) -> None:
    """Make the fold index anew from the articles; exit code 1 if any assignment differs from before."""
    from workers.cli.setting import ready_database
    from workers.store import refolding

    with ready_database(database).write() as connection:
        n_articles, n_different = refolding.rebuild(connection)
    typer.echo(f"{n_articles} articles in the index, {n_different} assignments differ")
    if n_different:
        raise typer.Exit(1)


@app.command(epilog="Example: fivefold fold split 17 21 22")
def split(
    story: Annotated[int, typer.Argument(help="Id of the story.")],
    articles: Annotated[list[int], typer.Argument(help="Ids of the articles that go.")],
    database: Database = None,
) -> None:
    """Move articles out of a story; later folds keep them out."""
    from workers.cli.setting import ready_database
    from workers.deriving import derive_facts
    from workers.store import refolding
    from workers.store.changes import sequence

    store = ready_database(database)
    with store.write() as connection:
        n_moved = refolding.split(connection, story, articles, store.now(connection))
    # Without waiting for a writer: none may be running.
    derive_facts()
    sequence(store)
    typer.echo(f"{n_moved} articles moved out of story {story}")
