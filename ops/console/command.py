"""`fivefold console`: serves the web pages."""

from __future__ import annotations

from typing import Annotated

import typer

Host = Annotated[str | None, typer.Option("--host", help="Address to listen on; default: loopback.")]
Port = Annotated[int | None, typer.Option("--port", help="Port to listen on; default: 8760.", min=0, max=65535)]
Database = Annotated[str | None, typer.Option("--database", help="Database URL; default: the configured one.")]


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command(epilog="Example: fivefold console --port 8760")(console)


def console(host: Host = None, port: Port = None, database: Database = None) -> None:
    """Serve the web pages and /metrics. Loopback only, unless FIVEFOLD_CONSOLE_TOKEN is set."""
    from ops.console.guard import check_exposure
    from workers.cli.setting import ready_database, settings_for
    from workers.telemetry import configure_logging

    settings = settings_for(database)
    address = host or settings.console_host
    check_exposure(address, settings.console_token.get_secret_value())
    store = ready_database(database, create=settings.database.startswith("sqlite"))
    from ops.console.serving import serve

    configure_logging(settings)  # opening the database had made it quiet
    serve(settings, store, address, settings.console_port if port is None else port)
