"""Speed as ratios of one run: ours beside the bare libraries on the same pages and the same core.

Times say nothing on a busy machine, ratios of CPU time do; the bound is far below what was measured, so that only a
real slip fails.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from tests.bench import corpus
from tests.bench.__main__ import solo
from tests.quality.data import folder

N_PAGES = 12
LEAST_WHOLE = 0.85
"""CPU of the bare loop by that of our whole pipeline; measured 1.87 (docs/performance.md)."""
LEAST_CLEANING = 1.0
"""CPU of trafilatura with metadata by that of our cleaning; measured 2.7."""


@pytest.mark.quality
def test_it_costs_no_more_than_its_libraries(tmp_path: Path) -> None:
    folder()
    file = tmp_path / "pages"
    file.write_bytes(pickle.dumps(corpus.mixed(N_PAGES)))
    # Ours twice around the other, so that a change of the machine's load meets both.
    rounds: list[dict[str, Any]] = [solo(name, file) for name in ("ours", "bare", "ours")]
    ours = min(rounds[0]["cpu"], rounds[2]["cpu"])
    cleaning = min(one["costs"]["clean"] for one in (rounds[0], rounds[2]))
    whole, clean = rounds[1]["cpu"] / ours, rounds[1]["costs"]["clean"] / cleaning
    print(f"bare loop / ours: {whole:.2f} in all, {clean:.2f} for cleaning")
    assert whole >= LEAST_WHOLE
    assert clean >= LEAST_CLEANING
