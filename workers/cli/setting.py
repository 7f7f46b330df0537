"""What a command needs before it can begin: settings with the options laid over them, and a database that answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.settings import Settings, load_settings, override, override_unset
from workers.telemetry import configure_logging

if TYPE_CHECKING:
    from workers.store.database import Database


def settings_for(database: str | None = None, *, quiet: bool = False) -> Settings:
    """The settings of this command, in force for this process and, through the environment, for its children."""
    if database:
        override(database_url=database)
    if quiet:
        override_unset(log_level="WARNING")
    settings = load_settings()
    configure_logging(settings)
    return settings


def open_database(url: str | None = None) -> Database:
    """The database as it is, whatever its schema."""
    from workers.store.database import Database

    return Database(settings_for(url, quiet=True).database)


def ready_database(url: str | None = None, *, create: bool = False) -> Database:
    """A database with this version's schema. With `create` a missing one is made. Raises Misconfigured otherwise."""
    from pipeline.errors import Misconfigured
    from workers.store import migrate

    database = open_database(url)
    if create:
        migrate.upgrade(database)
        return database
    found = migrate.problems(database)
    if found:
        raise Misconfigured(f"database: {found[0]}")
    return database
