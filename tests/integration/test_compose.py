"""docker-compose.yml held to its word: every service's own command runs as a process, and the newsroom goes through.

Where root runs the tests, each on a read-only tree and as a user without rights, as the file says.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml

from tests.commands import ROOT, command, environment, fivefold
from tests.contained import contained, why_not
from tests.processes import kill_tree
from tests.servers import PostgresServer, free_port, postgres_server
from workers.broker import server_binary
from workers.deathwatch import die_with_parent
from workers.newsroom import serve_newsroom
from workers.store.database import Database

SECRETS = {
    "POSTGRES_PASSWORD": "planted-postgres",
    "REDIS_PASSWORD": "planted-redis",
    "FIVEFOLD_CONSOLE_TOKEN": "planted-console-token",
    "GRAFANA_PASSWORD": "planted-grafana",
    "FIVEFOLD_USER_AGENT": "Fivefold-Tests/1.0 (+https://tests.example/about)",
}
PATIENCE = 600.0


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


def substituted(text: str) -> str:
    """${NAME}, ${NAME:-default} and ${NAME:?message} as compose reads them."""
    return re.sub(r"\$\{(\w+)(?::[-?]([^}]*))?\}", lambda found: SECRETS.get(found[1], found[2] or ""), text)


def ours() -> dict[str, dict[str, Any]]:
    return {name: one for name, one in compose()["services"].items() if str(one["image"]).startswith("fivefold:")}


def test_every_service_is_there_and_hardened() -> None:
    services = compose()["services"]
    kinds = {"fetcher", "cleaner", "deduplicator", "extractor", "writer"}
    assert kinds | {"scheduler", "migrate", "console", "redis", "postgres", "prometheus", "grafana"} == set(services)
    for name, one in services.items():
        assert one["restart"] == ("no" if name == "migrate" else "unless-stopped"), name
        assert name == "migrate" or "healthcheck" in one, name
        assert {"mem_limit", "pids_limit"} <= set(one), name
        assert one["read_only"] is True, name
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert not str(one["user"]).startswith(("0", "root")), name
    for name, one in ours().items():
        assert one["user"] == "10001:10001", name


def test_nothing_starts_before_what_it_needs_is_healthy() -> None:
    services = compose()["services"]
    for name, one in services.items():
        for needed, when in one.get("depends_on", {}).items():
            ends_well = needed == "migrate"
            assert when["condition"] == ("service_completed_successfully" if ends_well else "service_healthy"), name
    for name, one in ours().items():
        wanted = {"postgres"} if name == "migrate" else {"postgres", "redis", "migrate"}
        assert set(one["depends_on"]) == wanted, name


def test_images_are_pinned() -> None:
    """To a version that is complete; digests would need a registry to be looked up."""
    for name, one in compose()["services"].items():
        tag = substituted(str(one["image"])).rpartition(":")[2]
        assert re.match(r"v?\d+\.\d+", tag), name
    dockerfile = (ROOT / "ops" / "Dockerfile").read_text(encoding="utf-8")
    bases = re.findall(r"^FROM (\S+)", dockerfile, re.M)
    assert len(bases) == 2
    assert all(re.fullmatch(r"python:\d+\.\d+\.\d+-slim-\w+", base) for base in bases)
    assert "--require-hashes" in dockerfile
    assert re.search(r"^USER \d+:\d+$", dockerfile, re.M)


def test_only_the_console_is_published_and_only_on_loopback() -> None:
    published = {name: one["ports"] for name, one in compose()["services"].items() if "ports" in one}
    assert list(published) == ["console"]
    assert all(port.startswith("127.0.0.1:") for port in published["console"])


def test_no_secret_is_written_down() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for name in ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "FIVEFOLD_CONSOLE_TOKEN", "GRAFANA_PASSWORD"):
        assert f"${{{name}:?" in text


def test_no_file_is_put_into_a_read_only_service() -> None:
    """Compose refuses to start a service that is read-only and is given a config or secret that is no file."""
    found = compose()
    given = found.get("configs", {}) | found.get("secrets", {})
    for name, one in found["services"].items():
        for wanted in (*one.get("configs", []), *one.get("secrets", [])):
            source = wanted["source"] if isinstance(wanted, dict) else wanted
            assert "file" in given[source], name


def test_files_that_are_mounted_or_copied_are_there_and_reach_the_builder() -> None:
    for one in compose()["services"].values():
        for volume in one.get("volumes", []):
            source = volume.partition(":")[0]
            assert not source.startswith("./") or (ROOT / source).exists(), source
    dockerfile = (ROOT / "ops" / "Dockerfile").read_text(encoding="utf-8")
    copied = [path for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.M) for path in line.split()[:-1]]
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{path}" for path in copied} == {line for line in ignored if line.startswith("!")}
    assert all((ROOT / path).exists() for path in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["setuptools"]["packages"]["find"]["include"]
    assert {name.rstrip("*") for name in packages} <= set(copied)


@pytest.fixture
def room() -> Iterator[Path]:
    """The one folder that services may write to."""
    with tempfile.TemporaryDirectory(prefix="fivefold-room-") as folder:
        yield Path(folder)


@dataclass(frozen=True)
class Servers:
    """The file's PostgreSQL and Redis, and what stands for the addresses that they have in its network."""

    services: dict[str, dict[str, Any]]
    postgres: PostgresServer
    port: int

    @property
    def places(self) -> dict[str, str]:
        database = f"@/fivefold?host={self.postgres.folder}"
        return {"@postgres:5432/fivefold": database, "@redis:6379": f"@127.0.0.1:{self.port}"}


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    """Both, started by their own commands."""
    services = {name: compose()["services"][name] for name in ("postgres", "redis")}
    own = {name: [substituted(str(one)) for one in service["command"]] for name, service in services.items()}
    assert (own["postgres"].pop(0), own["redis"].pop(0)) == ("postgres", "valkey-server")
    port = free_port()
    here = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(tmp_path), "--loglevel", "warning"]
    with postgres_server(*own["postgres"]) as postgres:
        line = [str(server_binary()), *own["redis"], *here]
        broker = subprocess.Popen(line, stdout=subprocess.DEVNULL, preexec_fn=die_with_parent)
        try:
            make_owner(postgres, services["postgres"]["environment"])
            yield Servers(services, postgres, port)
        finally:
            broker.terminate()
            broker.wait(PATIENCE)


def make_owner(postgres: PostgresServer, given: dict[str, str]) -> None:
    """What the image makes of its environment when it first starts: a role and a database of its own."""
    name, password = given["POSTGRES_USER"], substituted(given["POSTGRES_PASSWORD"])
    with closing(Database(postgres.url())) as database, database.engine.connect() as connection:
        plain = connection.execution_options(isolation_level="AUTOCOMMIT")
        plain.exec_driver_sql(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
        plain.exec_driver_sql(f"CREATE DATABASE {given['POSTGRES_DB']} OWNER {name}")


def check_health(servers: Servers) -> None:
    """The two servers' own health commands; Valkey's client goes by the name that it has on this machine."""
    postgres, port = servers.postgres, servers.port
    kind, check = servers.services["postgres"]["healthcheck"]["test"]
    env = {"PATH": f"{postgres.binaries}:{os.environ['PATH']}", "PGHOST": str(postgres.folder)}
    assert (kind, subprocess.run(check, shell=True, env=env, stdout=subprocess.DEVNULL).returncode) == ("CMD-SHELL", 0)
    kind, check = servers.services["redis"]["healthcheck"]["test"]
    password = substituted(servers.services["redis"]["environment"]["REDISCLI_AUTH"])
    if client := shutil.which("redis-cli"):
        line = check.replace("valkey-cli", f"{client} -p {port}")
        assert subprocess.run(line, shell=True, env={**os.environ, "REDISCLI_AUTH": password}).returncode == 0
    broker = redis.Redis(port=port, password=password, decode_responses=True)
    assert broker.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def own_environment(service: dict[str, Any], places: dict[str, str], room: Path) -> dict[str, str]:
    """A service's environment, with the servers' real addresses in place of those of the compose network."""
    own = {key: substituted(str(value)) for key, value in service["environment"].items()}
    for inside, here in places.items():
        own = {key: value.replace(inside, here) for key, value in own.items()}
    return {**own, "FIVEFOLD_DATA_DIR": str(room / "fivefold"), "TMPDIR": str(room), "PYTHONDONTWRITEBYTECODE": "1"}


def own_command(line: list[str], port: int) -> list[str]:
    """A service's command line, the console's container port exchanged for a free one."""
    program, *arguments = [substituted(str(one)) for one in line]
    assert program == "fivefold"
    arguments = [str(port) if one == "8760" else "127.0.0.1" if one == "0.0.0.0" else one for one in arguments]
    return command(*arguments)


def test_the_newsroom_goes_through_the_services(servers: Servers, room: Path) -> None:
    services, port = ours(), free_port()
    reason = why_not(room)
    if reason:
        print(f"not on a read-only tree, for {reason}")

    with serve_newsroom() as newsroom, ExitStack() as running:
        site = {
            "FIVEFOLD_ALLOW_NETWORKS": "127.0.0.0/8",
            "FIVEFOLD_ALLOW_PORTS": str(newsroom.port),
            "FIVEFOLD_HOST_DELAY_SECONDS": "0",
            "FIVEFOLD_HOST_CONCURRENCY": "16",
            "FIVEFOLD_CONSOLE_PORT": str(port),
        }

        def env_of(service: dict[str, Any]) -> dict[str, str]:
            return {**environment(room), **own_environment(service, servers.places, room), **site}

        def started(service: dict[str, Any], line: list[str]) -> subprocess.Popen[bytes]:
            own = own_command(line, port)
            contained_line = own if reason else contained(own, room)
            return subprocess.Popen(contained_line, env=env_of(service), cwd=ROOT, stdout=subprocess.DEVNULL)

        migrate, operator = services.pop("migrate"), env_of(services["writer"])
        assert started(migrate, migrate["command"]).wait(PATIENCE) == 0
        assert fivefold(operator, "feeds", "add", *newsroom.feed_urls).returncode == 0
        for service in services.values():
            process = started(service, service["command"])
            running.callback(process.wait)
            running.callback(kill_tree, process.pid)
        counts = await_quiet(operator)
        assert counts["accepted"] == sum(count for name, count in counts.items() if name != "accepted")
        assert counts["stored"] > 30
        assert counts["dead"] == 0
        for name, service in services.items():
            _, *check = service["healthcheck"]["test"]
            assert started(service, check).wait(PATIENCE) == 0, name
        check_health(servers)


def await_quiet(env: dict[str, str]) -> dict[str, int]:
    """Wait until entries were accepted and none is in flight."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        status = fivefold(env, "status", "--json")
        counts: dict[str, int] = json.loads(status.stdout)["conservation"]
        if counts["accepted"] > 40 and counts["in_flight"] == 0:
            return counts
        time.sleep(1)
    raise AssertionError(f"not quiet after {PATIENCE:.0f} s: {counts}, {os.getloadavg()}")
