"""The console application, put together from its pages. Opens no socket; `ops.console.command` serves it."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from ops.api.application import make_api
from ops.console import article, dead, feeds, health, hub, login, metrics, stories, story
from ops.console.guard import Guard, stand_guard
from ops.console.rendering import render
from pipeline.errors import IngestError
from workers.settings import Settings
from workers.store.database import Database
from workers.telemetry import get_logger

log = get_logger(__name__)
STATIC = Path(__file__).parent / "static"


def make_console(settings: Settings, database: Database) -> FastAPI:
    """Build the application over a database that has this version's schema."""
    app = FastAPI(title="Fivefold", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings = settings
    app.state.database = database
    app.state.guard = Guard(settings.console_token.get_secret_value())
    app.state.exporter = metrics.Exporter()
    app.middleware("http")(stand_guard)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for page in (health, stories, story, article, feeds, dead, login, metrics, hub):
        app.include_router(page.router)
    app.mount("/api/v1", make_api(settings, database))
    app.add_api_route("/healthz", healthz, methods=["GET"])
    app.add_exception_handler(HTTPException, _not_found)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(IngestError, _unavailable)
    return app


def healthz(request: Request) -> PlainTextResponse:
    """Whether the console can read the database. Says nothing else: it is open to everybody."""
    database: Database = request.app.state.database
    with database.read() as connection:
        database.now(connection)
        connection.exec_driver_sql("SELECT 1")
    return PlainTextResponse("ok\n")


def _not_found(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, HTTPException)
    return render(request, "message.html", {"title": f"{error.status_code}", "text": error.detail}, error.status_code)


def _misread(request: Request, _: Exception) -> HTMLResponse:
    """An address with a word where a number belongs leads nowhere."""
    return render(request, "message.html", {"title": "404", "text": "There is no such page."}, 404)


def _unavailable(request: Request, error: Exception) -> HTMLResponse:
    """The database is away: say so, without its address; the log knows more."""
    log.warning("console_failed", path=request.url.path, detail=str(error))
    text = "The database does not answer. The pipeline waits and goes on when it is back."
    return render(request, "message.html", {"title": "not now", "text": text}, 503)
