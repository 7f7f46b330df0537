"""Finds the measurement data beside the checkout. The data never enters the project."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def folder() -> Path:
    """The data folder; the floor is reported as not measured where it is absent."""
    if not DATA.is_dir():
        pytest.skip("not measured: ../shared/data is absent")
    return DATA


def records(name: str) -> list[dict[str, Any]]:
    """All records of one set, for example `records("figures_newsquant")`."""
    with gzip.open(folder() / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
