"""Draws build/growth.json as docs/performance.svg: `python -m tests.bench.plot`."""

from __future__ import annotations

import json

from matplotlib.figure import Figure

from tests.bench.growth import REPORT

SHOWN = ("extract", "facts", "fold", "clean", "take in")


def main() -> None:
    """CPU milliseconds an article by articles stored, for each stage."""
    found = json.loads(REPORT.read_text())["sqlite"]
    sizes = [one["articles"] for one in found]
    figure = Figure(figsize=(7, 3.6), layout="constrained")
    axes = figure.subplots()
    axes.plot(sizes, [one["cpu_ms"] for one in found], "k-o", label="all")
    for stage in SHOWN:
        axes.plot(sizes, [one["stages_ms"][stage] for one in found], "-o", label=stage)
    axes.set(xscale="log", xlabel="articles stored", ylabel="CPU ms an article", ylim=(0, None))
    axes.legend(frameon=False, ncols=3)
    figure.savefig(REPORT.parents[1] / "docs" / "performance.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
