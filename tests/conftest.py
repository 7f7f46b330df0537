"""Fixtures for all tests. Unit tests open no sockets: what needs servers is in integration/, faults/ and hostile/."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Machines are shared and noisy: a slow example is no failure.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings or the data of the person who runs it."""
    for name in [name for name in os.environ if name.startswith("FIVEFOLD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FIVEFOLD_DATA_DIR", str(tmp_path / "data"))
