"""`fivefold export`: results for downstream batch users."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from workers.store.database import Database


CHUNKS_PER_NOTE = 20
"""How often the cursor is printed on the way: every 10,000 articles, for runs that do not live to end."""


class What(StrEnum):
    """What can be exported."""

    ARTICLES = "articles"
    STORIES = "stories"
    ENTITIES = "entities"
    FIGURES = "figures"
    FACTS = "facts"
    CHANGES = "changes"


class Format(StrEnum):
    """How it is written."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    JSONLD = "jsonld"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: fivefold export articles --format parquet --output articles.parquet")(export)


def export(
    what: Annotated[What, typer.Argument(help="Rows of which v1 view.")],
    after: Annotated[int, typer.Option("--after", min=0, metavar="CURSOR", help="Go on after this cursor.")] = 0,
    form: Annotated[
        Format, typer.Option("--format", help="Parquet needs --output or a pipe; jsonld is for facts.")
    ] = Format.JSONL,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; default: standard output.")] = None,
    database: Annotated[
        str | None, typer.Option("--database", help="Database URL; default: the configured one. A reader's will do.")
    ] = None,
) -> None:
    """Write rows of a v1 view; the columns are the view's.

    The cursor stands at the end on standard error, as `cursor N`; the next run with --after N gives what is new or has
    changed since. For articles, stories, figures and facts it is the number of the last change (seq of v1_change): each
    row comes once, in the order of its last change, and figures come with all figures of an article that changed. What
    was withdrawn is only told by changes, whose cursor is seq too. For entities it is the entity_id, so new names come
    and new aliases of known ones do not. After an interruption the last cursor printed is safe to go on from.
    """
    from workers.cli.setting import open_database

    _refuse_other_claims(what, form)
    store = open_database(database)
    _refuse_without_views(store)
    with _stream(output) as stream:
        _write(store, what.value, after, form.value, stream)


def _refuse_other_claims(what: What, form: Format) -> None:
    from pipeline.errors import Misconfigured

    if form is Format.JSONLD and what is not What.FACTS:
        raise Misconfigured(f"--format jsonld is for facts, which become claims of schema.org; not for {what.value}")


def _refuse_without_views(store: Database) -> None:
    from pipeline.errors import Misconfigured
    from workers.store.reading import has_contract

    if not has_contract(store):
        raise Misconfigured("database: it has no v1 views; run `fivefold db upgrade`")


def _write(store: Database, what: str, after: int, form: str, stream: IO[bytes]) -> None:
    from workers.store.exporting import EXPORTS, quote_facts
    from workers.store.exporting import stream as chunks
    from workers.writing import make_writer

    writer = make_writer(form, stream, EXPORTS[what].row_type)
    try:
        with store.read() as connection:
            for number, (cursor, rows) in enumerate(chunks(connection, what, after), start=1):
                writer.write(quote_facts(connection, rows) if form == Format.JSONLD else rows)
                after = cursor
                if number % CHUNKS_PER_NOTE == 0:
                    sys.stderr.write(f"cursor {after}\n")
    finally:
        # Whatever happened, what was written is complete up to this cursor.
        writer.close()
        sys.stderr.write(f"cursor {after}\n")


@contextmanager
def _stream(output: Path | None) -> Iterator[IO[bytes]]:
    from pipeline.errors import Misconfigured

    if output is None:
        if sys.stdout.isatty():
            sys.stderr.write("writing to the terminal; --output FILE writes to a file\n")
        yield sys.stdout.buffer
        return
    try:
        opened = output.open("wb")
    except OSError as error:
        raise Misconfigured(f"{output}: {error.strerror}") from error
    with opened:
        yield opened
