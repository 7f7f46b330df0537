"""The commands that run the pipeline: demo, ingest, up, worker, scheduler."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Database = Annotated[str | None, typer.Option("--database", help="Database URL; default: the configured one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(epilog="Example: fivefold demo")(demo)
    app.command(epilog="Example: fivefold ingest feeds.opml https://example.org/feed.xml ./texts")(ingest)
    app.command(epilog="Example: fivefold up")(up)
    app.command(epilog="Example: fivefold worker cleaner extractor")(worker)
    app.command(epilog="Example: fivefold scheduler")(scheduler)


def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget earlier demos first.")] = False,
    folder: Annotated[Path | None, typer.Option("--folder", help="Where the demo keeps its database.")] = None,
) -> None:
    """Serve a small newsroom on loopback, ingest it, and show what its outlets agree on and where they conflict."""
    from workers.cli.demonstration import run_demo

    run_demo(folder, is_fresh=fresh)


def ingest(
    sources: Annotated[list[str], typer.Argument(help="Feed or article URLs, OPML, .txt .html .jsonl .warc, folders.")],
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Run the whole pipeline to completion over SOURCES and exit. Running it twice adds nothing."""
    from workers.cli.ingestion import run_ingest

    raise typer.Exit(run_ingest(sources, database, as_json=as_json))


def up(database: Database = None) -> None:
    """Run scheduler and all workers on this machine until stopped, embedded or on the configured servers."""
    from workers.cli.serving import serve
    from workers.supervisor import embedded_specs

    serve(embedded_specs(), database, create=True)


def worker(
    kinds: Annotated[
        list[str] | None, typer.Argument(help="fetcher cleaner deduplicator extractor writer; default all.")
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option("--concurrency", "-c", min=1, help="Threads or processes of a kind.")
    ] = None,
    database: Database = None,
) -> None:
    """Run workers of the named KINDS, each in a process of its own, and start them again when they exit."""
    from pipeline.errors import Misconfigured
    from pipeline.stages import KINDS
    from workers.cli.serving import serve
    from workers.supervisor import kind_spec

    wanted = list(dict.fromkeys(kinds or KINDS))
    unknown = [kind for kind in wanted if kind not in KINDS]
    if unknown:
        raise Misconfigured(f"unknown worker kind {unknown[0]!r}; kinds are {' '.join(KINDS)}")
    serve([kind_spec(kind, concurrency) for kind in wanted], database)


def scheduler(database: Database = None) -> None:
    """Run the scheduler. A second one does no harm."""
    from workers.cli.serving import serve
    from workers.supervisor import scheduler_spec

    serve([scheduler_spec()], database)
