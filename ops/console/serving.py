"""Runs the console on a socket of its own until a signal ends it."""

from __future__ import annotations

import socket
import sys

import uvicorn

from ops.console.app import make_console
from pipeline.errors import Misconfigured
from workers.settings import Settings
from workers.store.database import Database


def serve(settings: Settings, database: Database, host: str, port: int) -> None:
    """Listen and serve. Raises Misconfigured when the address is not to be had."""
    listener = listen(host, port)
    address = listener.getsockname()
    shown = f"[{address[0]}]" if ":" in address[0] else address[0]
    sys.stderr.write(f"console at http://{shown}:{address[1]}/\n")
    config = uvicorn.Config(
        make_console(settings, database), log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=5, limit_concurrency=200, h11_max_incomplete_event_size=32 * 1024,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises Misconfigured with one clear line."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise Misconfigured(f"console: cannot listen on {host} port {port}: {error.strerror or error}") from error
    return listener
