"""`fivefold ingest` killed at random moments, again and again, ends in what an undisturbed run gives."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

from tests.commands import ROOT, command, environment, fivefold
from tests.content import content_of
from tests.processes import await_end, descendants, kill_tree
from workers.newsroom import export

N_KILLS = 10
# Seeded, so that a failure can be run again; the moments reach from start-up into the last stages.
MOMENTS = random.Random(5).sample([0.4 + 0.45 * step for step in range(24)], N_KILLS)


def test_ten_kills_change_nothing(tmp_path: Path) -> None:
    pages = tmp_path / "newsroom"
    export(pages)
    calm = environment(tmp_path / "calm")
    assert fivefold(calm, "ingest", str(pages)).returncode == 0

    rough = environment(tmp_path / "rough", lease_scale="0.1")
    for moment in MOMENTS:
        run = subprocess.Popen(
            command("ingest", str(pages)), env=rough, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(moment)
        tree = descendants(run.pid)
        kill_tree(run.pid)
        run.wait()
        assert await_end(tree) == []
    last = fivefold(rough, "ingest", str(pages))
    assert last.returncode == 0, last.stderr

    expected, found = content_of(calm), content_of(rough)
    for part in expected:
        assert found[part] == expected[part], part
    lost = expected["counts"]["accepted"] - found["counts"]["accepted"]
    print(
        f"RUN: accepted {found['counts']['accepted']}, kills {N_KILLS}, lost {lost}, doubled 0, dead {found['counts']['dead']}"
    )
