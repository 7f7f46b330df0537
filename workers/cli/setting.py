"""What a command needs before it can begin: settings with the options laid over them, and a database that answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.contact import CONTACT_MISSING, has_contact
from workers.settings import Settings, load_settings, override, override_unset
from workers.telemetry import configure_logging, get_logger

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


def warn_of_missing_contact(settings: Settings) -> None:
    """Log once, where sites are about to be visited, that they cannot find out by whom."""
    if not has_contact(settings.user_agent):
        get_logger(__name__).warning("contact_missing", advice=CONTACT_MISSING)


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
