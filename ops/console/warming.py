"""Does once, when the console starts, what the first visitor would wait for: templates, plans, and the newest visits.

Nothing depends on it: a database that is away is the business of the first real request.
"""

from __future__ import annotations

import threading
from datetime import timedelta

from fastapi import FastAPI

from ops.console.health import MEASURED
from ops.console.metrics import Exporter
from ops.console.rendering import environment
from pipeline.errors import IngestError
from workers.store.database import Database
from workers.store.history import sample_gauges
from workers.store.status import take_status
from workers.telemetry import get_logger

log = get_logger(__name__)
SPAN = timedelta(hours=6)


def warm(app: FastAPI) -> None:
    """Compile the templates; count the visits and read the status once."""
    for name in environment().list_templates():
        environment().get_template(name)
    database: Database = app.state.database
    exporter: Exporter = app.state.exporter
    try:
        with database.read() as connection:
            now = database.now(connection)
            exporter.export(connection, now)
            take_status(connection, now)
            sample_gauges(connection, now, SPAN, MEASURED)
    except IngestError as error:
        log.warning("console_not_warmed", detail=str(error))


def warm_aside(app: FastAPI) -> None:
    """Warm while requests are served already."""
    threading.Thread(target=warm, args=(app,), name="warming", daemon=True).start()
