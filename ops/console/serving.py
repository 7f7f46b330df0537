"""Runs the console on a socket of its own until a signal ends it."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from ops.console.app import make_console
from ops.console.warming import warm_aside
from pipeline.errors import Misconfigured
from workers.settings import Settings
from workers.store.database import Database


def serve(settings: Settings, database: Database, host: str, port: int) -> None:
    """Listen and serve. Raises Misconfigured when the address is not to be had."""
    listener = listen(host, port)
    address = listener.getsockname()
    shown = f"[{address[0]}]" if ":" in address[0] else address[0]
    sys.stderr.write(f"console at http://{shown}:{address[1]}/\n")
    app = make_console(settings, database)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=5, limit_concurrency=200, h11_max_incomplete_event_size=32 * 1024,
    )  # fmt: skip
    warm_aside(app)
    _Server(config).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Ends with exit code 0 when told to stop; the base class raises the signal once more against itself."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop serving at SIGTERM and SIGINT."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises Misconfigured with one clear line."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        raise Misconfigured(f"console: cannot listen on {host} port {port}: {error.strerror or error}") from error
    return listener
