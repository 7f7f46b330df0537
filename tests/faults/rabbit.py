"""A RabbitMQ server of the machine's own, for one run by URL: nothing in the system knows which broker it has."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import free_port

LAUNCHER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""Where Debian's package has it: the one on the PATH changes to a user of its own and to folders of the system."""


class RabbitServer:
    """One node on a loopback port, with its data in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.distribution = folder, free_port(), free_port()
        self.name = f"fivefold-tests-{self.port}@localhost"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def _environment(self) -> dict[str, str]:
        own = {
            "HOME": str(self.folder),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_NODENAME": self.name,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.distribution),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "none"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq"),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }
        return {**os.environ, **own}

    def start(self, patience: float = 240.0) -> None:
        (self.folder / "rabbitmq.conf").write_text("loopback_users.guest = true\n")
        self.process = subprocess.Popen(
            [str(LAUNCHER)],
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
        deadline = time.monotonic() + patience
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("RabbitMQ did not start")
            time.sleep(0.5)

    def _answers(self) -> bool:
        from kombu import Connection

        try:
            with Connection(self.url, connect_timeout=5) as connection:
                connection.connect()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(120)


@contextmanager
def rabbit_server() -> Iterator[RabbitServer]:
    folder = Path(tempfile.mkdtemp(prefix="fivefold-rabbit-"))
    server = RabbitServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
