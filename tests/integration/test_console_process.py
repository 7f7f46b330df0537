"""The console as a process: it says where it listens, answers its health check, and stops when told to."""

from __future__ import annotations

import signal
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.commands import ROOT, command, environment, fivefold
from tests.servers import free_port

TOKEN = "a-token-that-nobody-guesses"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_stopped(tmp_path: Path, number: signal.Signals) -> None:
    env = environment(tmp_path, console_port=str(free_port()), console_token=TOKEN)
    process = subprocess.Popen(command("console"), env=env, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        address = line.split()[-1]
        assert address.startswith("http://127.0.0.1:"), line
        found = fivefold(env, "alive", "console")
        assert found.returncode == 0, found.stdout
        request = urllib.request.Request(f"{address}metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        with urllib.request.urlopen(request) as answer:
            assert b"fivefold_backlog_entries" in answer.read()
            assert answer.headers["Server"] is None
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}metrics")
        refused.value.close()
        assert refused.value.code == 401
        process.send_signal(number)
        _, rest = process.communicate(timeout=600)
        assert process.returncode == 0, rest
        assert "Traceback" not in rest
    finally:
        process.kill()
        process.wait()


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = fivefold(environment(tmp_path), "console", "--port", str(port))
    assert found.returncode == 2
    assert found.stderr.startswith("fivefold: console: cannot listen on 127.0.0.1")
    assert len(found.stderr.splitlines()) == 1
