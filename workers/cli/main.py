"""The one Typer application, put together from its groups."""

from __future__ import annotations

import sys

import click
import typer

from workers.cli import database, dead, export, feeds, fold, health, replay, results, run, tryout

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
app.add_typer(fold.app, name="fold")
app.add_typer(tryout.app, name="try")


def main() -> None:
    """Run, and turn an operator's mistake into one clear line and exit code 2."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
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
    except Exception as error:
        # Imported here: the tree of errors brings half a second of libraries, which `--help` need not pay.
        from pipeline.errors import IngestError, Misconfigured

        if not isinstance(error, IngestError):
            raise
        _fail(str(error), 2 if isinstance(error, Misconfigured) else 1)


def _fail(message: str, code: int) -> None:
    sys.stderr.write(f"fivefold: {message}\n")
    sys.exit(code)
