"""The systemd units start what exists, and each service has one."""

from __future__ import annotations

import configparser
from pathlib import Path

from pipeline.stages import KINDS
from tests.commands import environment, fivefold

UNITS = Path(__file__).resolve().parents[2] / "ops/systemd"


def _read(path: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment, method-assign]  # names keep their case
    found.read_string(path.read_text())
    return found


def test_each_service_has_a_unit() -> None:
    names = {path.stem.removeprefix("fivefold-") for path in UNITS.glob("*.service")}
    assert names == {*KINDS, "scheduler", "console", "migrate"}


def test_units_start_commands_that_exist(tmp_path: Path) -> None:
    listed = fivefold(environment(tmp_path), "--help").stdout
    for path in sorted(UNITS.glob("*.service")):
        unit = _read(path)
        command = unit["Service"]["ExecStart"].split()
        assert command[0] == "/opt/fivefold/bin/fivefold"
        assert f"  {command[1]} " in listed, path.name
        if command[1] == "worker":
            assert command[2] in KINDS
        assert unit["Service"]["User"] == "fivefold"
        assert unit["Service"]["NoNewPrivileges"] == "yes"
        assert unit["Install"]["WantedBy"] == "multi-user.target"
