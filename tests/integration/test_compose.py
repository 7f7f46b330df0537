"""docker-compose.yml held to its word: every service's own command runs as a process, and the newsroom goes through.

Where root runs the tests, each on a read-only tree and as a user without rights, as the file says.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands import ROOT, command, environment, fivefold
from tests.contained import contained, why_not
from tests.processes import kill_tree
from tests.servers import PostgresServer, RedisServer, free_port
from workers.newsroom import serve_newsroom

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


@pytest.fixture
def world(postgres: PostgresServer, valkey: RedisServer, room: Path, tmp_path: Path) -> tuple[dict[str, str], int]:
    """The environment of the services with the servers' real addresses in place of the compose network's."""
    port = free_port()
    own = {key: substituted(str(value)) for key, value in ours()["console"]["environment"].items()}
    own |= {
        "FIVEFOLD_DATABASE_URL": postgres.create_database("compose").replace("+psycopg", ""),
        "FIVEFOLD_BROKER_URL": valkey.url,
        "FIVEFOLD_CONSOLE_PORT": str(port),
        "FIVEFOLD_DATA_DIR": str(room / "fivefold"),
        "HOME": str(room),
        "TMPDIR": str(room),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return {**environment(tmp_path), **own}, port


def own_command(service: dict[str, Any], port: int) -> list[str]:
    """The service's command line, the console's container port exchanged for a free one."""
    program, *arguments = [substituted(str(one)) for one in service["command"]]
    assert program == "fivefold"
    arguments = [str(port) if one == "8760" else "127.0.0.1" if one == "0.0.0.0" else one for one in arguments]
    return command(*arguments)


def test_the_newsroom_goes_through_the_services(world: tuple[dict[str, str], int], room: Path) -> None:
    env, port = world
    services = ours()
    reason = why_not(room)
    if reason:
        print(f"not on a read-only tree, for {reason}")

    def started(service: dict[str, Any]) -> subprocess.Popen[bytes]:
        own = own_command(service, port)
        line = own if reason else contained(own, room)
        return subprocess.Popen(line, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)

    with serve_newsroom() as newsroom, ExitStack() as running:
        env |= {
            "FIVEFOLD_ALLOW_NETWORKS": "127.0.0.0/8",
            "FIVEFOLD_ALLOW_PORTS": str(newsroom.port),
            "FIVEFOLD_HOST_DELAY_SECONDS": "0",
            "FIVEFOLD_HOST_CONCURRENCY": "16",
        }
        assert started(services.pop("migrate")).wait(PATIENCE) == 0
        assert fivefold(env, "feeds", "add", *newsroom.feed_urls).returncode == 0
        for service in services.values():
            process = started(service)
            running.callback(process.wait)
            running.callback(kill_tree, process.pid)
        counts = await_quiet(env)
        assert counts["accepted"] == sum(count for name, count in counts.items() if name != "accepted")
        assert counts["stored"] > 30
        assert counts["dead"] == 0
        for name, service in services.items():
            _, *check = service["healthcheck"]["test"]
            assert started({"command": check}).wait(PATIENCE) == 0, name


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
