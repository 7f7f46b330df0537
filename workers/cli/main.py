"""The one Typer application, put together from its groups."""

from __future__ import annotations

import sys

import click
import typer

from workers.cli import database, dead, export, feeds, health, replay, results, run, tryout

app = typer.Typer(
    name="fivefold",
    help="Ingest news, fold it into stories, and show what the sources agree on and where they conflict.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (run, results, export, health, replay):
    module.register(app)
app.add_typer(feeds.app, name="feeds")
app.add_typer(dead.app, name="dead")
app.add_typer(database.app, name="db")
app.add_typer(tryout.app, name="try")


def main() -> None:
    """Run, and turn an operator's mistake into one clear line and exit code 2."""
    from pipeline.errors import IngestError, Misconfigured

    try:
        sys.exit(app(standalone_mode=False) or 0)
    except Misconfigured as error:
        _fail(str(error), 2)
    except IngestError as error:
        _fail(str(error), 1)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        _fail("stopped", 130)
    except BrokenPipeError:
        # The reader of our output left; that is its right.
        sys.stderr.close()
        sys.exit(0)


def _fail(message: str, code: int) -> None:
    sys.stderr.write(f"fivefold: {message}\n")
    sys.exit(code)
