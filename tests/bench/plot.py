"""Draws docs/performance.svg from build/growth.json: `python -m tests.bench.plot`, after `tests.bench.growth`."""

from __future__ import annotations

import json

from matplotlib.figure import Figure

from tests.bench.growth import REPORT

SHOWN = ("extract", "facts", "fold", "clean", "server")


def main() -> None:
    """CPU milliseconds an article by articles stored, for each stage, one panel for each kind of database."""
    report = json.loads(REPORT.read_text())
    figure = Figure(figsize=(4 * len(report), 3.6), layout="constrained")
    panels = figure.subplots(1, len(report), sharey=True, squeeze=False)[0]
    for axes, (kind, found) in zip(panels, sorted(report.items()), strict=True):
        sizes = [one["articles"] for one in found]
        axes.plot(sizes, [one["cpu_ms"] for one in found], "k-o", label="all")
        for stage in SHOWN:
            axes.plot(sizes, [one["stages_ms"][stage] for one in found], "-o", label=stage)
        axes.set(xscale="log", xlabel="articles stored", ylim=(0, None), title=kind)
    panels[0].set_ylabel("CPU ms an article")
    panels[-1].legend(frameon=False)
    figure.savefig(REPORT.parents[1] / "docs" / "performance.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
