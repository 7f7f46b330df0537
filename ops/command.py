"""The `fivefold` command: the pipeline's commands with those of the operators added."""

from __future__ import annotations

from ops.console import command
from workers.cli.main import app
from workers.cli.main import main as run

command.register(app)


def main() -> None:
    """Run; exit codes are those of `workers.cli.main`."""
    run()
